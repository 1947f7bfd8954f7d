"""The field model: what title and abstract are about beside what the journal is about."""
