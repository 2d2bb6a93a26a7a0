"""Protective holds as pages, clocks and the domain above read them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhisun.domains.stop_payment.models import OwnHold
from zhisun.domains.stop_payment.terms import (
    NAME_MISMATCH,
    NO_SUCH_ACCOUNT,
    OWN_HOLD_OPEN,
    OWN_RESTORE_AGAIN,
    OWN_STANDING,
    WAITING,
    OrderKind,
    OrderState,
)
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import NotFound
from zhisun.kernel.money import Fen

AT_MOST = 500
"""Holds one run of a clock takes; the next run takes the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnHoldRow:
    """One protective hold or release. A stamp that has not happened is None."""

    hold_no: str
    kind: OrderKind
    state: OrderState
    ground: str
    source_no: str
    area: str
    institution_code: str
    institution_name: str
    account_no: str
    account_name: str
    reason: str
    evidence: str
    requested_by: str
    handler: str
    approved_by: str
    document_no: str
    lasts: timedelta | None
    drafted_at: datetime
    approved_at: datetime | None
    sent_at: datetime | None
    answered_at: datetime | None
    result: str
    failure_cause: str
    held_fen: Fen | None
    ends_at: datetime | None
    clock_at: datetime | None
    bell: str

    @property
    def is_open(self) -> bool:
        """Whether it is asked for, on its way, or stands."""
        return self.kind is OrderKind.STOP and self.state in OWN_HOLD_OPEN

    @property
    def tail(self) -> str:
        """The last four digits: enough to know one's own account by."""
        return self.account_no[-4:]


PLAIN = tuple(name for name in OwnHoldRow.__dataclass_fields__ if name not in {"kind", "state"})


def own_holds_of(*source_nos: str, by: Actor) -> list[OwnHoldRow]:
    """The protective holds of dispatches by age, without their releases. One query."""
    asked = _seen(by).filter(source_no__in=source_nos, kind=OrderKind.STOP)
    return [row(each) for each in asked.order_by("pk")]


def own_hold(hold_no: str, *, by: Actor) -> OwnHoldRow:
    """One hold or release within the actor's area. Raises NotFound. One query."""
    found = _seen(by).filter(hold_no=hold_no).first()
    if found is None:
        raise NotFound("own_hold_unknown", hold_no=hold_no)
    return row(found)


def releases_in(*source_nos: str, by: Actor) -> dict[str, OwnHoldRow]:
    """The last release of each hold of dispatches, by the number of the hold. One query."""
    rows = _seen(by).filter(source_no__in=source_nos, kind=OrderKind.STOP_RELEASE)
    found = rows.select_related("original").order_by("pk")
    return {each.original.hold_no: row(each) for each in found if each.original is not None}


def is_own_hold(application_id: str) -> bool:
    """Whether this ApplicationID is one of a protective hold or its release. One query."""
    return OwnHold.objects.filter(application_id=application_id).exists()


def own_holds_open(by: Actor, *, limit: int = 50) -> list[OwnHoldRow]:
    """Holds that stand or are under way, the first to end on top. One query."""
    rows = _seen(by).filter(kind=OrderKind.STOP, state__in=sorted(OWN_HOLD_OPEN))
    return [row(each) for each in rows.order_by("ends_at", "pk")[:limit]]


def own_hold_on(institution_code: str, account_no: str, *, by: Actor) -> OwnHoldRow | None:
    """The protective hold that is open on an account, for whoever decides in a case. One query."""
    rows = _seen(by).filter(kind=OrderKind.STOP, state__in=sorted(OWN_HOLD_OPEN))
    found = rows.filter(institution_code=institution_code, account_no=account_no).first()
    return row(found) if found else None


def called_wrong(account_nos: Collection[str], *, by: Actor) -> dict[tuple[str, str], OwnHoldRow]:
    """Accounts of which their bank last said that they are not there or not this person's.

    By institution and number, with the hold it answered so. One query. Source: domain.md §2.10
    (0300, 0301).
    """
    asked = _seen(by).filter(kind=OrderKind.STOP, account_no__in=account_nos)
    answered = asked.exclude(result="").order_by("answered_at", "pk")
    last = {(each.institution_code, each.account_no): each for each in answered}
    wrong = {NO_SUCH_ACCOUNT, NAME_MISMATCH}
    return {where: row(each) for where, each in last.items() if each.result in wrong}


def own_to_restore(*, at: datetime) -> list[str]:
    """Holds whose time is over and that nobody is giving back yet, earliest first. One query.

    One whose release was refused comes again after OWN_RESTORE_AGAIN.
    """
    releases = OwnHold.objects.filter(original=OuterRef("pk"), kind=OrderKind.STOP_RELEASE)
    under_way = Q(state__in=sorted(WAITING))
    refused = Q(state=OrderState.REFUSED, answered_at__gt=at - OWN_RESTORE_AGAIN)
    over = OwnHold.objects.filter(
        ~Exists(releases.filter(under_way | refused)),
        kind=OrderKind.STOP,
        state__in=sorted(OWN_STANDING | {OrderState.APPROVED}),
        ends_at__lte=at,
    )
    return list(over.order_by("ends_at").values_list("hold_no", flat=True)[:AT_MOST])


def own_overdue(*, at: datetime) -> list[str]:
    """What somebody should have done by now and nothing rings for. One query."""
    late = OwnHold.objects.filter(clock_at__lte=at, bell="").order_by("clock_at")
    return list(late.values_list("hold_no", flat=True)[:AT_MOST])


def row(found: OwnHold) -> OwnHoldRow:
    """The frozen row of one hold."""
    facts = {name: getattr(found, name) for name in PLAIN}
    return OwnHoldRow(**facts, kind=OrderKind(found.kind), state=OrderState(found.state))


def _seen(by: Actor) -> QuerySet[OwnHold]:
    if not by.area and not by.is_job:
        return OwnHold.objects.none()
    return OwnHold.objects.filter(area__startswith=by.area)
