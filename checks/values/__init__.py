"""Expressions over one value, such as a DOI, an ISSN, a text or a name. They look nothing up."""
