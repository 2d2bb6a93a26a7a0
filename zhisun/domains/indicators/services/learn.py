"""Precision learnt from what became of the people (准确率): nothing is demoted in silence."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q, Sum

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.indicators.models import BaseNotice, Indicator, Verdict
from zhisun.domains.indicators.policy import (
    Precision,
    indicator_precision,
    lapse,
    source_precision,
)
from zhisun.domains.indicators.selectors import lives
from zhisun.domains.indicators.services.changes import area_of, move, turn
from zhisun.domains.indicators.terms import (
    SOURCE_CHECKED_AFTER,
    IndicatorKind,
    IndicatorState,
    NoticeKind,
)
from zhisun.domains.outbox.services import publish
from zhisun.kernel.actors import Actor

Counted = tuple[int, int]


@transaction.atomic(durable=True)
def learn(
    dispatch_no: str, keys: Sequence[int], *, right: bool | None, by: Actor, at: datetime
) -> None:
    """Take in what the outcome of one dissuasion says of the indicators that led to it.

    right: whether there was a fraud; None when the outcome says nothing (any more). A dispatch
    counts once for each indicator, by its last outcome. A right one was seen again and lives
    longer; one that is surely poor is demoted with notice. Raises NotPermitted.
    """
    require(by, Duty.KEEP_INDICATORS, by.area)
    turn()
    rows = list(Indicator.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    touched = [row for row in rows if _tell(row, dispatch_no, right=right, at=at)]
    for row in touched:
        counted = _count(row)
        if right:
            _seen(row, at=at)
        elif right is False:
            _judge(row, counted, by=by, at=at)
    for source in sorted({row.source for row in touched}):
        _judge_source(source, by=by, at=at)


def _tell(row: Indicator, dispatch_no: str, *, right: bool | None, at: datetime) -> bool:
    """Keep what one dispatch says; whether that is news."""
    said = Verdict.objects.filter(indicator=row, dispatch_no=dispatch_no)
    before = said.first()
    if right is None:
        return bool(said.delete()[0])
    if before is not None and before.right == right:
        return False
    told = {"right": right, "told_at": at}
    Verdict.objects.update_or_create(indicator=row, dispatch_no=dispatch_no, defaults=told)
    return True


def _count(row: Indicator) -> Counted:
    told = row.verdicts.aggregate(all=Count("pk"), good=Count("pk", filter=Q(right=True)))
    right, wrong = told["good"], told["all"] - told["good"]
    Indicator.objects.filter(pk=row.pk).update(right=right, wrong=wrong)
    return right, wrong


def _seen(row: Indicator, *, at: datetime) -> None:
    """A sighting that proved true: the stored end moves on."""
    seen = max(row.seen_at or at, at)
    ends = lapse(lives()[IndicatorKind(row.kind)], confidence=row.confidence, seen_at=seen)
    if row.valid_to is not None:
        ends = min(ends, row.valid_to)
    later = max(row.lapses_at or ends, ends)
    Indicator.objects.filter(pk=row.pk).update(seen_at=seen, lapses_at=later)


def _judge(row: Indicator, counted: Counted, *, by: Actor, at: datetime) -> None:
    if row.state != IndicatorState.STANDING:
        return
    since = row.verdicts.filter(told_at__gte=row.state_at) if row.state_at else row.verdicts.all()
    right, wrong = since.filter(right=True).count(), since.filter(right=False).count()
    found = indicator_precision(right, wrong, _others(row, counted))
    if not found.poor:
        return
    reason = _words(found)
    move(row, IndicatorState.DEMOTED, "demoted", reason=reason, by=by, at=at)
    BaseNotice.objects.create(
        kind=NoticeKind.DEMOTED,
        indicator=row,
        source=row.source,
        right=right,
        wrong=wrong,
        rang_at=at,
    )


def _others(row: Indicator, counted: Counted) -> Counted:
    right, wrong = _of_source(row.source)
    return max(right - counted[0], 0), max(wrong - counted[1], 0)


def _of_source(source: str) -> Counted:
    rows = Indicator.objects.filter(source=source)
    told = rows.aggregate(good=Sum("right", default=0), bad=Sum("wrong", default=0))
    return told["good"], told["bad"]


def _judge_source(source: str, *, by: Actor, at: datetime) -> None:
    """A source that is surely poor rings once until somebody looks; its indicators stay."""
    right, wrong = _of_source(source)
    if right + wrong < SOURCE_CHECKED_AFTER or not source_precision(right, wrong).poor:
        return
    row = BaseNotice(
        kind=NoticeKind.POOR_SOURCE, source=source, right=right, wrong=wrong, rang_at=at
    )
    known = BaseNotice.objects.filter(kind=row.kind, source=source, indicator=None, seen_by="")
    if not known.exists():
        row.save()
        publish("indicators.poor_source", str(row.pk), area=area_of(by), at=at)


def _words(found: Precision) -> str:
    """What the notice and the audit say: figures, so that the reader can check them."""
    counted = f"属实 {found.right} 次，误报 {found.wrong} 次"
    return f"{counted}，准确率在 {found.low:.0%} 到 {found.high:.0%} 之间"
