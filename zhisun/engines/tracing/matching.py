"""Across the gap (断点撮合): money that two silent accounts may have passed between them.

A transfer between two accounts neither of which has answered stands in no statement. What can be
seen is that traced money came to the one and did not leave, and that the other, a little later,
paid out money that nobody is known to have paid in. Where amounts and times fit, and other traced
money came to both, the two are proposed as one; a proposal is never followed as fact, and no fen
of either side is used twice. Source: graph study §7, first open point; bounds are ours.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from zhisun.engines.tables import MISSING
from zhisun.engines.tracing import scene
from zhisun.engines.tracing.book import GOT, PAID, Book
from zhisun.engines.tracing.hubs import NO_HUB
from zhisun.engines.tracing.ledger import Ledger
from zhisun.engines.tracing.scene import NO_END, Folk
from zhisun.engines.tracing.walking import Walked

WINDOW_SECONDS = 3_600
"""From the arrival until the other account pays: two hops of minutes each."""

TOGETHER_SECONDS = 60
"""Payments of one account so close together are one payout."""

LEAST_FEN = 10_000
"""Smaller amounts fit by chance."""


class Fit(StrEnum):
    """Why two sides are taken for one."""

    EXACT = "exact"  # 金额相等
    PART = "part"  # 付出的是其中一部分
    MORE = "more"  # 付出的更多：还有别的来路


CONFIDENCE_PM = {Fit.EXACT: 800, Fit.PART: 450, Fit.MORE: 450}
"""How many of a thousand were so on worlds of our own, rounded (docs/tracing.md); ours."""

ORDER = {fit: place for place, fit in enumerate(Fit)}


@dataclass(frozen=True, slots=True)
class Match:
    """One proposal. Accounts are positions, payouts rows of the ledger with the fen matched.

    arrived: row that brought the money.
    """

    giver: int
    taker: int
    arrived: int
    fen: int
    payouts: tuple[tuple[int, int], ...]
    seconds: int
    fit: Fit

    @property
    def confidence_pm(self) -> int:
        """How likely it is so, in thousandths."""
        return CONFIDENCE_PM[self.fit]


@dataclass(slots=True)
class _Lot:
    """Traced money that came to a silent account and is not known to have left."""

    account: int
    row: int
    fen: int


@dataclass(slots=True)
class _Payout:
    """What a silent account paid at one time beyond all it is known to have got."""

    account: int
    second: int
    rows: list[tuple[int, int]]

    @property
    def fen(self) -> int:
        """What is left of it."""
        return sum(fen for _, fen in self.rows)

    def take(self, fen: int) -> tuple[tuple[int, int], ...]:
        """Rows and fen that make up `fen`, oldest first; they are used up."""
        taken, rest = [], []
        for row, there in self.rows:
            part = min(fen, there)
            fen -= part
            taken.append((row, part))
            rest.append((row, there - part))
        self.rows = [each for each in rest if each[1]]
        return tuple(each for each in taken if each[1])


def matches(ledger: Ledger, folk: Folk, found: Walked, as_of: int) -> list[Match]:
    """Proposals for one question's walk, the surest first.

    found: by one rule, LIFO for the chase. as_of: its second. Per lot and per payout the matched
    fen never exceed what is there.
    """
    book = ledger.book
    slots = found.slots[found.slots[:, scene.END] == NO_END]
    accounts = sorted(slots[slots[:, scene.VICTIM] == 0, scene.ACCOUNT].tolist())
    silent = [account for account in accounts if _is_silent(book, folk, account)]
    lots = [lot for account in silent for lot in _waiting(found, book, account)]
    payouts = [each for account in silent for each in _unexplained(book, account, as_of)]
    return _joined(
        book,
        [lot for lot in lots if lot.fen >= LEAST_FEN],
        [each for each in payouts if each.fen >= LEAST_FEN],
    )


def _is_silent(book: Book, folk: Folk, account: int) -> bool:
    """Whether no statement shows any of the account's transfers, and it is somebody's."""
    first, last = book.first_event[account], book.first_event[account + 1]
    if first == last or folk.end[account] != NO_END or book.hub_from[account] < NO_HUB:
        return False
    return bool(folk.covered[account] < book.second[book.event[first] >> 1])


def _waiting(found: Walked, book: Book, account: int) -> list[_Lot]:
    """Traced money at an account by the row that brought it; what came last left first."""
    row = found.edges[:, scene.EDGE_ROW]
    mine = (book.payee[row] == account) | (book.payer[row] == account)
    moves: defaultdict[int, int] = defaultdict(int)
    for at, fen in zip(row[mine].tolist(), found.edges[mine, scene.EDGE_FEN].tolist(), strict=True):
        moves[at] += fen
    lots: list[_Lot] = []
    for at in sorted(moves):
        if book.payee[at] == account:
            lots.append(_Lot(account, at, moves[at]))
            continue
        left = moves[at]
        while left and lots:
            taken = min(left, lots[-1].fen)
            lots[-1].fen -= taken
            left -= taken
            if not lots[-1].fen:
                lots.pop()
    return lots


def _unexplained(book: Book, account: int, as_of: int) -> list[_Payout]:
    """Payouts of an account beyond what is known to have come, oldest first."""
    held = 0
    found: list[_Payout] = []
    event = book.event[book.first_event[account] : book.first_event[account + 1]]
    for each in event.tolist():
        row = each >> 1
        second, fen = int(book.second[row]), int(book.fen[row])
        if second > as_of or book.reversal[row] != MISSING:
            continue
        if each & 1 == PAID and fen > held:
            if not found or second - found[-1].second > TOGETHER_SECONDS:
                found.append(_Payout(account, second, []))
            found[-1].rows.append((row, fen - held))
        held = max(0, held + (fen if each & 1 == GOT else -fen))
    return found


def _joined(book: Book, lots: Sequence[_Lot], payouts: Sequence[_Payout]) -> list[Match]:
    """The surest pairs first; each takes of both sides what is left of the smaller."""
    pairs = []
    for at, lot in enumerate(lots):
        came = int(book.second[lot.row])
        pairs += [
            (_fit(lot, each), each.second - came, at, which)
            for which, each in enumerate(payouts)
            if each.account != lot.account and 0 <= each.second - came <= WINDOW_SECONDS
        ]
    matched = []
    for fit, seconds, at, which in sorted(pairs, key=lambda pair: (ORDER[pair[0]], *pair[1:])):
        lot, payout = lots[at], payouts[which]
        fen = min(lot.fen, payout.fen)
        if fen < LEAST_FEN:
            continue
        lot.fen -= fen
        matched.append(
            Match(lot.account, payout.account, lot.row, fen, payout.take(fen), seconds, fit)
        )
    return matched


def _fit(lot: _Lot, payout: _Payout) -> Fit:
    if payout.fen == lot.fen:
        return Fit.EXACT
    return Fit.PART if payout.fen < lot.fen else Fit.MORE
