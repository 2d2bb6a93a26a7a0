"""The only room that knows all the others: settings, wiring, command line, processes."""
