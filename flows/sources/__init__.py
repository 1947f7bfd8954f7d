"""Sources: files, directories, globs, URLs and standard input."""
