"""Settings of all tests."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# The first example of a test may compile patterns or read tables, and the machine may be busy.
settings.register_profile("scholint", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("scholint")
