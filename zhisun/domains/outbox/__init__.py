"""发件箱 (outbox)."""
