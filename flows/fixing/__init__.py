"""Fixing: safe fixes and unsafe fixes written to files."""
