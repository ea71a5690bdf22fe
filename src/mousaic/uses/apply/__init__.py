"""A new batch as a run sees it, and whether it comes from where earlier images came from."""
