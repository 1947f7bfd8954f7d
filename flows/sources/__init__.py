"""Sources: files, directories, glob patterns, URLs, and standard input."""
