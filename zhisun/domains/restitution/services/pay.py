"""The institution pays: three working days, a receipt, the ledger (办理、回执、入账)."""

from datetime import datetime

from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.directory.selectors import calendar
from zhisun.domains.money_trails.policy import settled
from zhisun.domains.money_trails.services.returned import book_returned
from zhisun.domains.restitution.models import Restitution, Share
from zhisun.domains.restitution.services.frozen import freezes_of
from zhisun.domains.restitution.services.moves import announce, demand, find, move
from zhisun.domains.restitution.terms import BANK_WORKING_DAYS
from zhisun.domains.restitution.terms import RestitutionState as State
from zhisun.domains.stop_payment.services.returned import give_back
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import Fact, InputError, NotFound, StateConflict
from zhisun.kernel.moments import working_days_after
from zhisun.kernel.money import Fen


@transaction.atomic(durable=True)
def record_handover(
    restitution_no: str, institution_code: str, *, handed_at: datetime, by: Actor, at: datetime
) -> None:
    """Record when an institution took its notice; its three working days begin (登记送达)."""
    row = find(restitution_no)
    require(by, Duty.PREPARE_RETURN, row.area)
    demand(row, State.APPROVED)
    if handed_at > at or (row.approved_at and handed_at < row.approved_at):
        raise InputError("handover_time_wrong", field="handed_at")
    due_at = working_days_after(handed_at, BANK_WORKING_DAYS, calendar=calendar())
    waiting = row.instructions.filter(institution_code=institution_code, handed_at=None)
    if not waiting.update(handed_at=handed_at, due_at=due_at):
        raise StateConflict("notice_handed_before")
    announce(row, "handed_over", by=by, at=at, after={"institution_code": institution_code})


@transaction.atomic(durable=True)
def record_paid(
    restitution_no: str, key: int, receipt: str, *, paid_at: datetime, by: Actor, at: datetime
) -> None:
    """Book that an institution paid one share (登记付款). With the last, the round is paid.

    The freeze holds that much less, and the victim's case gets it as returned: append-only, and
    never more than is frozen. Raises InputError, StateConflict.
    """
    row = find(restitution_no)
    require(by, Duty.PREPARE_RETURN, row.area)
    demand(row, State.APPROVED)
    share = _payable(row, key)
    handed = row.instructions.get(institution_code=share.account.institution_code).handed_at
    if not receipt.strip():
        raise InputError("receipt_missing", field="receipt")
    if handed is None or not handed <= paid_at <= at:
        raise InputError("payment_time_wrong", field="paid_at")
    share.paid_at, share.receipt = paid_at, receipt.strip()
    share.save(update_fields=["paid_at", "receipt"])
    account, case = share.account.account_no, share.claimant.incident_no
    _unfreeze(row, account, share.share_fen, by=by, at=at)
    book_returned(case, account, share.share_fen, row.restitution_no, by=by, at=at)
    told: dict[str, Fact] = {
        "incident_no": case,
        "account_no": account,
        "amount_fen": share.share_fen,
    }
    announce(row, "share_paid", by=by, at=at, after=told)
    unpaid = Share.objects.filter(account__restitution=row, share_fen__gt=0, paid_at=None)
    if not unpaid.exists():
        move(row, State.PAID, by=by, at=at, ended_at=at)


def _payable(row: Restitution, key: int) -> Share:
    share = (
        Share.objects.filter(pk=key, account__restitution=row, share_fen__gt=0)
        .select_related("account", "claimant")
        .first()
    )
    if share is None:
        raise NotFound("share_unknown")
    if share.paid_at is not None:
        raise StateConflict("share_paid_before")
    return share


def _unfreeze(
    row: Restitution, account_no: str, amount_fen: Fen, *, by: Actor, at: datetime
) -> None:
    """Take an amount off the freezes of an account, the oldest first. Raises StateConflict."""
    left = amount_fen
    for case in row.claimants.order_by("incident_no").values_list("incident_no", flat=True):
        for freeze in freezes_of(case, by=by):
            part = min(left, freeze.held_fen)
            if part and settled(freeze.account_no) == account_no:
                give_back(freeze.order_no, part, by=by, at=at)
                left -= part
    if left:
        raise StateConflict("freeze_holds_less", order_no=account_no)
