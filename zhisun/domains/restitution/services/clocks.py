"""Clocks of returning: the notice is over, a bank is late (提醒). Each rings once."""

from datetime import datetime

from django.db import transaction

from zhisun.domains.restitution.models import Instruction, Restitution
from zhisun.domains.restitution.services.moves import announce, find
from zhisun.domains.restitution.terms import NOTICE_OVER, PAYMENT_OVERDUE
from zhisun.domains.restitution.terms import RestitutionState as State
from zhisun.kernel.actors import Actor


@transaction.atomic(durable=True)
def ring_round(restitution_no: str, *, by: Actor, at: datetime) -> None:
    """Ring what is due of one round and has not rung. Safe to repeat."""
    row = find(restitution_no)
    waits = row.state == State.NOTICED and row.notice_rang_at is None
    if waits and row.notice_until is not None and row.notice_until <= at:
        Restitution.objects.filter(pk=row.pk).update(notice_rang_at=at)
        announce(row, NOTICE_OVER, by=by, at=at)
    late = Instruction.objects.filter(restitution=row, due_at__lte=at, rang_at=None)
    for instruction in late if row.state == State.APPROVED else ():
        unpaid = row.accounts.filter(
            institution_code=instruction.institution_code,
            shares__share_fen__gt=0,
            shares__paid_at=None,
        )
        Instruction.objects.filter(pk=instruction.pk).update(rang_at=at)
        if unpaid.exists():
            told = {"institution_code": instruction.institution_code}
            announce(row, PAYMENT_OVERDUE, by=by, at=at, after=told)
