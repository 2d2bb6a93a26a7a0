"""The verbs of a takedown's life, one file each."""
