"""Rules about reading: what the reader could not read as a record of its format."""
