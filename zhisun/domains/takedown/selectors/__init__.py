"""Reads of takedowns, one file per reader."""
