"""Folding: report one finding in place of many findings that have the same cause."""
