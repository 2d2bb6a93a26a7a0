"""Measurements: each module has `run(argv)`, which prints its figures and the machine."""
