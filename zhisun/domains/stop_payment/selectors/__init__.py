"""Reads of orders, one file per reader."""
