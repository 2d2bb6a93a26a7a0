"""Rows of the money trail as the engines' tables, and back."""
