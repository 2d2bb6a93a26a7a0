"""Decisions about movements of money: which rows are one movement, what the ledger should say."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from zhisun.domains.money_trails.terms import (
    BY_HAND_SECONDS,
    SAME_MOVEMENT_SECONDS,
    SKEWED_CLOCKS_SECONDS,
    VICTIM,
    Amount,
    TransferSource,
)
from zhisun.engines.statements.unnamed import CASH, CASH_OUT, UNKNOWN, UNTOLD
from zhisun.kernel.moments import CHINA
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


@dataclass(frozen=True, slots=True)
class Statement:
    """One row of an account's statement; `incoming` says which side of it told."""

    row: Row
    incoming: bool

    @property
    def counterparty(self) -> str:
        """The other account as it was told, "" when it was not."""
        other = self.row.payer_account if self.incoming else self.row.payee_account
        return "" if _untold(other) or _cash(other) else other


def movements(
    reports: Sequence[Row], statements: Iterable[Statement], added: Sequence[Row] = ()
) -> list[Row]:
    """Every movement of a case once, whoever told of it and however often.

    A row printed in two statements of one account is one; the two sides' rows of one movement are
    one; a row added by hand is the statement row it names, else stands for itself; a report rides
    on the row it means, else stands for itself. The same sources give the same rows, whatever was
    known before. Source: graph study §4.1.
    """
    return with_reports(_both_sides(_once(statements)), reports, added)


def with_reports(rows: list[Row], reports: Sequence[Row], added: Sequence[Row]) -> list[Row]:
    """Movements that banks told, in their order, with what officers and victims told of them.

    Then those that no bank tells. `rows` that equal no report and no addition may be left out.
    """
    rows = _with_added(rows, added)
    pairs = sorted(
        (cost, which, place)
        for which, report in enumerate(reports)
        for place, row in enumerate(rows)
        if (cost := _unlikeness(report, row)) is not None
    )
    confirmed: set[int] = set()
    taken: set[int] = set()
    for _cost, which, place in pairs:
        if which not in confirmed and place not in taken:
            confirmed.add(which)
            taken.add(place)
            rows[place] = _claimed(rows[place], reports[which])
    return rows + [report for which, report in enumerate(reports) if which not in confirmed]


def _once(statements: Iterable[Statement]) -> list[Statement]:
    """Each row of an account's statement once; what a later printing adds or corrects is taken.

    Serial numbers may begin anew every day, and a fee may bear the number of its transfer.
    """
    kept: dict[tuple[object, ...], Statement] = {}
    for told in statements:
        row = told.row
        mine = row.payee_account if told.incoming else row.payer_account
        when = row.moved_at.astimezone(CHINA).date() if row.serial else row.moved_at
        key = (told.incoming, mine, row.serial, row.amount_fen, when)
        before = kept.get(key)
        kept[key] = Statement(filled(before.row, row), told.incoming) if before else told
    return list(kept.values())


def _both_sides(statements: Sequence[Statement]) -> list[Row]:
    """The payers' rows, each with its payee's row in it, and the payees' rows left over."""
    paid = [told.row for told in statements if not told.incoming]
    got = [told.row for told in statements if told.incoming]
    near: defaultdict[tuple[Fen, int | str], list[int]] = defaultdict(list)
    for place, row in enumerate(paid):
        near[row.amount_fen, _span(row)].append(place)
        near[row.amount_fen, row.serial].append(place)
    pairs = sorted(
        (_apart(paid[place], theirs), which, place)
        for which, theirs in enumerate(got)
        for key in (*range(_span(theirs) - 1, _span(theirs) + 2), theirs.serial)
        for place in near.get((theirs.amount_fen, key), ())
        if _one_movement(paid[place], theirs)
    )
    joined: set[int] = set()
    taken: set[int] = set()
    for _seconds, which, place in pairs:
        if which not in joined and place not in taken:
            joined.add(which)
            taken.add(place)
            paid[place] = filled(paid[place], got[which])
    left = [row for which, row in enumerate(got) if which not in joined]
    return _slow_clocks(paid, taken, left)


def _slow_clocks(paid: list[Row], taken: set[int], got: list[Row]) -> list[Row]:
    """Payees' rows a little before the payers' own: one movement where no third row is as near."""
    alike: defaultdict[tuple[str, str, Fen, bool], list[tuple[Row, int]]] = defaultdict(list)
    for place, row in enumerate([*paid, *got]):
        if place not in taken:
            parties = (row.payer_account, row.payee_account, row.amount_fen, row.succeeded)
            alike[parties].append((row, place))
    joined: set[int] = set()
    for rows in alike.values():
        rows.sort(key=lambda each: (each[0].moved_at, each[1]))
        apart = [_apart(one, other) for (one, _), (other, _) in pairwise(rows)]
        far = [True, *(seconds > SKEWED_CLOCKS_SECONDS for seconds in apart), True]
        for first, ((came, which), (left, place)) in enumerate(pairwise(rows)):
            lonely = far[first] and not far[first + 1] and far[first + 2]
            if lonely and which >= len(paid) > place and came.moved_at < left.moved_at:
                paid[place] = filled(left, came)
                joined.add(which)
    return paid + [row for which, row in enumerate(got, len(paid)) if which not in joined]


def _with_added(rows: list[Row], added: Sequence[Row]) -> list[Row]:
    """Statement rows with those added by hand: where a bank tells the same, the bank's stands."""
    pairs = sorted(
        (_apart(row, mine), which, place)
        for which, mine in enumerate(added)
        for place, row in enumerate(rows)
        if _told_by_bank(mine, row)
    )
    confirmed: set[int] = set()
    taken: set[int] = set()
    for _seconds, which, place in pairs:
        if which not in confirmed and place not in taken:
            confirmed.add(which)
            taken.add(place)
            rows[place] = filled(rows[place], added[which])
    return rows + [mine for which, mine in enumerate(added) if which not in confirmed]


def _told_by_bank(mine: Row, row: Row) -> bool:
    payer = row.payer_account == mine.payer_account or _untold(row.payer_account)
    payee = row.payee_account == mine.payee_account or _untold(row.payee_account)
    if not payer or not payee or row.amount_fen != mine.amount_fen:
        return False
    if mine.serial and row.serial:
        return mine.serial == row.serial and _apart(mine, row) <= _DAY
    return _apart(mine, row) <= BY_HAND_SECONDS


def _span(row: Row) -> int:
    """Which span of SAME_MOVEMENT_SECONDS a row falls into: near rows are in it or beside it."""
    return int(row.moved_at.timestamp() // SAME_MOVEMENT_SECONDS)


def _one_movement(paid: Row, got: Row) -> bool:
    """Whether a payer's row and a payee's row of one amount are one movement."""
    payer = got.payer_account == paid.payer_account or _untold(got.payer_account)
    payee = got.payee_account == paid.payee_account or _untold(paid.payee_account)
    if not payer or not payee or paid.succeeded != got.succeeded:
        return False
    numbered = bool(paid.serial) and paid.serial == got.serial
    return _apart(paid, got) <= (_DAY if numbered else SAME_MOVEMENT_SECONDS)


def _unlikeness(report: Row, row: Row) -> tuple[bool, bool, float] | None:
    """How badly a statement's row fits a report, least first; None when it cannot be meant.

    Payee and amount are what a victim reads from his own statement; his time may be a day off.
    A transfer that failed is not the one he lost money by.
    """
    if (report.payee_account, report.amount_fen) != (row.payee_account, row.amount_fen):
        return None
    numbered = bool(report.serial) and report.serial == row.serial
    apart = _apart(report, row)
    other_payer = report.payer_account != row.payer_account and not (
        is_unnamed(report.payer_account) or is_unnamed(row.payer_account)
    )
    named = report.payer_name and row.payer_name
    stranger = other_payer and named and report.payer_name != row.payer_name
    if not row.succeeded or (not numbered and (stranger or apart > REMEMBERED.total_seconds())):
        return None
    return (not numbered, other_payer, apart)


def _claimed(row: Row, report: Row) -> Row:
    """A statement's row that a report means: the bank's facts, the victim's claim on them."""
    claimed = replace(filled(row, report), claim_no=report.claim_no)
    return replace(claimed, claimed_fen=min(report.claimed_fen, row.amount_fen))


def filled(row: Row, other: Row) -> Row:
    """A row with what another telling of it adds: facts it lacks, an account it could not name.

    The first one's time stays, and so does a failure: whoever says later that it failed is right.
    """
    gaps = {
        name: getattr(other, name)
        for name in FILLABLE
        if getattr(row, name) in {None, ""} and getattr(other, name) not in {None, ""}
    }
    if is_unnamed(row.payer_account) and not _cash(row.payer_account):
        gaps["payer_account"] = other.payer_account
    if _untold(row.payee_account):
        gaps["payee_account"] = other.payee_account
    return replace(row, **gaps, succeeded=row.succeeded and other.succeeded)


FILLABLE = (
    *("payer_name", "payee_name", "payer_institution_code", "payee_institution_code"),
    *("serial", "payer_balance_fen", "payee_balance_fen", "remark"),
)

_DAY = 86_400.0


def _apart(one: Row, other: Row) -> float:
    return abs((one.moved_at - other.moved_at).total_seconds())


def is_unnamed(account_no: str) -> bool:
    """Whether an account is one of `unnamed`'s or the victim's untold one, not a real number."""
    return _word(account_no) in {CASH, CASH_OUT, UNKNOWN, UNTOLD, VICTIM}


def _cash(account_no: str) -> bool:
    return _word(account_no) in {CASH, CASH_OUT}


def _untold(account_no: str) -> bool:
    return _word(account_no) in {UNKNOWN, UNTOLD}


def _word(account_no: str) -> str:
    return account_no.split("：", maxsplit=1)[0]


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


INFERRED = "推断 (断点撮合，非流水)："
"""How the paper of a movement begins that no statement tells."""


def inferred_paper(reason: str) -> str:
    """What stands as the paper of an inferred movement: that there is none, and why it counts."""
    return f"{INFERRED}{reason}"
