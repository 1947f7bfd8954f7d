"""The engine: runs checks over frames of records, and returns findings and metrics."""
