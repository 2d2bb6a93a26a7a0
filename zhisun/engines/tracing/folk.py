"""What is known of accounts, by position in a ledger, whatever is asked (账户情况)."""

from collections.abc import Iterable

import numpy as np
import pyarrow as pa

from zhisun.engines.tables import (
    ACCOUNTS,
    ALWAYS,
    MISSING,
    UNKNOWN_FEN,
    AccountKind,
    checked,
    microseconds,
)
from zhisun.engines.tracing.book import Int64s
from zhisun.engines.tracing.ledger import Ledger
from zhisun.engines.tracing.scene import NO_END, Folk
from zhisun.engines.tracing.terms import EndState
from zhisun.kernel.errors import EngineInputError

SECOND = 1_000_000

ENDS = {
    AccountKind.MERCHANT: EndState.CASHED_OUT,
    AccountKind.CASH_OUT: EndState.CASHED_OUT,
    AccountKind.PLATFORM: EndState.PLATFORM,
    AccountKind.INTERNAL: EndState.FEE,
}
"""Kinds in which money ends: nobody's account, so what leaves is not what came in."""


def known(ledger: Ledger, accounts: pa.Table | None) -> Folk:
    """The rows of `accounts` (schema ACCOUNTS) beside the accounts of the ledger.

    An account not listed is a person's, its statement complete. Raises EngineInputError
    (`table_breaks_schema`; `value_out_of_range` when an account is listed twice).
    """
    size = ledger.codes.size
    end = np.full(size, NO_END, dtype=np.int8)
    opening = np.full(size, UNKNOWN_FEN, dtype=np.int64)
    covered = np.full(size, microseconds(ALWAYS) // SECOND, dtype=np.int64)
    holder = np.full(size, MISSING, dtype=np.int32)
    if accounts is not None:
        table = checked(accounts, ACCOUNTS)
        account = table.column("account").to_numpy()
        if np.unique(account).size != account.size:
            raise EngineInputError("value_out_of_range", column="account")
        seen = np.flatnonzero(np.isin(account, ledger.codes))
        at = np.searchsorted(ledger.codes, account[seen])
        kinds = np.full(len(AccountKind), NO_END, dtype=np.int8)
        kinds[list(ENDS)] = list(ENDS.values())
        end[at] = kinds[table.column("kind").to_numpy()[seen]]
        opening[at] = table.column("opening_fen").to_numpy()[seen]
        covered_us = table.column("covered_to").cast(pa.int64()).to_numpy()
        covered[at] = covered_us[seen] // SECOND
        holder[at] = table.column("holder").to_numpy()[seen]
    return Folk(end, opening, covered, holder)


def positions(ledger: Ledger, codes: Iterable[int]) -> Int64s:
    """Ascending positions of the account codes that take part in the ledger."""
    wanted = np.array(sorted(codes), dtype=np.int64)
    return np.flatnonzero(np.isin(ledger.codes, wanted)) if wanted.size else wanted


def same_holders(folk: Folk, accounts: set[int]) -> set[int]:
    """`accounts` and all others of their holders."""
    holders = {int(folk.holder[account]) for account in accounts} - {MISSING}
    if not holders:
        return accounts
    others = np.flatnonzero(np.isin(folk.holder, list(holders)))
    return accounts | set(others.tolist())
