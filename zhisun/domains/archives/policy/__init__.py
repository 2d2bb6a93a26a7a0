"""How rows of old tables become reports."""
