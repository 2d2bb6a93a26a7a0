"""The bank lane of the national platform: codes 1001xx to 1004xx."""
