"""Verbs of the indicator base."""
