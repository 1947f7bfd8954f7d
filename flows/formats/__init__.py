"""One table a format: what identifies it, where its records stand, and the path of each column."""
