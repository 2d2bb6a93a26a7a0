"""The payment lane of the national platform: codes A001xx to A004xx."""
