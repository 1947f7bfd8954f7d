"""Reading sources into batches of the records frame."""
