"""Decisions about movements of money: which rows are one movement, what the ledger should say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from zhisun.domains.money_trails.terms import (
    CASH,
    CASH_OUT,
    SAME_MOVEMENT_SECONDS,
    UNKNOWN,
    Amount,
    TransferSource,
)
from zhisun.kernel.money import Fen

REMEMBERED = timedelta(days=1)
"""A victim's memory of the time may be off by this much; the amount and the payee are not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One movement as one source states it. Amounts in fen; a balance not stated is None.

    claim_no: the reported transfer that this movement is, "" when nobody reported it.
    """

    source: TransferSource
    source_no: str
    payer_account: str
    payee_account: str
    amount_fen: Fen
    moved_at: datetime
    place: int = 0
    payer_name: str = ""
    payee_name: str = ""
    payer_institution_code: str = ""
    payee_institution_code: str = ""
    serial: str = ""
    payer_balance_fen: Fen | None = None
    payee_balance_fen: Fen | None = None
    succeeded: bool = True
    exit_kind: str = ""
    remark: str = ""
    claim_no: str = ""
    claimed_fen: Fen = 0


def match(row: Row, known: Sequence[Row]) -> int | None:
    """Which of the known rows states the same movement, or None.

    A report matches itself, else a statement of the amount that nobody has claimed yet. A
    statement matches the same serial between the same accounts, the other side's statement of
    about the same second, or a report, whose payer and time are vague. Among several the nearest
    in time. Source: graph study §4.1.
    """
    same = _claims_it if row.source is TransferSource.REPORT else _states_it
    candidates = [
        (abs((other.moved_at - row.moved_at).total_seconds()), index)
        for index, other in enumerate(known)
        if other.amount_fen == row.amount_fen
        and other.payee_account == row.payee_account
        and same(row, other)
    ]
    own = [each for each in candidates if row.claim_no and known[each[1]].claim_no == row.claim_no]
    return min(own or candidates)[1] if candidates else None


def merged(known: Row, row: Row) -> dict[str, object]:
    """What a second statement of a movement adds: facts that are missing, and truer ones.

    A statement's time and payer replace a victim's memory; the payer's time wins over the
    payee's; a balance once stated stays.
    """
    gaps: dict[str, object] = {
        name: getattr(row, name)
        for name in FILLABLE
        if not getattr(known, name) and getattr(row, name)
    }
    if row.source is TransferSource.REPORT:
        return gaps
    if known.source is TransferSource.REPORT:
        gaps |= {"source": row.source, "source_no": row.source_no, "place": row.place}
        gaps |= {"moved_at": row.moved_at}
        if not is_unnamed(row.payer_account):
            gaps |= {"payer_account": row.payer_account}
    elif row.payer_balance_fen is not None and known.payer_balance_fen is None:
        gaps |= {"moved_at": row.moved_at}
    return gaps


FILLABLE = (
    *("payer_name", "payee_name", "payer_institution_code", "payee_institution_code"),
    *("serial", "payer_balance_fen", "payee_balance_fen", "exit_kind", "remark"),
    *("claim_no", "claimed_fen"),
)


def unnamed(account_no: str, *, cash: bool, incoming: bool) -> str:
    """Where money without a counterparty is booked: cash taken out, cash paid in, or unknown."""
    words = CASH if cash and incoming else UNKNOWN
    return f"{words if incoming else CASH_OUT}：{account_no}"


def is_unnamed(account_no: str) -> bool:
    """Whether an account is one of `unnamed`'s, not a real number."""
    return account_no.split("：", maxsplit=1)[0] in {CASH, CASH_OUT, UNKNOWN}


def settled(account_no: str) -> str:
    """An account number as an identity: the main account of `card_subaccount` (domain.md §2.3)."""
    return account_no.replace(" ", "").split("_")[0]


@dataclass(frozen=True, slots=True)
class Held:
    """One order's part in the ledger: what it asked and what it holds."""

    account_no: str
    ordered_fen: Fen
    held_fen: Fen
    frozen_fen: Fen


def ledger_targets(
    claimed_fen: Fen, holds: Iterable[Held], inflow_fen: dict[str, Fen]
) -> dict[tuple[Amount, str], Fen]:
    """What each amount of the ledger should be, by account.

    Ordered counts an account once, at the largest order on it. Held and frozen together never
    exceed the traced inflow of the account: the rest of what an institution holds is other
    people's money. Freezes come first. Source: domain.md §8 notes, §12A.1 invariant 8.
    """
    targets: dict[tuple[Amount, str], Fen] = {(Amount.CLAIMED, ""): claimed_fen}
    for hold in holds:
        account = hold.account_no
        ordered = targets.get((Amount.ORDERED, account), 0)
        targets[Amount.ORDERED, account] = max(ordered, hold.ordered_fen)
        for amount, fen in ((Amount.FROZEN, hold.frozen_fen), (Amount.HELD, hold.held_fen)):
            targets[amount, account] = targets.get((amount, account), 0) + fen
    for account in {account for _amount, account in targets if account}:
        room = inflow_fen.get(account, 0)
        for amount in (Amount.FROZEN, Amount.HELD):
            targets[amount, account] = min(targets[amount, account], room)
            room -= targets[amount, account]
    return targets


def _claims_it(row: Row, other: Row) -> bool:
    if other.claim_no:
        return other.claim_no == row.claim_no
    return abs(other.moved_at - row.moved_at) <= REMEMBERED


def _states_it(row: Row, other: Row) -> bool:
    if other.source is TransferSource.REPORT:
        return abs(other.moved_at - row.moved_at) <= REMEMBERED
    if other.payer_account != row.payer_account and not _payer_unknown(row, other):
        return False
    if row.serial and row.serial == other.serial:
        return True
    near = abs((other.moved_at - row.moved_at).total_seconds()) <= SAME_MOVEMENT_SECONDS
    both_payers = row.payer_balance_fen is not None and other.payer_balance_fen is not None
    both_payees = row.payee_balance_fen is not None and other.payee_balance_fen is not None
    return near and not both_payers and not both_payees


def _payer_unknown(row: Row, other: Row) -> bool:
    """A row without counterparty says the same as the row it has been merged into."""
    return bool(row.serial) and row.serial == other.serial and is_unnamed(row.payer_account)
