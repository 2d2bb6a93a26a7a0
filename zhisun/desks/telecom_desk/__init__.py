"""通信席 (telecom desk): what is taken down, what waits, what came back, what must never be."""
