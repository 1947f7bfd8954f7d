"""The field model: whether title and abstract are about the same field as the journal."""
