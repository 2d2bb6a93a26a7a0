"""文书 (documents)."""
