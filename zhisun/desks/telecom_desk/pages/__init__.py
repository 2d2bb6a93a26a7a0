"""Pages of the telecom desk."""
