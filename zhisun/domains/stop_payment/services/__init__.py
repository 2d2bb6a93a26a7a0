"""The verbs of an order's life, one file each."""
