"""流水、资金追踪 (money_trails): where a case's money went, what is held, who is next."""
