"""The verbs of the money trail."""
