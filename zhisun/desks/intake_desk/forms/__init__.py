"""The report as it is typed: pure functions from what stands on the screen to what is said."""
