"""Rules about identifiers other than the DOI."""
