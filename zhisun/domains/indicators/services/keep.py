"""Entering, importing and withdrawing indicators; naming what they must not hit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.services import record
from zhisun.domains.indicators.models import Indicator, SafeValue
from zhisun.domains.indicators.policy import SafeList, form_of, lapse, misread_card, too_broad
from zhisun.domains.indicators.selectors import lives
from zhisun.domains.indicators.services.changes import locked, move, reason_of, turn, write
from zhisun.domains.indicators.services.store import Stored, store
from zhisun.domains.indicators.terms import (
    LEAST_SEVERE,
    LONGEST_NAME,
    MOST_SEVERE,
    SURE,
    IndicatorKind,
    IndicatorState,
)
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, StateConflict


@dataclass(frozen=True, slots=True, kw_only=True)
class NewIndicator:
    """An indicator as somebody enters it.

    seen_at: when its source last saw it, None for now. incident_nos: the reports that name it.
    """

    kind: str
    value: str
    fraud_type: str
    severity: int
    source: str
    confidence: int = SURE
    verified_at: datetime | None = None
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    seen_at: datetime | None = None
    incident_nos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of rows: keys of the new ones, and the refused by number of row."""

    new: tuple[int, ...]
    known: int
    refused: dict[int, InputError]


class Checker:
    """The white list and the lives of kinds, read once; then row by row.

    For who has taken his `turn`: what is listed while he waits for it would be missed.
    """

    def __init__(self, *, by: Actor, at: datetime, entered_by: str = "") -> None:
        self.entered_by, self.at = entered_by or by.name, at
        self.safe = SafeList(SafeValue.objects.values_list("kind", "form"))
        self.lives = lives()

    def row(
        self, entry: NewIndicator, state: IndicatorState = IndicatorState.STANDING
    ) -> Indicator:
        """The row of an entry. Raises InputError also for what would hit the white list."""
        kind, form = self.form(entry.kind, entry.value)
        _demand_sound(entry)
        seen = min(entry.seen_at or self.at, self.at)
        return Indicator(
            kind=kind,
            value=entry.value,
            form=form,
            fraud_type=_clean(entry.fraud_type),
            severity=entry.severity,
            confidence=entry.confidence,
            source=_clean(entry.source),
            verified_at=entry.verified_at,
            valid_from=entry.valid_from,
            valid_to=entry.valid_to,
            entered_by=self.entered_by,
            entered_at=self.at,
            state=self._state_now(entry, state, seen),
            state_at=self.at,
            seen_at=seen,
            lapses_at=self._lapse(entry, kind, seen),
        )

    def form(self, told: str, value: str) -> tuple[IndicatorKind, str]:
        """Kind and normal form of what may be an indicator. Raises InputError."""
        kind = kind_of(told)
        form = form_of(kind, value)
        if harm := self.safe.harmed(kind, form):
            raise InputError("indicator_on_white_list", field="value", safe=harm)
        if bank := misread_card(kind, form):
            raise InputError("indicator_check_digit", field="value", bank=bank)
        if too_broad(kind, form):
            raise InputError("indicator_too_broad", field="value")
        return kind, form

    def _lapse(self, entry: NewIndicator, kind: IndicatorKind, seen: datetime) -> datetime:
        aged = lapse(self.lives[kind], confidence=entry.confidence, seen_at=seen)
        return aged if entry.valid_to is None else min(aged, entry.valid_to)

    def _state_now(
        self, entry: NewIndicator, state: IndicatorState, seen: datetime
    ) -> IndicatorState:
        """What comes in too old is kept, and does not stand."""
        over = self._lapse(entry, kind_of(entry.kind), seen) <= self.at
        return IndicatorState.EXPIRED if over and state is IndicatorState.STANDING else state


@transaction.atomic(durable=True)
def add(entry: NewIndicator, *, by: Actor, at: datetime) -> int:
    """Enter one indicator (录入线索); its key, that of the known one renewed if it is known.

    Raises NotPermitted, InputError also for what would hit the white list.
    """
    require(by, Duty.KEEP_INDICATORS, by.area)
    if not entry.source.strip():
        raise InputError("indicator_source_missing", field="source")
    turn()
    row = Checker(by=by, at=at).row(entry)
    stored = store({0: row}, {0: entry.incident_nos}, withdrawn_too=True)
    key = (*stored.new, *stored.renewed)[0]
    write(key, "add" if stored.new else "renew", by=by, at=at, after={"kind": row.kind})
    return key


@transaction.atomic(durable=True)
def import_rows(entries: Iterable[NewIndicator], *, by: Actor, at: datetime) -> Imported:
    """Enter many (导入线索). Rows that cannot be are named with their reason; the others stand.

    Raises NotPermitted. Nine statements, however many rows.
    """
    require(by, Duty.KEEP_INDICATORS, by.area)
    stored, good, refused = taken(entries, by=by, at=at)
    facts = {"new": len(stored.new), "refused": len(refused)}
    record(by, "indicators.import_rows", at.isoformat(), at=at, after=facts)
    return Imported(stored.new, good - len(stored.new), refused)


def taken(
    entries: Iterable[NewIndicator], *, by: Actor, at: datetime, entered_by: str = ""
) -> tuple[Stored, int, dict[int, InputError]]:
    """What was stored, how many rows were good, which were not. Joins the transaction.

    entered_by: who brought them, if not the actor.
    """
    turn()
    checker = Checker(by=by, at=at, entered_by=entered_by)
    refused: dict[int, InputError] = {}
    checked: dict[int, Indicator] = {}
    links: dict[int, tuple[str, ...]] = {}
    for number, entry in enumerate(entries):
        try:
            checked[number] = checker.row(entry)
            links[number] = entry.incident_nos
        except InputError as error:
            refused[number] = error
    stored = store(checked, links)
    for number, reason in stored.withdrawn_before.items():
        refused[number] = InputError("indicator_withdrawn_before", field="value", reason=reason)
    return stored, len(checked) - len(stored.withdrawn_before), refused


@transaction.atomic(durable=True)
def retract(key: int, reason: str, *, by: Actor, at: datetime) -> None:
    """Take an indicator back (撤下线索): it hits nothing from now on.

    Raises NotPermitted, NotFound, InputError without a reason, StateConflict the second time.
    """
    require(by, Duty.KEEP_INDICATORS, by.area)
    told = reason_of(reason)
    turn()
    indicator = locked(key)
    if indicator.withdrawn_at is not None:
        raise StateConflict("indicator_withdrawn", key=key)
    withdrawn(indicator, told, by=by, at=at)


def withdrawn(indicator: Indicator, reason: str, *, by: Actor, at: datetime) -> None:
    """`retract` of a row found and locked before. Joins the caller's transaction."""
    move(
        indicator,
        IndicatorState.WITHDRAWN,
        "retracted",
        reason=reason,
        by=by,
        at=at,
        withdrawn_at=at,
        withdrawn_reason=reason,
    )


def kind_of(told: str) -> IndicatorKind:
    """The kind a word names. Raises InputError."""
    if told not in IndicatorKind.values:
        raise InputError("indicator_kind_unknown", field="kind", kind=told[:20])
    return IndicatorKind(told)


def _clean(text: str) -> str:
    return text.replace("\x00", "").strip()[:LONGEST_NAME]


def _demand_sound(entry: NewIndicator) -> None:
    if not LEAST_SEVERE <= entry.severity <= MOST_SEVERE:
        raise InputError("indicator_severity_wrong", field="severity")
    if not 0 <= entry.confidence <= SURE:
        raise InputError("indicator_confidence_wrong", field="confidence")
    if entry.valid_from and entry.valid_to and entry.valid_from >= entry.valid_to:
        raise InputError("indicator_window_empty", field="valid_to")
