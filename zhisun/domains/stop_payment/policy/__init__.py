"""Decisions about orders: plain values in, plain values out."""
