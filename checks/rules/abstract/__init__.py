"""Rules about the abstract."""
