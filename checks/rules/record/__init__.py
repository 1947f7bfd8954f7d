"""Rules about reading: sources and records that the reader could not read as their format defines."""
