"""Reports of earlier years, brought in from tables (旧案): series and figures begin with them."""
