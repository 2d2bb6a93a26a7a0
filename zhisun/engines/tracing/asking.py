"""From claims to a question: a seed is the claimed part of one transfer."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from zhisun.engines.tables import CLAIMS, EPOCH, MISSING, NEVER, checked, microseconds
from zhisun.engines.tracing.book import Int64s
from zhisun.engines.tracing.folk import SECOND, positions, same_holders
from zhisun.engines.tracing.ledger import Ledger
from zhisun.engines.tracing.scene import Folk, Question
from zhisun.engines.tracing.terms import Fault, Params, Rule
from zhisun.kernel.errors import EngineInputError

NO_CAP = 2**31
NUMBERS = {rule: number for number, rule in enumerate(Rule)}
"""Rules as the kernels number them."""


class Finding(NamedTuple):
    """One fault of the data. `account` is a position; `claim` is MISSING where none is meant."""

    fault: int
    account: int
    transfer: int
    claim: int
    fen: int


class Unmoved(NamedTuple):
    """A claim whose money never left its payer, a position."""

    claim: int
    payer: int
    fen: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A question made ready. claims: claim codes by label."""

    question: Question
    claims: Int64s
    unmoved: list[Unmoved]
    findings: list[Finding]
    as_of_us: int

    @property
    def as_of(self) -> datetime:
        """The instant up to which transfers count."""
        return EPOCH + timedelta(microseconds=self.as_of_us)

    def by(self, rule: Rule) -> Question:
        """The same question by one rule."""
        return self.question._replace(rule=NUMBERS[rule])


@dataclass(slots=True)
class _Seeds:
    """Claims sorted out one after another."""

    seeds: list[tuple[int, int, int]] = field(default_factory=list)  # row, claim, fen
    payers: set[int] = field(default_factory=set)
    unmoved: list[Unmoved] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def asked(ledger: Ledger, folk: Folk, claims: pa.Table, params: Params) -> Asked:
    """The question `claims` (schema CLAIMS) put to a ledger.

    Claims on one transfer count up to its amount, the smaller claim code first.
    Raises EngineInputError (`claim_without_transfer`, `value_out_of_range`).
    """
    as_of_us = _as_of(ledger, params)
    as_of = as_of_us // SECOND
    found = _sorted_out(ledger, checked(claims, CLAIMS), as_of)
    opened = positions(ledger, params.expand)
    victims = same_holders(folk, found.payers) - set(opened.tolist())
    seeds = np.array(sorted(found.seeds), dtype=np.int64).reshape(-1, 3)
    question = Question(
        rule=NUMBERS[params.rule],
        as_of=as_of,
        unit_seconds=ledger.layout.unit_seconds,
        max_level=NO_CAP if params.max_level is None else params.max_level,
        dust_fen=params.dust_fen,
        victims=np.array(sorted(victims), dtype=np.int64),
        opened=opened.astype(np.int64),
        seed_row=np.ascontiguousarray(seeds[:, 0]),
        seed_label=np.arange(len(seeds)),
        seed_fen=np.ascontiguousarray(seeds[:, 2]),
    )
    return Asked(question, seeds[:, 1].copy(), found.unmoved, found.findings, as_of_us)


def _as_of(ledger: Ledger, params: Params) -> int:
    if params.as_of is not None:
        return microseconds(params.as_of)
    return ledger.last_us if ledger.last_us is not None else microseconds(NEVER)


def _sorted_out(ledger: Ledger, claims: pa.Table, as_of: int) -> _Seeds:
    claim, transfer, fen = (claims.column(name).to_numpy() for name in CLAIMS.names)
    if np.unique(claim).size != claim.size:
        raise EngineInputError("value_out_of_range", column="claim")
    if (fen <= 0).any() or (claim < 0).any():
        raise EngineInputError("value_out_of_range", column="claim")
    rows = ledger.places.of(transfer)
    found = _Seeds()
    taken: dict[int, int] = defaultdict(int)
    for i in np.argsort(claim).tolist():
        code, row = int(transfer[i]), int(rows[i])
        payer, whole, moved = _facts(ledger, code, row, as_of)
        found.payers.add(payer)
        asked_fen = int(fen[i])
        fits = min(asked_fen, whole - taken[code])
        taken[code] += fits
        faults = {Fault.CLAIM_CAPPED: asked_fen - fits}
        if not moved:
            found.unmoved.append(Unmoved(int(claim[i]), payer, fits))
            faults[Fault.CLAIM_NOT_MOVED] = fits
        elif ledger.book.second[row] > as_of:
            faults[Fault.CLAIM_AFTER_AS_OF] = fits
        elif fits:
            found.seeds.append((row, int(claim[i]), fits))
        found.findings += [
            Finding(fault, payer, code, int(claim[i]), amount)
            for fault, amount in faults.items()
            if amount
        ]
    return found


def _facts(ledger: Ledger, transfer: int, row: int, as_of: int) -> tuple[int, int, bool]:
    """Payer, fen, and whether the money went anywhere, of one transfer."""
    if row != MISSING:
        book = ledger.book
        late = int(book.second[row]) > as_of
        undone = int(book.reversal[row])
        moved = late or undone == MISSING or int(book.second[undone]) > as_of
        return int(book.payer[row]), int(book.fen[row]), moved
    codes = ledger.unmoved.column("transfer").to_numpy()
    at = np.flatnonzero(codes == transfer)
    if not at.size:
        raise EngineInputError("claim_without_transfer", transfer=transfer)
    row_of = ledger.unmoved.slice(int(at[0]), 1)
    return row_of.column("payer")[0].as_py(), row_of.column("fen")[0].as_py(), False
