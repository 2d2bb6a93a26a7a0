"""涉案要素 (subjects)."""
