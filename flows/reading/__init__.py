"""Reading: sources in, batches of the records frame out."""
