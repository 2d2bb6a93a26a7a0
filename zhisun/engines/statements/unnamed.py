"""Where money without a counterparty is booked: one place per account, so that nothing is mixed."""

CASH_OUT = "取现"
CASH = "现金存入"
UNKNOWN = "来源不明"
UNTOLD = "去向不明"
"""A bank that leaves the other side of a transfer out has not said that it was cash."""
MERCHANT = "商户"


def unnamed(account_no: str, *, cash: bool, incoming: bool) -> str:
    """The place: cash out, cash in, or nobody said."""
    if cash:
        return f"{CASH if incoming else CASH_OUT}：{account_no}"
    return f"{UNKNOWN if incoming else UNTOLD}：{account_no}"
