"""The words every room speaks. Standard library only."""
