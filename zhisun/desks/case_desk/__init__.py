"""办案席: giving frozen money back to its victims."""
