"""Identifiers of the trade: each one's normal form and check, once. See README of `reading`."""
