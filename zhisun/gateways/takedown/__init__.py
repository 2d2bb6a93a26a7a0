"""The lane of carriers and internet platforms: takedowns down, answers up."""
