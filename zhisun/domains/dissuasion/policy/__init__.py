"""Decisions that need no database: score, rules, clocks, ladder, words of a message."""
