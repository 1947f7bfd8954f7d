"""Rules about duplicates over the whole input."""
