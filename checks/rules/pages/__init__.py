"""Rules about volume, issue, and pages."""
