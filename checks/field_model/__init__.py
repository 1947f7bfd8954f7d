"""The field model: whether title and abstract of a record are about the same field as its journal."""
