"""Rules about duplicates among all records of a run."""
