"""The gate, which decides whether a run passes."""
