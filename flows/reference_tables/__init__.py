"""Reference tables that the user updates or adds."""
