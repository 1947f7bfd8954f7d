"""Formats: a table for each with the keys that identify it, where its records are, and the path of each column."""
