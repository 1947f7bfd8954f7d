"""Reports for people and programs, in several formats, and the gate."""
