"""Decisions about takedowns: plain values in, plain values out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from zhisun.domains.directory.terms import Lane
from zhisun.domains.takedown.terms import (
    CHECK_FIRST,
    DECIDE_WITHIN,
    HOLD_SOURCE,
    LANES_OF,
    LONGEST_TERM,
    MEASURES_OF,
    OWN_PHONE_LASTS,
    OWN_PHONE_LONGEST,
    SHORT_SEAL_LASTS,
    SHORTEST_NUMBER,
    URGENT_WITHIN,
    Measure,
    TakedownState,
    TargetKind,
)
from zhisun.gateways.takedown.codes import Said, answer_code
from zhisun.kernel.errors import InputError, RuleViolation


def check_measure(kind: TargetKind, measure: Measure, lane: Lane) -> None:
    """Pass what can be done to such a target by such an institution. Raises InputError.

    Source: domain.md §6; 反电信网络诈骗法 第11–13, 22–24条.
    """
    if measure not in MEASURES_OF[kind]:
        raise InputError("measure_of_another_target", field="measure")
    if lane not in LANES_OF[kind]:
        raise InputError("institution_cannot_do", field="institution", kind=str(kind.label))
    if measure is Measure.HOLD_OWN_PHONE and lane is not Lane.TELECOM:
        # by hand nobody could promise that it is restored in time
        raise InputError("own_phone_needs_line", field="institution")


def check_number(kind: TargetKind, form: str) -> None:
    """Refuse a short service number. Raises InputError."""
    if kind is TargetKind.PHONE and len(form) < SHORTEST_NUMBER:
        raise InputError("short_number_protected", field="target", number=form)


def term_of(measure: Measure, lasts: timedelta | None) -> timedelta | None:
    """How long it shall stand; None until it is released. Raises InputError, RuleViolation."""
    if lasts is not None and not timedelta(0) < lasts <= LONGEST_TERM:
        raise InputError("term_unusable", field="lasts", days=LONGEST_TERM.days)
    if measure is Measure.HOLD_OWN_PHONE:
        lasts = lasts or OWN_PHONE_LASTS
        if lasts > OWN_PHONE_LONGEST:
            minutes = OWN_PHONE_LONGEST // timedelta(minutes=1)
            raise RuleViolation(
                "own_phone_too_long", source=HOLD_SOURCE, field="lasts", minutes=minutes
            )
        return lasts
    if measure is Measure.SEAL_SHORT:
        return lasts or SHORT_SEAL_LASTS
    if measure is Measure.SEAL_PERMANENT and lasts is not None:
        raise InputError("permanent_has_no_term", field="lasts")
    return lasts


def decide_by(measure: Measure, at: datetime) -> datetime:
    """When a draft should be decided."""
    return at + (URGENT_WITHIN if measure is Measure.HOLD_OWN_PHONE else DECIDE_WITHIN)


def answer_by(measure: Measure, original: str, feedback_hours: int, at: datetime) -> datetime:
    """When the institution must have answered; at once where a person is without telephone."""
    if Measure.HOLD_OWN_PHONE in {measure, original}:
        return at + URGENT_WITHIN
    return at + timedelta(hours=feedback_hours)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What follows from an answer. ends_original: the measure acted on is lifted."""

    state: TakedownState
    executed_at: datetime | None = None
    ends_at: datetime | None = None
    check_at: datetime | None = None
    clock_at: datetime | None = None
    ends_original: bool = False


def outcome(
    measure: Measure,
    result: str,
    *,
    lasts: timedelta | None,
    ends_at: datetime | None,
    executed_at: datetime | None,
    at: datetime,
) -> Outcome:
    """The new state of a takedown, and what is to be looked at when.

    ends_at: of the person's own phone, fixed at approval: no answer moves it. An execution told
    for the future counts from now. "Already so" is somebody else's doing: nothing of ours stands,
    and for a release there is nothing left to lift. Ours; states of domain.md §6.
    """
    said = answer_code(result).said
    start = min(executed_at or at, at)
    if measure is Measure.RELEASE:
        lifted = said in {Said.DONE, Said.ALREADY}
        state = TakedownState.ANSWERED if lifted else TakedownState.REFUSED
        return Outcome(state=state, executed_at=start, ends_original=lifted)
    if said is not Said.DONE:
        already = said is Said.ALREADY
        state = TakedownState.ANSWERED if already else TakedownState.REFUSED
        return Outcome(state=state, ends_at=ends_at)
    return _standing(measure, start, lasts, ends_at)


def _standing(
    measure: Measure, start: datetime, lasts: timedelta | None, ends_at: datetime | None
) -> Outcome:
    active = TakedownState.ACTIVE
    if measure is Measure.HOLD_OWN_PHONE:
        return Outcome(state=active, executed_at=start, ends_at=ends_at, clock_at=ends_at)
    end = start + lasts if lasts else None
    check = start + CHECK_FIRST
    clock = min(check, end) if end else check
    return Outcome(state=active, executed_at=start, ends_at=end, check_at=check, clock_at=clock)
