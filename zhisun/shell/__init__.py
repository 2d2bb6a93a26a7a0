"""What every page stands in: frame, components, filters, error texts, live updates."""
