"""A city that can be lived through: people, gangs and institutions, with the truth written down.

Meets the platform over sockets only; shares with it the kernel, the identifiers and the wire.
"""
