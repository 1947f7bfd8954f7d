"""The engine: checks over frames of records, turned into findings and metrics."""
