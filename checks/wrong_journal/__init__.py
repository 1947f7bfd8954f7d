"""Wrong journals: evidence that a record is assigned to a journal that did not publish it."""
