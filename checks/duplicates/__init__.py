"""Duplicates: keys of works and of texts, groups of records with equal keys, and sketches of abstracts."""
