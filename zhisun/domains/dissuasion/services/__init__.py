"""Verbs of dissuasion, one file each."""
