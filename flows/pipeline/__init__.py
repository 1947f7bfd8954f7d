"""The pipeline, which checks sources and returns the result, in plain Python."""
