"""Rules about damaged characters and spacing in texts."""
