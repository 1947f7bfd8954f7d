"""Folding: one finding in place of many that have the same cause."""
