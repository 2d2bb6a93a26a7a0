"""Verbs of calls, drafts and incidents, one file each."""
