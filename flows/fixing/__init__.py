"""Writing safe and unsafe fixes to files."""
