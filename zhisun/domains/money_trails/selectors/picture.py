"""The money of a case by any rule and up to any instant (资金页): asked of what its trace read."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from zhisun.domains.money_trails.models import Trace, TraceBasis
from zhisun.domains.money_trails.selectors import DataFault, Flow, Place, TrailRow
from zhisun.domains.money_trails.selectors.experience import LEARNT, outlook
from zhisun.domains.money_trails.tables.basis import (
    BY_HAND,
    LARGE,
    Basis,
    Followed,
    followed_until,
    opened,
)
from zhisun.domains.money_trails.terms import TraceRule, Whereabouts
from zhisun.engines.tables import MISSING, NEVER
from zhisun.engines.tracing.chase import Outlook
from zhisun.engines.tracing.saving import Answering
from zhisun.engines.tracing.terms import ATTRIBUTING, EndState, Rule
from zhisun.kernel.actors import Actor
from zhisun.kernel.money import Fen

AT_ONCE = tuple(rule for rule in ATTRIBUTING if rule is not Rule.HAIRCUT)
"""The rules that take no time worth waiting for, whatever the ledger."""


@dataclass(frozen=True, slots=True)
class Spread:
    """What the rules say of one account, least and most: equal where they agree.

    by_rule: inflow and what is still there, by rule.
    """

    by_rule: Mapping[TraceRule, tuple[Fen, Fen]]

    @property
    def inflow(self) -> tuple[Fen, Fen]:
        """Least and most that came."""
        fens = [inflow for inflow, _still in self.by_rule.values()]
        return min(fens), max(fens)

    @property
    def still_there(self) -> tuple[Fen, Fen]:
        """Least and most that is still there."""
        fens = [still for _inflow, still in self.by_rule.values()]
        return min(fens), max(fens)


@dataclass(frozen=True, slots=True)
class Standing:
    """What else is known of an account in the picture.

    others_fen: other people's money in it, None where money ends. opening_assumed: no source says
    what it held before. partial: no statement of its own, known by its counterparties' alone.
    covered_to: how far its statement reaches, None without one.
    """

    others_fen: Fen | None
    opening_assumed: bool
    partial: bool
    covered_to: datetime | None


@dataclass(frozen=True, slots=True)
class Saving:
    """What acting on an account now is expected to save.

    expected_fen: by a stop. further_fen: by what a query lets stop further on. chance_pm: that the
    money is still there when the order acts. usual_s: in which its institution usually acts.
    """

    traced_fen: Fen
    chance_pm: int
    expected_fen: Fen
    further_fen: Fen
    usual_s: int
    others_fen: Fen
    priority: int


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One layer: what arrived, and where what went no further is.

    `lies` over all layers sums to the claim.
    """

    level: int
    arrived_fen: Fen
    lies: Mapping[Whereabouts, Fen]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A case's money by one rule at one instant, and what other rules say of it.

    instants: when claimed money moved, up to the last trace, so that one can step through them.
    spreads, standings, savings: by account number; what can be saved, as of the last trace.
    complete: False where the haircut was not waited for: spreads are without it, savings missing.
    digest: fingerprint of what the trace read.
    """

    rule: TraceRule
    until: datetime
    trail: TrailRow
    instants: tuple[datetime, ...]
    spreads: Mapping[str, Spread]
    standings: Mapping[str, Standing]
    savings: Mapping[str, Saving]
    levels: tuple[LevelRow, ...]
    complete: bool
    digest: str

    @property
    def is_latest(self) -> bool:
        """Whether this is the case as it was last traced."""
        return self.trail.traced_at is not None and self.until >= self.trail.traced_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """How a picture is asked for. until None: up to the last trace.

    hasty: of a ledger with `large` transfers or more, do not wait for a haircut nobody asked for.
    """

    rule: TraceRule
    until: datetime | None = None
    hasty: bool = False
    large: int = LARGE


def picture(incident_no: str, question: Question, *, by: Actor) -> Picture | None:
    """The money of a case by a rule at an instant; None before it was first traced.

    Within the actor's area. Two queries, a third when what the trace read is not in memory.
    """
    rule = question.rule
    found = traced(incident_no, by=by, until=question.until)
    if found is None:
        return None
    trace, digest, followed = found
    engine_rule = Rule(rule.value)
    edges = followed.edges(engine_rule)
    latest = followed_until(followed.basis, trace.traced_at)
    quick = all(each.is_quick(large=question.large) for each in (followed, latest))
    complete = quick or not question.hasty
    return Picture(
        rule=rule,
        until=followed.asked.as_of,
        trail=TrailRow(
            traced_at=trace.traced_at,
            method=trace.method,
            faults=tuple(DataFault(**fault) for fault in trace.faults),
            places=_places(followed, engine_rule),
            flows=_flows(followed.basis, edges),
        ),
        instants=_instants(latest.edges(engine_rule)),
        spreads=_spreads(followed, ATTRIBUTING if complete else AT_ONCE),
        standings=_standings(followed, engine_rule),
        savings=_savings(latest, _known(trace, latest.basis)) if complete else {},
        levels=_levels(followed, engine_rule, edges),
        complete=complete,
        digest=digest,
    )


def traced(
    incident_no: str, *, by: Actor, until: datetime | None
) -> tuple[Trace, str, Followed] | None:
    """The last trace of a case, the digest of what it read, and its money up to `until`.

    Never beyond the trace.
    """
    of_case = {"incident__incident_no": incident_no, "incident__area__startswith": by.area}
    trace = Trace.objects.filter(**of_case).annotate(**LEARNT).first()
    kept = TraceBasis.objects.filter(**of_case).values_list("pk", "digest").first()
    if trace is None or kept is None:
        return None
    basis = _basis(*kept)
    followed = followed_until(basis, min(until or trace.traced_at, trace.traced_at))
    return trace, kept[1], followed


@lru_cache(maxsize=8)
def _basis(key: int, digest: str) -> Basis:
    """What a trace read, kept in memory for the next look: 15 MB for 200,000 transfers."""
    del digest  # a new one is another basis; of two writers the later one's content is as good
    return opened(bytes(TraceBasis.objects.values_list("content", flat=True).get(pk=key)))


def _places(followed: Followed, rule: Rule) -> tuple[Place, ...]:
    basis = followed.basis
    state = main_states(followed.ends(rule))
    rows = [
        Place(
            account_no=basis.numbers[row["account"]],
            account_name=basis.names[row["account"]],
            institution_code=basis.institutions[row["account"]],
            level=row["level"],
            whereabouts=Whereabouts(EndState(state.get(row["account"], row["state"])).name.lower()),
            inflow_fen=row["inflow_fen"],
            still_there_fen=row["still_there_fen"],
            last_moved_at=row["last_moved_at"],
        )
        for row in followed.holdings(rule).to_pylist()
    ]
    return tuple(sorted(rows, key=lambda p: (p.level, -p.inflow_fen, p.account_no)))


def main_states(ends: pa.Table) -> dict[int, int]:
    """The state of most of the money at each account."""
    most: dict[int, tuple[int, int]] = {}
    columns = (ends[name].to_pylist() for name in ("account", "fen", "state"))
    for account, fen, state in zip(*columns, strict=True):
        most[account] = max(most.get(account, (0, 0)), (fen, -state))
    return {account: -state for account, (_fen, state) in most.items()}


def _flows(basis: Basis, edges: pa.Table) -> tuple[Flow, ...]:
    transfer = edges["transfer"].to_numpy().astype(np.int64)
    source, _key = basis.origin.of(transfer)
    marked = edges.append_column("by_hand", pa.array((source == BY_HAND).astype(np.int64)))
    rows = marked.group_by(["payer", "payee"]).aggregate(
        [
            ("fen", "sum"),
            ("transfer", "count_distinct"),
            ("by_hand", "sum"),
            ("moved_at", "min"),
            ("moved_at", "max"),
        ]
    )
    place = np.empty(len(basis.numbers), np.int64)
    place[np.argsort(np.array(basis.numbers, object), kind="stable")] = np.arange(place.size)
    payer, payee = (rows[side].to_numpy() for side in ("payer", "payee"))
    first_at, last_at = (rows[name].cast(pa.int64()).to_numpy() for name in SPAN)
    order = np.lexsort((place[payee], place[payer], first_at))
    counted = [rows[name].to_numpy()[order].tolist() for name in COUNTED]
    sides = zip(payer[order].tolist(), payee[order].tolist(), strict=True)
    return tuple(
        Flow(
            payer_account=basis.numbers[giver],
            payer_name=basis.names[giver],
            payee_account=basis.numbers[taker],
            amount_fen=fen,
            transfers=transfers,
            first_at=first,
            last_at=last,
            by_hand=by_hand,
        )
        for (giver, taker), fen, transfers, by_hand, first, last in zip(
            sides, *counted, _moments(first_at[order]), _moments(last_at[order]), strict=True
        )
    )


SPAN = ("moved_at_min", "moved_at_max")
COUNTED = ("fen_sum", "transfer_count_distinct", "by_hand_sum")


def _moments(microseconds: NDArray[np.int64]) -> Iterator[datetime]:
    """Instants of many numbers, several times as fast as by Arrow one by one."""
    naive: list[datetime] = microseconds.astype("datetime64[us]").tolist()
    return (each.replace(tzinfo=UTC) for each in naive)


def _instants(edges: pa.Table) -> tuple[datetime, ...]:
    moved = edges["moved_at"].cast(pa.int64()).to_numpy()
    return tuple(_moments(np.unique(moved)))


def _spreads(followed: Followed, rules: Iterable[Rule]) -> dict[str, Spread]:
    amounts = {rule: followed.amounts(rule) for rule in rules}
    accounts = {code for pair in amounts.values() for fens in pair for code in fens}
    return {
        followed.basis.numbers[code]: Spread(
            {
                TraceRule(rule.value): (inflow.get(code, 0), still.get(code, 0))
                for rule, (inflow, still) in amounts.items()
            }
        )
        for code in accounts
    }


def _standings(followed: Followed, rule: Rule) -> dict[str, Standing]:
    basis = followed.basis
    told = {}
    for row in followed.holdings(rule).to_pylist():
        covered = basis.covered_to(row["account"])
        ended = row["clean_fen"] == MISSING
        told[basis.numbers[row["account"]]] = Standing(
            others_fen=None if ended else row["clean_fen"],
            opening_assumed=bool(row["opening_assumed"]),
            partial=not ended and covered <= NEVER,
            covered_to=covered if covered > NEVER else None,
        )
    return told


def _known(trace: Trace, basis: Basis) -> Outlook:
    beside = vars(trace)  # LEARNT is no field of a trace
    return outlook(beside["stays"], beside["answers"], basis.institutions)


def _savings(followed: Followed, known: Outlook) -> dict[str, Saving]:
    basis = followed.basis
    answering = known.answering or Answering()
    return {
        basis.numbers[row["account"]]: Saving(
            traced_fen=row["lifo"],
            chance_pm=row["still_there_pm"],
            expected_fen=row["value"],
            further_fen=row["query_value"],
            usual_s=round(answering.usual(basis.institutions[row["account"]])),
            others_fen=row["others"],
            priority=row["priority"],
        )
        for row in followed.chase(known).to_pylist()
    }


def _levels(followed: Followed, rule: Rule, edges: pa.Table) -> tuple[LevelRow, ...]:
    arrived = edges.group_by("level").aggregate([("fen", "sum")])
    fens: dict[int, Fen] = {row["level"]: row["fen_sum"] for row in arrived.to_pylist()}
    lies: defaultdict[int, dict[Whereabouts, Fen]] = defaultdict(dict)
    ends = followed.ends(rule).group_by(["level", "state"]).aggregate([("fen", "sum")])
    for row in ends.to_pylist():
        lies[row["level"]][Whereabouts(EndState(row["state"]).name.lower())] = row["fen_sum"]
    return tuple(
        LevelRow(level, fens.get(level, 0), lies[level])
        for level in sorted(fens.keys() | lies.keys())
    )
