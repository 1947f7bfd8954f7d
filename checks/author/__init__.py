"""Rules about the authors."""
