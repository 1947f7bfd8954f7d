"""Rules about empty fields."""
