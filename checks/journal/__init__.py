"""Rules about the journal."""
