"""Pages of the indicator base."""
