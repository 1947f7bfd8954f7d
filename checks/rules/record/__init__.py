"""Rules about reading: what the reader met that is not a record as its format says."""
