"""Orchestration: the Prefect flow, its schedule, and Dask clusters.

Importing this turns the telemetry of Prefect off, and that of a server that is started here, unless the environment
says otherwise. It stands here because Prefect reads the environment when it is imported.
"""

import os

os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
