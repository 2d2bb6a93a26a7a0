"""What measurements share: a platform to measure, traffic through it, figures to show."""
