"""How well a trace finds the money of a world whose truth is known."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np
import pyarrow as pa

from zhisun.engines.tables import (
    ALWAYS,
    EPOCH,
    INSTANT,
    NEVER,
    UNKNOWN_FEN,
    AccountKind,
    microseconds,
)
from zhisun.engines.tracing import scene
from zhisun.engines.tracing.asking import Asked, asked
from zhisun.engines.tracing.book import Rows64
from zhisun.engines.tracing.folk import known
from zhisun.engines.tracing.ledger import Layout, Ledger, build
from zhisun.engines.tracing.matching import Fit, Match, matches
from zhisun.engines.tracing.scene import Folk, Question
from zhisun.engines.tracing.terms import Params, Rule
from zhisun.engines.tracing.walking import walked
from zhisun.site.measuring.laundering import BEGIN, Case, World

STRETCH = 1000
"""Parts of a second in which an order inside it can be told."""

TOPS = (3, 5, 10)


@dataclass(frozen=True, slots=True)
class Located:
    """Shares of the money still in accounts that the first accounts of the list hold.

    error: amounts that are wrong, over the loss.
    """

    tops: tuple[float, ...]
    error: float


def question(
    ledger: Ledger, folk: Folk, cases: list[Case], second: int | None, stretch: int = 1
) -> Asked:
    """The claims of `cases`, as of `second` of the world, or of the last row."""
    rows = [claim for case in cases for claim in case.claims]
    claims = pa.table(
        {
            "claim": pa.array(range(len(rows)), pa.int32()),
            "transfer": pa.array([transfer for transfer, _ in rows], pa.int32()),
            "fen": pa.array([fen for _, fen in rows], pa.int64()),
        }
    )
    as_of = None
    if second is not None:
        as_of = EPOCH + timedelta(seconds=BEGIN + second * stretch + stretch - 1)
    return asked(ledger, folk, claims, Params(as_of=as_of))


def located(
    world: World,
    ledger: Ledger,
    folk: Folk,
    rule: Rule,
    *,
    minutes: int,
    stretch: int = 1,
    matching: "Matching | None" = None,
) -> Located:
    """Over all cases of the world, each as of `minutes` after its last reported transfer.

    matching: money across the gap is looked for where proposals say; it counts how many hold.
    """
    found, there, wrong, lost = np.zeros(len(TOPS)), 0, 0, 0
    for case in world.cases:
        second = case.reported + 60 * minutes
        truth = case.lying(second, world.people)
        ready = question(ledger, folk, [case], second, stretch)
        walk = walked(ledger.book, folk, ready.by(rule))
        ours = _lying(world, ledger, walk.ends)
        if matching is not None:
            proposed = matches(ledger, folk, walk, ready.question.as_of)
            matching.count(case, ledger, proposed, second)
            for match in proposed:
                ours[int(ledger.codes[match.giver])] -= match.fen
            on = _onward(ready.by(rule), proposed)
            ours.update(_lying(world, ledger, walked(ledger.book, folk, on).ends))
        ranked = sorted(ours, key=lambda account: (-ours[account], account))
        found += [sum(truth.get(account, 0) for account in ranked[:top]) for top in TOPS]
        there += sum(truth.values())
        wrong += sum(abs(ours.get(a, 0) - truth.get(a, 0)) for a in ours.keys() | truth.keys())
        lost += sum(fen for _, fen in case.claims)
    return Located(tuple(float(each) / there for each in found), wrong / lost)


def _lying(world: World, ledger: Ledger, ends: Rows64) -> Counter[int]:
    """Fen still there by account, where money does not end."""
    ours: Counter[int] = Counter()
    for row in ends.tolist():
        account = int(ledger.codes[row[scene.END_ACCOUNT]])
        if account < world.people and row[scene.END_STILL]:
            ours[account] += row[scene.END_STILL]
    return ours


def _onward(question: Question, proposed: list[Match]) -> Question:
    """What follows the payouts of proposals on, as if they were claimed: for a walk apart."""
    seeds: Counter[int] = Counter()
    for match in proposed:
        seeds.update(dict(match.payouts))
    rows = sorted(seeds)
    return question._replace(
        seed_row=np.array(rows, np.int64),
        seed_label=np.arange(len(rows)),
        seed_fen=np.array([seeds[row] for row in rows], np.int64),
    )


@dataclass(slots=True)
class Matching:
    """How many proposals hold, by fit: all, the money moved so, the account is of the case."""

    told: dict[Fit, list[int]] = field(default_factory=lambda: {fit: [0, 0, 0] for fit in Fit})

    def count(self, case: Case, ledger: Ledger, proposed: list[Match], second: int) -> None:
        """Hold the proposals of one case against what its gang did."""
        moved: Counter[tuple[int, int]] = Counter()
        for move in case.moves:
            if move.second <= second:
                moved[move.payer, move.payee] += move.fen
        gang = {move.payee for move in case.moves}
        for match in proposed:
            giver, taker = (int(ledger.codes[each]) for each in (match.giver, match.taker))
            told = self.told[match.fit]
            told[0] += 1
            told[1] += moved[giver, taker] >= match.fen
            told[2] += taker in gang


def in_order(world: World, *, truly: bool) -> Ledger:
    """The ledger with the order inside each second told: the gang's own, or by transfer code."""
    table = world.transfers
    second = table.column("moved_at").cast(pa.int64()).to_numpy() // 1_000_000
    code = table.column("transfer").to_numpy()
    place = world.true_order[code] if truly else code
    order = np.lexsort((place, second))
    begins = np.flatnonzero(np.diff(second[order], prepend=-1))
    inside = np.arange(order.size) - np.repeat(begins, np.diff(begins, append=order.size))
    told = np.empty(order.size, dtype=np.int64)
    since = (second[order] - BEGIN) * STRETCH
    told[order] = BEGIN + since + np.minimum(inside, STRETCH - 1)
    moved_at = pa.array(told * 1_000_000).cast(INSTANT)
    at = table.column_names.index("moved_at")
    layout = Layout(reversal_seconds=600 * STRETCH, hub_days=30 * STRETCH)
    return build(table.set_column(at, "moved_at", moved_at), layout)


def answering(world: World, banks: int, *, stop: bool) -> tuple[Ledger, Folk]:
    """What can be seen when `banks` of all have answered; `stop` at the accounts of the others."""
    table = world.transfers
    seen = world.bank < banks
    payer, payee, code = (table.column(name).to_numpy() for name in ("payer", "payee", "transfer"))
    claimed = np.zeros(code.size, dtype=np.bool_)
    claimed[[transfer for case in world.cases for transfer, _ in case.claims]] = True
    visible = seen[payer] | seen[payee] | claimed[code]
    ledger = build(table.filter(pa.array(visible)))
    kinds: Mapping[int, int] = dict(
        zip(
            world.accounts.column("account").to_numpy().tolist(),
            world.accounts.column("kind").to_numpy().tolist(),
            strict=True,
        )
    )
    silent = AccountKind.PLATFORM if stop else AccountKind.PERSON
    every = np.arange(world.bank.size)
    opening = np.full(every.size, UNKNOWN_FEN)
    opening[world.accounts.column("account").to_numpy()] = world.accounts.column("opening_fen")
    opening[~seen] = UNKNOWN_FEN
    kinds = {a: kind for a, kind in kinds.items() if kind != AccountKind.PERSON}
    kind = [kinds.get(a, AccountKind.PERSON if seen[a] else silent) for a in every.tolist()]
    until = [microseconds(ALWAYS if seen[a] or a in kinds else NEVER) for a in every.tolist()]
    accounts = pa.table(
        {
            "account": pa.array(every, pa.int32()),
            "kind": pa.array(kind, pa.int8()),
            "opening_fen": pa.array(opening, pa.int64()),
            "covered_to": pa.array(until, pa.int64()).cast(INSTANT),
        }
    )
    return ledger, known(ledger, accounts)
