"""Warning messages to a carrier's message centre, and what became of each: on the telecom lane."""
