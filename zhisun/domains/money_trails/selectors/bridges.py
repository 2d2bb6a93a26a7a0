"""Proposals across the gap (断点推断): money two silent accounts may have passed between them."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from zhisun.domains.money_trails.models import DismissedBridge
from zhisun.domains.money_trails.selectors.picture import traced
from zhisun.domains.money_trails.tables.basis import Followed
from zhisun.engines.tables import EPOCH
from zhisun.engines.tracing.matching import Fit, Match, matches
from zhisun.engines.tracing.terms import Rule
from zhisun.kernel.actors import Actor
from zhisun.kernel.money import Fen

KEY_LENGTH = 16
"""Hexadecimal digits by which a proposal is named."""

SHOWN = 30
"""Proposals shown of a case, the surest first. Local rule."""


@dataclass(frozen=True, slots=True)
class End:
    """One account beside the gap."""

    account_no: str
    name: str
    institution_code: str


@dataclass(frozen=True, slots=True)
class Payout:
    """One payment out of the taker: the part of it that the proposal explains."""

    paid_at: datetime
    to: End
    amount_fen: Fen
    explained_fen: Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """One proposal: it is inferred, no statement tells it, and no amount rests on it.

    arrived_fen: the transfer that brought the money to the giver. amount_fen: what fits on both
    sides. share_pm: that as thousandths of the larger side. likely_pm: how often such proposals
    held on ledgers of our own (docs/tracing.md).
    """

    key: str
    giver: End
    taker: End
    amount_fen: Fen
    arrived_at: datetime
    arrived_fen: Fen
    payouts: tuple[Payout, ...]
    seconds: int
    fit: Fit
    share_pm: int
    likely_pm: int

    @property
    def paid_at(self) -> datetime:
        """When the taker began to pay."""
        return self.payouts[0].paid_at


def bridges(incident_no: str, *, by: Actor) -> list[Bridge]:
    """What may have passed between accounts that have not answered, the surest first.

    By LIFO as of the last trace, without what was dismissed; at most SHOWN. Within the actor's
    area. Three queries, a fourth when what the trace read is not in memory.
    """
    found = traced(incident_no, by=by, until=None)
    if found is None:
        return []
    _trace, _digest, followed = found
    gone = set(
        DismissedBridge.objects.filter(incident__incident_no=incident_no).values_list(
            "key", flat=True
        )
    )
    told = [each for each in _proposed(followed, incident_no) if each.key not in gone]
    return told[:SHOWN]


def _proposed(followed: Followed, incident_no: str) -> Iterator[Bridge]:
    basis, rule = followed.basis, Rule.LIFO
    last = followed.asked.as_of_us // 1_000_000
    for match in matches(basis.indexed, basis.folk, followed.by(rule), last):
        yield _bridge(followed, incident_no, match)


def _bridge(followed: Followed, incident_no: str, match: Match) -> Bridge:
    book = followed.basis.indexed.book
    giver, taker = (_end(followed, place) for place in (match.giver, match.taker))
    payouts = tuple(
        Payout(
            _instant(int(book.second[row])),
            _end(followed, int(book.payee[row])),
            int(book.fen[row]),
            fen,
        )
        for row, fen in match.payouts
    )
    arrived = int(book.second[match.arrived])
    came, paid = int(book.fen[match.arrived]), sum(each.amount_fen for each in payouts)
    told = [incident_no, giver.account_no, taker.account_no, arrived, came, match.fen]
    told += [(each.paid_at.timestamp(), each.amount_fen) for each in payouts]
    return Bridge(
        key=hashlib.sha256(repr(told).encode()).hexdigest()[:KEY_LENGTH],
        giver=giver,
        taker=taker,
        amount_fen=match.fen,
        arrived_at=_instant(arrived),
        arrived_fen=came,
        payouts=payouts,
        seconds=match.seconds,
        fit=match.fit,
        share_pm=match.fen * 1000 // max(came, paid),
        likely_pm=match.confidence_pm,
    )


def _end(followed: Followed, place: int) -> End:
    basis = followed.basis
    code = int(basis.indexed.codes[place])
    return End(basis.numbers[code], basis.names[code], basis.institutions[code])


def _instant(second: int) -> datetime:
    return EPOCH + timedelta(seconds=second)
