"""Everything about one order, for the page that decides on it (指令详情)."""

from dataclasses import dataclass
from datetime import datetime

from zhisun.domains.stop_payment.models import Answer, Order
from zhisun.domains.stop_payment.selectors.answers import AnswerRow, answer_row
from zhisun.domains.stop_payment.selectors.orders import OrderRow, row
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Dossier:
    """One order with what stands around it. Empty numbers name no order.

    payer_institution_code: the institution the money came from.
    """

    order: OrderRow
    area: str
    case_no: str
    application_id: str
    payer_institution_code: str
    payer_institution_name: str
    with_fruits: bool
    long_freeze: bool
    inquiry_mode: str
    credential_type: str
    credential_number: str
    period_start: datetime | None
    period_end: datetime | None
    starts_at: datetime | None
    expires_at: datetime | None
    corrects_no: str
    corrected_by_no: str
    later: tuple[OrderRow, ...]


@dataclass(frozen=True, slots=True)
class ReceivedAnswer:
    """One answer with the bytes it came in."""

    row: AnswerRow
    raw: bytes


PLAIN = tuple(
    name
    for name in Dossier.__dataclass_fields__
    if name not in {"order", "corrects_no", "corrected_by_no", "later"}
)


def dossier(order_no: str, *, by: Actor) -> Dossier:
    """One order within the actor's area. Raises NotFound. Two queries."""
    found = (
        Order.objects.select_related("original", "corrects", "corrected_by")
        .filter(order_no=order_no, area__startswith=by.area)
        .first()
    )
    if found is None:
        raise NotFound("order_unknown", order_no=order_no)
    later = found.later.select_related("original").order_by("pk")
    corrected_by = getattr(found, "corrected_by", None)
    return Dossier(
        **{name: getattr(found, name) for name in PLAIN},
        order=row(found),
        corrects_no=found.corrects.order_no if found.corrects else "",
        corrected_by_no=corrected_by.order_no if corrected_by else "",
        later=tuple(row(each) for each in later),
    )


def received(order_no: str, *, by: Actor) -> tuple[ReceivedAnswer, ...]:
    """Every answer to one order as it came, oldest first. One query."""
    answers = Answer.objects.filter(order__order_no=order_no, order__area__startswith=by.area)
    return tuple(
        ReceivedAnswer(answer_row(answer), bytes(answer.raw))
        for answer in answers.select_related("order").order_by("pk")
    )
