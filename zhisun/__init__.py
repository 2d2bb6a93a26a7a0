"""止损 (zhisun): the operations platform of an anti-telecom-fraud centre."""
