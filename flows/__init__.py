"""How records come in and where results go: readers, the pipeline, and what runs it.

The command line, the library and the Prefect flow all run the same pipeline; Prefect is only in `orchestration`.
"""
