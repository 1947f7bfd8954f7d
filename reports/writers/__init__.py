"""Report formats: one module for each."""
