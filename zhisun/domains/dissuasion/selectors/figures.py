"""Figures of warnings and dissuasion: each a share, with what it counts and what it leaves out.

A figure is over dispatches opened in a period (joined ones are counted with the one that went
on). Three conditions make it: what the whole is, which of it counts, and what is not known yet;
the very same conditions list the rows behind it. Sources: domain.md §8 (见面率, 劝阻成功率,
预后零转账, 预警精准率, 漏预警率).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from zhisun.domains.dissuasion.models import Dispatch, Informing, JoinedTruth, LookBack, Signal
from zhisun.domains.dissuasion.policy.informing import Informed, InformResult
from zhisun.domains.dissuasion.selectors.board import DispatchLine, line
from zhisun.domains.dissuasion.terms import (
    FigureName,
    Finding,
    Grade,
    Outcome,
    Side,
    SignalKind,
    SignalSource,
    Truth,
)
from zhisun.kernel.actors import Actor
from zhisun.kernel.areas import prefix

ROWS = 500
INDICATORS = 50
CONFIRMED = frozenset({Outcome.DISSUADED, Outcome.DEFRAUDED})
BY_PEOPLE = ~Q(outcome=Outcome.MESSAGE_ONLY)
"""What a message alone closed says nothing of anybody's work: it is counted apart."""
ASKED = CONFIRMED | {Outcome.SAFE, Outcome.FALSE_ALARM}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Which dispatches are counted: opened in [since, until), of one unit if one is named.

    at: now; a clock that still runs is neither kept nor broken. unit_area: that of the unit.
    """

    since: datetime
    until: datetime
    at: datetime
    unit_code: str = ""
    unit_area: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`; `unknown` are left out of both."""

    part: int
    whole: int
    unknown: int = 0

    @property
    def percent(self) -> float | None:
        """The share in percent, None when there is nothing to divide by."""
        return round(100 * self.part / self.whole, 1) if self.whole else None


@dataclass(frozen=True, slots=True)
class _Rule:
    """What makes one figure: every condition is over Dispatch."""

    whole: Q
    part: Q
    unknown: Q | None = None


Rules = dict[FigureName, _Rule]


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """The figures of one unit; without a unit the code is empty."""

    unit_code: str
    unit_name: str
    dispatches: int
    shares: dict[FigureName, Share]


@dataclass(frozen=True, slots=True)
class Precision:
    """How often warnings of one source or indicator were right. key: its row, 0 for a source."""

    name: str
    key: int
    share: Share


@dataclass(frozen=True, slots=True)
class TruthRow:
    """A registered report and what it says of our warnings."""

    incident_no: str
    truth: Truth
    area: str
    dispatch_no: str
    joined_at: datetime


def total(by: Actor, frame: Frame) -> int:
    """Dispatches of the frame. One query."""
    return _rows(by, frame).count()


def messages_alone(by: Actor, frame: Frame) -> int:
    """Dispatches of the frame that a message alone closed. One query."""
    return _rows(by, frame).filter(outcome=Outcome.MESSAGE_ONLY).count()


def shares(by: Actor, frame: Frame) -> dict[FigureName, Share]:
    """Every figure of the frame. One query."""
    counted = _rows(by, frame).aggregate(**_counts(_rules(frame.at)))
    return _shares(counted)


def by_unit(by: Actor, frame: Frame) -> list[UnitFigures]:
    """The same by the unit that has the dispatch now, by code. One query."""
    grouped = _rows(by, frame).order_by().values("unit_code", "unit_name")
    found = grouped.annotate(dispatches=Count("pk"), **_counts(_rules(frame.at)))
    return [
        UnitFigures(row["unit_code"], row["unit_name"], row["dispatches"], _shares(row))
        for row in found.order_by("unit_code", "unit_name")
    ]


def by_source(by: Actor, frame: Frame) -> list[Precision]:
    """How often each source was right; a dispatch counts for all that saw it. One query."""
    found = _precision(by, frame, Q(), "source")
    return [Precision(row["source"], 0, share) for row, share in found]


def by_indicator(by: Actor, frame: Frame, *, limit: int = INDICATORS) -> list[Precision]:
    """How often each indicator was right, those with most dispatches first. One query."""
    of_indicator = Q(indicator__isnull=False)
    found = _precision(by, frame, of_indicator, "indicator_id", "indicator__value", limit=limit)
    return [Precision(row["indicator__value"], row["indicator_id"], share) for row, share in found]


def rows(
    by: Actor,
    frame: Frame,
    name: FigureName | None,
    side: Side,
    *,
    source: str = "",
    indicator: int = 0,
    limit: int = ROWS,
) -> list[DispatchLine]:
    """The dispatches behind one number, oldest first; all of the frame without a name. One query.

    source, indicator: only those that a signal of it belongs to.
    """
    found = _rows(by, frame).select_related("person")
    if name is not None:
        rule = _rules(frame.at)[name]
        wanted = {
            Side.PART: rule.whole & rule.part,
            Side.REST: rule.whole & ~rule.part,
            Side.WHOLE: rule.whole,
            Side.UNKNOWN: rule.unknown if rule.unknown is not None else Q(pk=None),
        }
        found = found.filter(wanted[side])
    told = {"source": source, "indicator_id": indicator}
    if told := {key: value for key, value in told.items() if value}:
        found = found.filter(Exists(Signal.objects.filter(dispatch=OuterRef("pk"), **told)))
    return [line(row) for row in found.order_by("opened_at", "pk")[:limit]]


def truths(by: Actor, frame: Frame) -> dict[Truth, int]:
    """Registered reports by what they say of our warnings. One query."""
    found = _truths(by, frame).order_by().values_list("truth").annotate(Count("pk"))
    counted: dict[str, int] = dict(found)
    return {truth: counted.get(truth.value, 0) for truth in Truth}


def missed_by_source(by: Actor, frame: Frame) -> dict[SignalSource, Share]:
    """Registered reports that a source had not warned of before the loss. One query.

    Unknown are reports joined before the instant of the loss was kept.
    """
    known = Q(lost_at__isnull=False)
    counts = {f"n{each.name}": Count("pk", filter=_warned_by(each)) for each in SignalSource}
    found = (
        _truths(by, frame)
        .order_by()
        .aggregate(whole=Count("pk", filter=known), unknown=Count("pk", filter=~known), **counts)
    )
    whole, unknown = found["whole"], found["unknown"]
    return {each: Share(whole - found[f"n{each.name}"], whole, unknown) for each in SignalSource}


def missed_rows(
    by: Actor, frame: Frame, source: SignalSource, side: Side, *, limit: int = ROWS
) -> list[TruthRow]:
    """The reports behind one number of `missed_by_source`, newest first. One query."""
    known, warned = Q(lost_at__isnull=False), _warned_by(source)
    wanted = {
        Side.PART: known & ~warned,
        Side.REST: warned,
        Side.WHOLE: known,
        Side.UNKNOWN: ~known,
    }
    return _truth_lines(_truths(by, frame).filter(wanted[side]), limit)


def truth_rows(by: Actor, frame: Frame, truth: Truth, *, limit: int = ROWS) -> list[TruthRow]:
    """The reports behind one number, newest first. One query."""
    return _truth_lines(_truths(by, frame).filter(truth=truth), limit)


def _truth_lines(found: QuerySet[JoinedTruth], limit: int) -> list[TruthRow]:
    return [
        TruthRow(
            incident_no=row.incident_no,
            truth=Truth(row.truth),
            area=row.area,
            dispatch_no=row.dispatch.dispatch_no if row.dispatch else "",
            joined_at=row.joined_at,
        )
        for row in found.select_related("dispatch").order_by("-joined_at", "-pk")[:limit]
    ]


def _warned_by(source: SignalSource) -> Q:
    """A report whose victim this source had warned of in time; an old outcome is another story."""
    told = Signal.objects.filter(
        dispatch=OuterRef("dispatch"), source=source, received_at__lt=OuterRef("lost_at")
    )
    return Q(Exists(told)) & ~Q(truth=Truth.MISSED)


def _rules(at: datetime) -> Rules:
    """What makes each figure. The texts of the page (desk) say the same in words."""
    given = Q(assigned_at__isnull=False)
    grave = Q(grade__gte=Grade.HIGH) & ~Q(outcome=Outcome.FALSE_ALARM)
    return {
        FigureName.SIGNED: _Rule(given, Q(signed_at__isnull=False)),
        FigureName.SIGNED_IN_TIME: _in_time("signed_at", "sign_due_at", given, at),
        FigureName.REACHED_IN_TIME: _in_time("contacted_at", "contact_due_at", BY_PEOPLE, at),
        FigureName.MET: _Rule(grave, Q(met_at__isnull=False)),
        **_of_look_backs(),
        FigureName.NO_PAYMENT: _of_payments(),
        FigureName.RIGHT: _Rule(
            Q(outcome__in=sorted(ASKED)),
            Q(outcome__in=sorted(CONFIRMED)),
            ~Q(outcome__in=sorted(ASKED)),
        ),
        FigureName.INFORMED: _of_informings(),
    }


def _of_look_backs() -> Rules:
    mine = LookBack.objects.filter(dispatch=OuterRef("pk"), round=OuterRef("reopened"))
    after = JoinedTruth.objects.filter(dispatch=OuterRef("pk"), truth=Truth.AFTER_DISSUASION)
    dissuaded = Q(outcome=Outcome.DISSUADED)
    lost = Q(outcome=Outcome.DEFRAUDED) | (dissuaded & Q(Exists(after)))
    once = Q(Exists(mine.filter(finding=Finding.SAFE)))
    ended = once & ~Q(Exists(mine.filter(done_at=None)))
    return {
        name: _Rule(lost | (dissuaded & safe), ~lost, dissuaded & ~lost & ~safe)
        for name, safe in (
            (FigureName.DISSUADED_FIRST, once),
            (FigureName.DISSUADED_SECOND, ended),
        )
    }


def _of_payments() -> _Rule:
    later = Signal.objects.filter(
        dispatch=OuterRef("pk"), kind=SignalKind.TRADE, seen_at__gt=OuterRef("opened_at")
    )
    reported = JoinedTruth.objects.filter(dispatch=OuterRef("pk"))
    paid = Q(outcome=Outcome.DEFRAUDED) | Q(Exists(later)) | Q(Exists(reported))
    told = Q(concluded_at__isnull=False) & ~Q(outcome=Outcome.FALSE_ALARM) & BY_PEOPLE
    return _Rule(told, ~paid, Q(concluded_at=None))


def _of_informings() -> _Rule:
    """Minors whose guardian was told, and of pupils the school as well."""
    told = Informing.objects.filter(dispatch=OuterRef("pk"), result=InformResult.TOLD)
    guardian, school = (Q(Exists(told.filter(whom=whom))) for whom in Informed)
    both = guardian & (school | Q(student=None) | Q(student=False))
    minors = Q(minor=True) & ~Q(outcome=Outcome.FALSE_ALARM)
    over = Q(concluded_at__isnull=False)
    return _Rule(minors & (over | both), both, minors & ~over & ~both)


def _in_time(done: str, due: str, among: Q, at: datetime) -> _Rule:
    """A clock that was kept, of those that were kept or broken; one that runs is unknown."""
    decided = Q(**{f"{done}__isnull": False}) | Q(**{f"{due}__lt": at})
    kept = Q(**{f"{done}__lte": F(due)}) & Q(**{f"{done}__isnull": False})
    return _Rule(among & decided, kept, among & Q(**{done: None}) & Q(**{f"{due}__gte": at}))


def _counts(rules: Rules) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, rule in rules.items():
        found[f"{name.value}_part"] = Count("pk", filter=rule.whole & rule.part)
        found[f"{name.value}_whole"] = Count("pk", filter=rule.whole)
        if rule.unknown is not None:
            found[f"{name.value}_unknown"] = Count("pk", filter=rule.unknown)
    return found


def _shares(row: Mapping[str, Any]) -> dict[FigureName, Share]:
    return {
        name: Share(*(row.get(f"{name.value}_{of}", 0) for of in ("part", "whole", "unknown")))
        for name in FigureName
    }


def _precision(
    by: Actor, frame: Frame, wanted: Q, *grouped: str, limit: int | None = None
) -> Iterator[tuple[dict[str, Any], Share]]:
    mine = _rows(by, frame).order_by().values("pk")
    signals = Signal.objects.filter(wanted, dispatch__in=mine).order_by().values(*grouped)
    outcome = "dispatch__outcome__in"
    found = signals.annotate(
        all=Count("dispatch", distinct=True),
        whole=Count("dispatch", distinct=True, filter=Q(**{outcome: sorted(ASKED)})),
        part=Count("dispatch", distinct=True, filter=Q(**{outcome: sorted(CONFIRMED)})),
    )
    for row in found.order_by("-all", *grouped)[:limit]:
        yield row, Share(row["part"], row["whole"], row["all"] - row["whole"])


def _rows(by: Actor, frame: Frame) -> QuerySet[Dispatch]:
    found = Dispatch.objects.filter(
        area__startswith=by.area, opened_at__gte=frame.since, opened_at__lt=frame.until
    ).filter(joined_to=None)
    return found.filter(unit_code=frame.unit_code) if frame.unit_code else found


def _truths(by: Actor, frame: Frame) -> QuerySet[JoinedTruth]:
    """By the day of joining. A unit's: of its dispatches, and the unwarned of its ground."""
    found = JoinedTruth.objects.filter(
        area__startswith=by.area, joined_at__gte=frame.since, joined_at__lt=frame.until
    )
    if not frame.unit_code:
        return found
    ground = Q(dispatch=None, area__startswith=prefix(frame.unit_area or by.area))
    return found.filter(Q(dispatch__unit_code=frame.unit_code) | ground)
