"""The pipeline: sources in, a result out, in plain Python."""
