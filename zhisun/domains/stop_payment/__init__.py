"""止付、冻结、查询 (stop_payment): orders to institutions, their clocks and answers.

The reference domain: a new domain is copied from this one and stays smaller than it.
"""
