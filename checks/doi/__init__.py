"""Rules about the DOI."""
