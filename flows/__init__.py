"""How records come in and where results go: readers, the pipeline and the shells around it."""
