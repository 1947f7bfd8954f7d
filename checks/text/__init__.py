"""Rules about damaged text."""
