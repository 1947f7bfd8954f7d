"""Reading sources, checking records, and writing fixes.

The command line, the library, and the Prefect flow all run the same pipeline. Only `orchestration` uses Prefect.
"""
