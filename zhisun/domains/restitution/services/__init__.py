"""The verbs of returning money."""
