"""Drafting an order (起草): say no before the bank says no."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection, transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.policy import Facts
from zhisun.domains.cases.selectors import IncidentFacts
from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.directory.selectors import institution as institution_row
from zhisun.domains.directory.terms import WITHOUT_MONEY
from zhisun.domains.stop_payment.models import Order
from zhisun.domains.stop_payment.policy.clocks import lasts_until
from zhisun.domains.stop_payment.policy.objections import Asked, objections
from zhisun.domains.stop_payment.policy.ranking import save_rank
from zhisun.domains.stop_payment.services.messages import application_id
from zhisun.domains.stop_payment.services.moves import announce, find
from zhisun.domains.stop_payment.terms import (
    ALL_ACCOUNTS_WITH_MEASURES,
    FOLLOWS,
    LOOK_BACK,
    NEVER_LEFT,
    QUICK_DETAIL,
    RELEASE_WITHIN,
    RELEASES,
    RENEWALS,
    STOPS,
    WAITING,
    OrderKind,
    OrderState,
    Origin,
)
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, StateConflict
from zhisun.kernel.moments import CHINA
from zhisun.kernel.money import Fen

DRAFT_LOCK = 7_262_004
"""Advisory lock class of drafting; the second key is the incident."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrder:
    """What is asked of whom. Amounts in fen.

    most_fen: the largest amount this account can answer for; see `policy.Asked`.
    handler: login name of the officer named as 经办人; the drafter when empty.
    original_no: the order that an extension, release or freeze acts on.
    window: 1 for the first order of its kind on this account, then 2, 3 …; 0 takes the next one
    unless an order of the kind is still waiting there, which is then returned.
    """

    incident_no: str
    kind: OrderKind
    institution_code: str
    account_no: str
    account_kind: str
    reason: str
    transferred_at: datetime
    account_name: str = ""
    amount_fen: Fen = 0
    most_fen: Fen = 0
    origin: Origin = Origin.BY_HAND
    level: int = 1
    window: int = 0
    handler: str = ""
    payer_institution_code: str = ""
    payer_institution_name: str = ""
    payer_name: str = ""
    payer_account: str = ""
    trade_serial: str = ""
    original_no: str = ""
    corrects_no: str = ""
    full_freeze: bool = False
    with_fruits: bool = False
    long_freeze: bool = False
    inquiry_mode: str = ""
    credential_type: str = ""
    credential_number: str = ""
    period_start: datetime | None = None
    period_end: datetime | None = None
    waiver: str = ""


COPIED = (
    *("kind", "origin", "level", "account_no", "account_kind", "amount_fen", "transferred_at"),
    *("payer_institution_code", "payer_institution_name", "payer_name", "payer_account"),
    *("trade_serial", "full_freeze", "with_fruits", "long_freeze"),
    *("inquiry_mode", "credential_type", "credential_number"),
    *("period_start", "period_end", "reason"),
)
"""What an order takes over from the request as it stands."""


@transaction.atomic(durable=True)
def draft(new: NewOrder, *, by: Actor, at: datetime) -> str:
    """Draft one order and return its number (起草).

    Drafting the same thing again (incident, institution, account, kind, window) returns the
    number it has. Raises NotPermitted, NotFound, InputError, RuleViolation, StateConflict.
    """
    return drafted(new, by=by, at=at).order_no


def drafted(new: NewOrder, *, by: Actor, at: datetime) -> Order:
    """`draft` for the verbs of this domain that draft on the way. Joins their transaction."""
    new = _completed(new)
    incident = incident_facts(new.incident_no, by=by)
    require(by, Duty.DRAFT_ORDER, incident.area)
    refuse_if_over(new.kind, incident)
    _one_at_a_time(incident.key)
    earlier = _earlier_orders(new, incident)
    if existing := _same_order(new, earlier):
        return existing
    original = _original(new, incident)
    overruled = _refuse_what_would_be_refused(new, incident, original, at=at)
    if not overruled:
        new = replace(new, waiver="")
    window = new.window or 1 + max((order.window for order in earlier), default=0)
    order = _written(new, incident, original, window=window, by=by, at=at)
    if original is not None and new.kind in RELEASES:
        _demand_release(original, at=at)
    after: Facts = {"kind": order.kind, "amount_fen": order.amount_fen, "overruled": overruled}
    announce(order, str(OrderState.DRAFTED), by=by, at=at, reason=new.waiver, after=after)
    return order


def refuse_if_over(kind: OrderKind, incident: IncidentFacts) -> None:
    """Pass while the incident is open; once it is over only what gives money back may be asked.

    Raises StateConflict.
    """
    if not incident.is_open and kind not in RELEASES | {OrderKind.QUERY_MOVEMENTS_RELEASE}:
        state, number = str(incident.state.label), incident.incident_no
        raise StateConflict("incident_takes_no_order", incident_no=number, state=state)


def _demand_release(hold: Order, *, at: datetime) -> None:
    """Write down until when a hold must be given up, the first time somebody says so."""
    if hold.release_due_at is None:
        due = at + RELEASE_WITHIN
        hold.release_due_at = min(due, hold.held_until) if hold.held_until else due
        hold.save(update_fields=["release_due_at"])


def _completed(new: NewOrder) -> NewOrder:
    """The request with what a query of its kind cannot do without, its number without gaps."""
    new = replace(new, account_no="".join(new.account_no.split()))
    if new.kind is OrderKind.QUERY_DETAIL:
        return replace(
            new,
            inquiry_mode=new.inquiry_mode or QUICK_DETAIL,
            period_start=new.period_start or new.transferred_at - LOOK_BACK,
            period_end=new.period_end or new.transferred_at + LOOK_BACK,
        )
    if new.kind is OrderKind.QUERY_ALL_ACCOUNTS:
        return replace(new, inquiry_mode=new.inquiry_mode or ALL_ACCOUNTS_WITH_MEASURES)
    return new


def _one_at_a_time(incident_key: int) -> None:
    # Two drafts of one case wait for each other, so that neither misses the other's stop.
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [DRAFT_LOCK, incident_key])


def _earlier_orders(new: NewOrder, incident: IncidentFacts) -> list[Order]:
    return list(
        Order.objects.filter(
            incident_id=incident.key,
            institution_code=new.institution_code,
            account_no=new.account_no,
            kind=new.kind,
        ).select_related("original")
    )


def _same_order(new: NewOrder, earlier: list[Order]) -> Order | None:
    for order in earlier:
        asked_again = order.state in WAITING and _same_original(new, order)
        if order.window == new.window or (not new.window and asked_again):
            return order
    return None


def _same_original(new: NewOrder, order: Order) -> bool:
    """Whether both act on one hold: an account may have two, each with a release of its own."""
    if new.kind not in RELEASES or order.original is None:
        return True
    return order.original.order_no == new.original_no


def _original(new: NewOrder, incident: IncidentFacts) -> Order | None:
    if not new.original_no:
        if new.kind in FOLLOWS:
            raise InputError("original_missing", field="original_no")
        return None
    original = find(new.original_no)
    if original.incident_id != incident.key or original.account_no != new.account_no:
        raise InputError("original_of_another_account", field="original_no")
    allowed = FOLLOWS.get(new.kind, STOPS)
    if original.kind not in allowed:
        raise InputError("original_of_another_kind", field="original_no")
    if original.state != OrderState.ACTIVE:
        raise StateConflict("original_not_active", order_no=original.order_no)
    return original


def _refuse_what_would_be_refused(
    new: NewOrder, incident: IncidentFacts, original: Order | None, *, at: datetime
) -> str:
    """Raise the first objection that stands; the codes of those overruled with a reason."""
    institution = institution_row(new.institution_code)
    if institution.lane in WITHOUT_MONEY:
        raise InputError("institution_holds_no_money", field="institution")
    asked = Asked(
        kind=new.kind,
        account_no=new.account_no,
        account_name=new.account_name,
        account_kind=new.account_kind,
        bank_code=institution.bank_code,
        amount_fen=new.amount_fen,
        most_fen=new.most_fen or incident.claimed_fen,
        transferred_at=new.transferred_at,
        filed_at=incident.filed_at,
        stops_used=_stops_used(new, incident),
        original_until=original.held_until if original else None,
        full_freeze=new.full_freeze,
        credential_number=new.credential_number,
    )
    found = objections(asked, at=at)
    for objection in found:
        if not (objection.waivable and new.waiver.strip()):
            raise objection.error
    return " ".join(objection.error.code for objection in found)


def _stops_used(new: NewOrder, incident: IncidentFacts) -> int:
    stops = Order.objects.filter(
        incident_id=incident.key,
        institution_code=new.institution_code,
        account_no=new.account_no,
        kind__in=STOPS,
    )
    return stops.exclude(state__in=NEVER_LEFT | {OrderState.REFUSED}).count()


def _written(
    new: NewOrder,
    incident: IncidentFacts,
    original: Order | None,
    *,
    window: int,
    by: Actor,
    at: datetime,
) -> Order:
    institution = institution_row(new.institution_code)
    number = _next_number()
    starts_at = (original.held_until if original and new.kind in RENEWALS else None) or at
    return Order.objects.create(
        **{name: getattr(new, name) for name in COPIED},
        order_no=f"Z{at.astimezone(CHINA):%Y%m%d}{number:06d}",
        application_id=application_id(
            new.kind, institution.lane, new.account_kind, number, incident.case_no
        ),
        state=OrderState.DRAFTED,
        incident_id=incident.key,
        incident_no=incident.incident_no,
        case_no=incident.case_no,
        area=incident.area,
        institution_code=institution.code,
        institution_name=institution.name,
        lane=institution.lane,
        account_name=new.account_name.strip(),
        most_fen=new.most_fen,
        window=window,
        save_rank=save_rank(new.amount_fen, new.transferred_at),
        original=original,
        corrects=find(new.corrects_no) if new.corrects_no else None,
        starts_at=starts_at,
        expires_at=lasts_until(new.kind, starts_at, long_freeze=new.long_freeze),
        waiver=new.waiver.strip(),
        requested_by=by.name,
        handler=new.handler or incident.handled_by,
        called_at=incident.called_at,
        drafted_at=at,
    )


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select nextval('stop_payment_order_no')")
        row: tuple[int] = cursor.fetchone()
    return row[0]
