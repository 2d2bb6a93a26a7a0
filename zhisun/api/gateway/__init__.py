"""前置接口 (gateway): where institutions fetch orders and bring answers."""
