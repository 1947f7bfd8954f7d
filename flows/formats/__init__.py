"""Formats: each is a TOML table with its identifying keys, the location of its records, and the path of each column."""
