"""预警底库 (indicator base): what is known, whence, and what it was worth."""
