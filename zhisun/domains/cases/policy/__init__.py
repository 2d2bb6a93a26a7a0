"""Decisions about reports: is it valid, can money be stopped, what to ask, is it a repeat."""
