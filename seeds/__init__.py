"""Facts: reference tables and word lists, each with its source, and example records."""
