"""What an account held before its first known transfer (期初余额).

A balance column gives it exactly. Without one it is the smallest amount that keeps the account
from going below zero: the assumption that blames the least on money nobody has seen. An account
without any statement starts from nothing, so that what its counterparties saw leaving is followed.
Source: graph study §4.2, §4.6 (missing downstream).
"""

from dataclasses import dataclass

from zhisun.engines.tables import MISSING, UNKNOWN_FEN
from zhisun.engines.tracing.journal import Int64s, Journal


@dataclass(slots=True)
class _Seen:
    """One account on the way to its first known balance."""

    moved: int = 0  # net fen so far
    needed: int = 0  # smallest opening so far
    undone: int = 0  # fen that voided rows keep out of the printed balance


def openings(ledger: Journal, partner: Int64s, unknown: set[int]) -> dict[int, tuple[int, bool]]:
    """For each account of `unknown`: opening fen, and whether a balance shows it.

    ledger: in canonical order. partner: from `voided`. One pass over the rows.
    """
    waiting = {account: _Seen() for account in unknown}
    shown: dict[int, tuple[int, bool]] = {}
    rows = zip(ledger.fen.tolist(), partner.tolist(), strict=True)
    payers = zip(ledger.payer.tolist(), ledger.payer_balance.tolist(), strict=True)
    payees = zip(ledger.payee.tolist(), ledger.payee_balance.tolist(), strict=True)
    for row, ((fen, other), paid, got) in enumerate(zip(rows, payers, payees, strict=True)):
        for (account, balance), signed in ((paid, -fen), (got, fen)):
            seen = waiting.get(account)
            if seen is None:
                continue
            if balance != UNKNOWN_FEN:
                before = balance - signed + seen.undone - seen.moved
                shown[account] = max(before, seen.needed), True
                del waiting[account]
            elif other == MISSING:
                seen.moved += signed
                seen.needed = max(seen.needed, -seen.moved)
            elif other != row:
                seen.undone -= signed
    return shown | {account: (seen.needed, False) for account, seen in waiting.items()}
