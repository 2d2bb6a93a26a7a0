"""Which fraud a text tells, if it tells one, and why (类型判定). See README.md."""
