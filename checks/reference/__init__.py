"""Reference tables: journals and DOI prefixes, and what rules look up in them."""
