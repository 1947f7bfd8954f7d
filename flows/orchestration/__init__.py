"""The Prefect flow, its schedule, and Dask clusters.

Importing this package turns off the telemetry of Prefect and of a local Prefect server, unless environment variables
turn it on. It must be imported before Prefect, because Prefect reads the environment at import.
"""

import os

os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
