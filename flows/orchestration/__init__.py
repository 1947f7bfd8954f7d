"""Orchestration: the Prefect flow, its schedule, and Dask clusters."""
