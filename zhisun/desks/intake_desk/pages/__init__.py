"""Pages of the intake desk, one file per kind of work."""
