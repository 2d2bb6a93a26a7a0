"""资金席: orders with their clocks, answers as they come, the money of a case."""
