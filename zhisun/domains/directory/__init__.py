"""机构人员 (directory)."""
