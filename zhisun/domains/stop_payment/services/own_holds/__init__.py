"""Verbs of protective holds of people's own accounts (保护性止付), one file per verb."""
