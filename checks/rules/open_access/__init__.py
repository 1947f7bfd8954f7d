"""Rules about open access and licenses."""
