"""预警劝阻席: who is in danger, by level and clock; calls, units, outcomes."""
