"""Reference tables of journals and DOI prefixes, and the lookups of rules in them."""
