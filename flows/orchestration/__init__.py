"""Orchestration: the Prefect flow, its schedule, and Dask clusters.

Importing this package turns off the telemetry of Prefect, and of a server that is started here, unless the environment
turns it on. It has to come first, since Prefect reads the environment when it is imported.
"""

import os

os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
