"""Computing (算法): NumPy and Arrow; no Django, no files, no clock, no log."""
