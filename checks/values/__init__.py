"""Pure expressions over one value: what a DOI, an ISSN, a text or a name is, with nothing looked up."""
