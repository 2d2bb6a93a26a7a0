"""An incident and its orders, with only the fact under test written out."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from tests.builders.city import ABC, AT, officer
from zhisun.domains.cases.policy.report import NewIncident, NewTransfer, NewVictim
from zhisun.domains.cases.services.register import register
from zhisun.domains.cases.terms import FraudType
from zhisun.domains.stop_payment.models import Order
from zhisun.domains.stop_payment.selectors.orders import OrderRow, orders_of
from zhisun.domains.stop_payment.selectors.orders import order as order_row
from zhisun.domains.stop_payment.services.answer import record_answer
from zhisun.domains.stop_payment.services.approve import approve
from zhisun.domains.stop_payment.services.deliver import acknowledge, collect
from zhisun.domains.stop_payment.services.draft import NewOrder, draft
from zhisun.domains.stop_payment.terms import OrderKind
from zhisun.gateways.port import AccountKind, AnswerMessage, Movement
from zhisun.gateways.port import OrderKind as WireKind
from zhisun.kernel.actors import Actor, job

T0 = AT - timedelta(minutes=7)
CARD = "6228480402564890018"
BANK = job("institution")
ANYBODY = job("test")
PHONES = count(1)
"""Every victim has a telephone of his own, so that no report looks like another."""

SAID = NewTransfer(
    amount_fen=2_800_000,
    moved_at=T0,
    from_institution_code="105100000017",
    from_bank_name="建设银行",
    from_name="周敏",
    from_account="6217001234567890121",
    to_institution_code=ABC,
    to_bank_name="农业银行",
    to_name="张伟",
    to_account=CARD,
)


def an_incident(*transfers: NewTransfer, by: str = "limin", at: datetime = AT) -> str:
    """A registered report of an impostor shop assistant; its number."""
    report = NewIncident(
        area="370800",
        fraud_type=FraudType.KF,
        victim=NewVictim(name="周敏", phone=f"137{next(PHONES):08d}"),
        narrative="自称客服，说要退款。",
        transfers=transfers or (SAID,),
    )
    return register(report, by=officer(by), at=at)


def a_stop(incident_no: str, **changes: object) -> NewOrder:
    """A sound stop of the reported card."""
    stop = NewOrder(
        incident_no=incident_no,
        kind=OrderKind.STOP,
        institution_code=ABC,
        account_no=CARD,
        account_kind=AccountKind.PERSONAL,
        account_name="张伟",
        amount_fen=2_800_000,
        transferred_at=T0,
        reason="冒充客服",
        payer_name="周敏",
        payer_account="6217001234567890121",
        payer_institution_code="105100000017",
        payer_institution_name="建设银行",
    )
    return replace(stop, **changes)  # type: ignore[arg-type]  # a test names the facts it changes


def drafted(incident_no: str, *, by: str = "limin", at: datetime = AT, **changes: object) -> str:
    """The number of a drafted order."""
    return draft(a_stop(incident_no, **changes), by=officer(by), at=at)


def approved(order_no: str, *, by: str = "wangqiang", at: datetime = AT) -> str:
    """The order, approved by a second officer."""
    approve(order_no, by=officer(by), at=at)
    return order_no


def fetched(order_no: str, *, at: datetime = AT) -> str:
    """The order, fetched and acknowledged by its institution."""
    order = the(order_no)
    parcels = collect(order.institution_code, by=BANK, at=at)
    acknowledge(
        order.institution_code,
        [parcel.key for parcel in parcels],
        fence=parcels[0].fence,
        by=BANK,
        at=at,
    )
    return order_no


def an_answer(order_no: str, result: str = "0000", **facts: object) -> AnswerMessage:
    """What an institution says to an order."""
    order = the(order_no)
    answer = AnswerMessage(
        kind=WireKind(order.kind),
        application_id=application_id(order_no),
        result=result,
        institution_code=order.institution_code,
        account_no=order.account_no,
    )
    return replace(answer, **facts)  # type: ignore[arg-type]  # a test names the facts it changes


def answered(
    order_no: str, result: str = "0000", *, at: datetime = AT, by: Actor = BANK, **facts: object
) -> str:
    """The order, answered."""
    record_answer(an_answer(order_no, result, **facts), b"<xml/>", by=by, at=at)
    return order_no


def a_movement(**facts: object) -> Movement:
    """One row of a statement."""
    movement = Movement(
        account_no=CARD,
        serial="S1",
        incoming=True,
        amount_fen=2_800_000,
        balance_fen=2_800_000,
        moved_at=T0,
    )
    return replace(movement, **facts)  # type: ignore[arg-type]  # a test names the facts it changes


def the(order_no: str) -> OrderRow:
    """The order as it stands."""
    return order_row(order_no, by=ANYBODY)


def application_id(order_no: str) -> str:
    """The order's ApplicationID, as its institution knows it."""
    return Order.objects.get(order_no=order_no).application_id


def kinds_of(incident_no: str) -> list[tuple[str, str, str]]:
    """What stands for an incident: kind, account, state."""
    return [(o.kind, o.account_no, o.state) for o in orders_of(incident_no, by=ANYBODY)]
