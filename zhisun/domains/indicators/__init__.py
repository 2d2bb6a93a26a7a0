"""预警底库 (indicators)."""
