"""Reading dispatches, within the reader's area."""
