"""Reference tables that the user downloads or adds."""
