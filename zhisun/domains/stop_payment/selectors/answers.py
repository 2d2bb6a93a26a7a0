"""What institutions answered, for the money trail and the order page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhisun.domains.stop_payment.models import Answer
from zhisun.domains.stop_payment.terms import OrderKind
from zhisun.kernel.actors import Actor
from zhisun.kernel.money import Fen


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer as it came. `facts` are the fields of `gateways.port.AnswerMessage`.

    contradicts: it says other than the answer before it (互相矛盾). reaches: how far a statement
    in it can reach: until it came, or its period ended before.
    """

    order_no: str
    kind: OrderKind
    institution_code: str
    institution_name: str
    account_no: str
    account_name: str
    result: str
    received_at: datetime
    reaches: datetime
    applied: bool
    contradicts: bool
    balance_fen: Fen | None
    facts: dict[str, Any]


def answers_of(incident_no: str, *, by: Actor) -> list[AnswerRow]:
    """Every answer of an incident, oldest first. One query."""
    answers = Answer.objects.filter(order__incident_no=incident_no, order__area__startswith=by.area)
    return [answer_row(answer) for answer in answers.select_related("order").order_by("pk")]


def answers_to(order_no: str, *, by: Actor) -> list[AnswerRow]:
    """Every answer to one order, oldest first. One query."""
    answers = Answer.objects.filter(order__order_no=order_no, order__area__startswith=by.area)
    return [answer_row(answer) for answer in answers.select_related("order").order_by("pk")]


def holders_of(incident_no: str, *, by: Actor) -> dict[str, str]:
    """The names that institutions told of accounts of an incident, the latest each. One query."""
    told = Answer.objects.filter(
        order__incident_no=incident_no,
        order__area__startswith=by.area,
        order__kind=OrderKind.QUERY_HOLDER,
        applied=True,
    )
    rows = told.order_by("pk").values_list("order__account_no", "facts__holder__name")
    return {account_no: name.strip() for account_no, name in rows if name and name.strip()}


def answer_row(answer: Answer) -> AnswerRow:
    """The frozen row of one answer; its order must be loaded."""
    order = answer.order
    return AnswerRow(
        order_no=order.order_no,
        kind=OrderKind(order.kind),
        institution_code=order.institution_code,
        institution_name=order.institution_name,
        account_no=order.account_no,
        account_name=order.account_name,
        result=answer.result,
        received_at=answer.received_at,
        reaches=min(answer.received_at, order.period_end or answer.received_at),
        applied=answer.applied,
        contradicts=answer.contradicts,
        balance_fen=answer.facts["balance_fen"],
        facts=answer.facts,
    )
