"""Every rule: one folder per family, one file per rule."""
