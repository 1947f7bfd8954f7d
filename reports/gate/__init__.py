"""The gate: whether a run passes."""
