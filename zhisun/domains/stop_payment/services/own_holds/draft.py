"""Drafting a protective hold of somebody's own account (起草保护性止付)."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.directory.selectors import InstitutionRow
from zhisun.domains.directory.selectors import institution as institution_row
from zhisun.domains.stop_payment.models import Order, OwnHold
from zhisun.domains.stop_payment.policy.own_holds import (
    account_kind_on,
    case_no_of,
    check_account,
    check_holder,
    check_number,
    term_of,
)
from zhisun.domains.stop_payment.services.messages import application_id
from zhisun.domains.stop_payment.services.own_holds.moves import announce
from zhisun.domains.stop_payment.terms import (
    HOLDS,
    NEVER_LEFT,
    OWN_DECIDE_WITHIN,
    OWN_HOLD_OPEN,
    OrderKind,
    OrderState,
)
from zhisun.gateways.port import AccountKind
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, StateConflict
from zhisun.kernel.moments import CHINA


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOwnHold:
    """Whose account shall be held where, why, and for how long.

    source_no: the dispatch that asks for it; joined_sources: those that were joined to it.
    person_name: who is to be protected; the account must be his. handler: login name of the
    officer named as 经办人. lasts: OWN_HOLD_LASTS if None.
    """

    source_no: str
    institution_code: str
    account_no: str
    account_name: str
    person_name: str
    reason: str
    evidence: str
    area: str
    handler: str
    lasts: timedelta | None = None
    joined_sources: tuple[str, ...] = ()


def drafted(new: NewOwnHold, *, by: Actor, at: datetime) -> OwnHold:
    """Draft one hold. Joins the caller's transaction: whoever asks owns the dispatch.

    Raises NotFound, NotPermitted, InputError, RuleViolation; StateConflict, naming it, while
    another measure stands on the account or waits for it.
    """
    require(by, Duty.DRAFT_ORDER, new.area)
    account_no = "".join(new.account_no.split())
    institution = institution_row(new.institution_code)
    kind = account_kind_on(institution.lane)
    check_account(account_no, kind, institution.bank_code)
    check_holder(new.account_name, new.person_name)
    if not new.evidence.strip():
        raise InputError("own_hold_evidence_missing", field="evidence")
    _refuse_second(institution.code, account_no)
    check_number(
        1 + _stops_used([new.source_no, *new.joined_sources], institution.code, account_no)
    )
    hold = _row(new, institution, kind, account_no, by=by, at=at)
    _insert(hold)
    announce(hold, str(OrderState.DRAFTED), by=by, at=at, reason=hold.reason)
    return hold


def _row(
    new: NewOwnHold,
    institution: InstitutionRow,
    kind: AccountKind,
    account_no: str,
    *,
    by: Actor,
    at: datetime,
) -> OwnHold:
    number = next_number()
    return OwnHold(
        hold_no=hold_no(number, at=at),
        application_id=application_id(
            OrderKind.STOP, institution.lane, kind, number, case_no_of(new.source_no)
        ),
        kind=OrderKind.STOP,
        state=OrderState.DRAFTED,
        source_no=new.source_no,
        area=new.area,
        institution_code=institution.code,
        institution_name=institution.name,
        lane=institution.lane,
        account_no=account_no,
        account_name=new.account_name.strip(),
        account_kind=kind,
        reason=new.reason.strip(),
        evidence=new.evidence.strip(),
        requested_by=by.name,
        handler=new.handler,
        lasts=term_of(new.lasts),
        drafted_at=at,
        clock_at=at + OWN_DECIDE_WITHIN,
    )


def _insert(hold: OwnHold) -> None:
    try:
        with transaction.atomic():
            hold.save(force_insert=True)
    except IntegrityError as error:  # somebody drafted the same at this moment
        _refuse_second(hold.institution_code, hold.account_no)
        raise StateConflict("own_account_held", field="account_no", hold_no="") from error


def _refuse_second(institution_code: str, account_no: str) -> None:
    same = {"institution_code": institution_code, "account_no": account_no}
    open_ones = OwnHold.objects.filter(**same, kind=OrderKind.STOP, state__in=sorted(OWN_HOLD_OPEN))
    if (other := open_ones.first()) is not None:
        raise StateConflict("own_account_held", field="account_no", hold_no=other.hold_no)
    refuse_in_case(institution_code, account_no, OWN_HOLD_OPEN)


def refuse_in_case(institution_code: str, account_no: str, states: AbstractSet[OrderState]) -> None:
    """Pass while no order of a case in one of these states holds the account. StateConflict."""
    stands = Order.objects.filter(
        institution_code=institution_code,
        account_no=account_no,
        kind__in=sorted(HOLDS),
        state__in=sorted(states),
    )
    if (order := stands.first()) is not None:
        # an account of a case: whose it is, is a question for the case, not for the door
        raise StateConflict("own_account_in_case", field="account_no", order_no=order.order_no)


def _stops_used(source_nos: Sequence[str], institution_code: str, account_no: str) -> int:
    holds = OwnHold.objects.filter(
        source_no__in=source_nos,
        institution_code=institution_code,
        account_no=account_no,
        kind=OrderKind.STOP,
    )
    return holds.exclude(state__in=sorted(NEVER_LEFT | {OrderState.REFUSED})).count()


def hold_no(number: int, *, at: datetime) -> str:
    """The number people read: B, the Chinese day, six digits."""
    return f"B{at.astimezone(CHINA):%Y%m%d}{number:06d}"


def next_number() -> int:
    """The next running number, of the series of all orders to institutions. Joins."""
    with connection.cursor() as cursor:
        cursor.execute("select nextval('stop_payment_order_no')")
        row: tuple[int] = cursor.fetchone()
    return row[0]
