"""Rules about open access and licences."""
