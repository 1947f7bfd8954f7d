"""Duplicates: keys of works and of texts, groups of records that share one, and sketches of abstracts."""
