"""Clocks of returning that rang and still wait for somebody (提醒)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from zhisun.domains.restitution.models import Instruction, Share
from zhisun.domains.restitution.selectors import seen
from zhisun.domains.restitution.terms import NOTICE_OVER, PAYMENT_OVERDUE, RestitutionState
from zhisun.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Rung:
    """One clock of a round that rang and still waits for somebody. institution: "" for none."""

    restitution_no: str
    bell: str
    rang_at: datetime
    institution: str


def rung(*, by: Actor, limit: int = 50) -> list[Rung]:
    """What rang and was not acted on: notices that are over, payments that are late. Two queries.

    The earliest first. It falls silent when the round goes on or the payment is booked.
    """
    over = seen(by).filter(state=RestitutionState.NOTICED, notice_rang_at__isnull=False)
    notices = over.order_by("notice_rang_at").values_list("restitution_no", "notice_rang_at")
    waiting = Share.objects.filter(
        account__restitution=OuterRef("restitution"),
        account__institution_code=OuterRef("institution_code"),
        share_fen__gt=0,
        paid_at=None,
    )
    late = Instruction.objects.filter(
        Exists(waiting),
        restitution__in=seen(by),
        restitution__state=RestitutionState.APPROVED,
        rang_at__isnull=False,
    ).order_by("rang_at")
    facts = late.values_list("restitution__restitution_no", "rang_at", "institution_name")
    found = [Rung(no, NOTICE_OVER, rang, "") for no, rang in notices[:limit] if rang]
    found += [Rung(no, PAYMENT_OVERDUE, rang, name) for no, rang, name in facts[:limit] if rang]
    return sorted(found, key=lambda each: each.rang_at)[:limit]
