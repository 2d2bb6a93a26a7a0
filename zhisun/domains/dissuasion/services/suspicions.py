"""A bank's report of suspicions (银行上报) as it comes in, and what follows from its rows."""

from dataclasses import astuple
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.policy import Facts
from zhisun.domains.audit.services import record
from zhisun.domains.directory.selectors import home_area, institution
from zhisun.domains.dissuasion.models import BankReport, Signal, Suspicion
from zhisun.domains.dissuasion.policy.suspicions import suspect, warned
from zhisun.domains.dissuasion.services.account_holds import OwnAccount, keep_account
from zhisun.domains.dissuasion.services.moves import find, ring
from zhisun.domains.dissuasion.services.signal import CLOCK_SKEW
from zhisun.domains.dissuasion.terms import OPEN, Bell, SignalSource
from zhisun.domains.outbox.services import publish
from zhisun.gateways.codes import WITHDRAWN
from zhisun.gateways.port import Suspicion as Told
from zhisun.gateways.port import SuspicionReport
from zhisun.kernel.actors import Actor
from zhisun.kernel.areas import prefix

Unread = list[list[str | int]]
WRITTEN_AT = slice(4, 18)
"""yyyyMMddHHmmss in an institution's ApplicationID (domain.md §2.3)."""


@transaction.atomic(durable=True)
def take_report(report: SuspicionReport, *, by: Actor, at: datetime) -> bool:
    """Keep a bank's report (收下银行上报); whether it was new. The first of a number stands.

    What it takes back (0000) is marked in the same transaction: all that this bank reported before
    of the account in the same kind of report, of an event only the same serial number; and what
    an earlier report brings that comes in after its withdrawal. A movement of the future cannot
    be read. Raises NotFound, NotPermitted.
    """
    area = prefix(home_area())
    require(by, Duty.PUSH_CALLS, area)
    unread: Unread = [list(astuple(each)) for each in report.unread]
    good = [each for each in report.rows if not _ahead(each, at)]
    unread += [
        [row.row, "TransactionTime", "time_not_yet", 0] for row in report.rows if _ahead(row, at)
    ]
    kept, new = BankReport.objects.get_or_create(
        institution_code=report.institution_code,
        application_id=report.application_id,
        defaults={
            "institution_name": institution(report.institution_code).name,
            "kind": report.kind.value,
            "area": area,
            "received_at": at,
            "unread": sorted(unread),
        },
    )
    if not new:
        return False
    bank = report.bank_code or report.institution_code
    rows = Suspicion.objects.bulk_create(_row(kept, each, bank) for each in good)
    back = sum(_taken_back(kept, row, at=at) for row in rows if row.feature == WITHDRAWN)
    back += sum(_overtaken(kept, row, at=at) for row in rows if row.feature != WITHDRAWN)
    facts: Facts = {"kind": kept.kind, "rows": len(rows), "unread": len(unread), "taken_back": back}
    record(by, "dissuasion.take_report", report_no(kept.pk), at=at, area=area, after=facts)
    publish("dissuasion.suspected", str(kept.pk), area=area, at=at)
    return True


def report_no(key: int) -> str:
    """The number people read of a report: B12."""
    return f"B{key}"


def _ahead(row: Told, at: datetime) -> bool:
    return row.movement is not None and row.movement.moved_at > at + CLOCK_SKEW


def _row(report: BankReport, told: Told, bank: str) -> Suspicion:
    against, payer = (ask(told, bank) for ask in (suspect, warned))
    movement = told.movement
    return Suspicion(
        report=report,
        row=told.row,
        ref=f"{report.application_id}-{told.row}",
        feature=told.feature,
        account_no=told.account_no,
        account_name=told.account_name,
        suspect_no=against.account_no,
        suspect_name=against.name,
        payer_no=payer.account_no,
        payer_name=payer.name,
        payer_institution=payer.institution,
        serial=movement.serial if movement else "",
        amount_fen=max(movement.amount_fen, 0) if movement else 0,
        happened_at=movement.moved_at if movement else None,
        remark=told.remark,
    )


def _of_the_same(report: BankReport, row: Suspicion) -> QuerySet[Suspicion]:
    """Rows of other reports of this bank and kind about the same account."""
    told = Suspicion.objects.filter(
        report__institution_code=report.institution_code,
        report__kind=report.kind,
        account_no=row.account_no,
    )
    return told.exclude(report=report)


def _taken_back(report: BankReport, row: Suspicion, *, at: datetime) -> int:
    """Mark what a row takes back of what its bank wrote before; how many rows."""
    mine = _of_the_same(report, row).filter(taken_back_at=None).exclude(feature=WITHDRAWN)
    if row.serial:
        mine = mine.filter(serial=row.serial)
    keys = [each.pk for each in mine.select_related("report") if _before(each.report, report)]
    return Suspicion.objects.filter(pk__in=keys).update(taken_back_at=at, taken_back_in=report)


def _overtaken(report: BankReport, row: Suspicion, *, at: datetime) -> int:
    """Mark a row whose withdrawal came in before it; how many."""
    backs = _of_the_same(report, row).filter(feature=WITHDRAWN, serial__in=["", row.serial])
    for back in backs.select_related("report"):
        if not _before(back.report, report):
            mine = Suspicion.objects.filter(pk=row.pk)
            return mine.update(taken_back_at=at, taken_back_in=back.report)
    return 0


def _before(one: BankReport, other: BankReport) -> bool:
    """Whether the bank wrote one no later than the other, by the instants in their numbers."""
    return one.application_id[WRITTEN_AT] <= other.application_id[WRITTEN_AT]


@transaction.atomic(durable=True)
def know_account(ref: str, account: OwnAccount, *, by: Actor, at: datetime) -> None:
    """Keep the account of somebody a bank has warned of as his own (得知本人账户). Repeatable.

    ref: the number of the signal. Raises NotPermitted.
    """
    signal = Signal.objects.filter(source=SignalSource.BANK, ref=ref).first()
    if signal is None:
        return
    row = Signal.objects.select_related("dispatch__person").get(pk=signal.pk).dispatch
    dispatch = find(row.dispatch_no, Duty.DISPATCH, by=by)
    keep_account(dispatch.person_id, account, told_by=by.name, at=at)


@transaction.atomic(durable=True)
def tell_taken_back(ref: str, *, by: Actor, at: datetime) -> None:
    """Ring where a signal belongs that its bank took back, while it is open.

    An officer decides; nothing is closed or lowered. It rings once a round. Raises NotPermitted.
    """
    told = Suspicion.objects.filter(ref=ref, taken_back_at__isnull=False).first()
    signal = Signal.objects.filter(source=SignalSource.BANK, ref=ref).select_related("dispatch")
    if told is None or not (rows := list(signal)):
        return
    dispatch = find(rows[0].dispatch.dispatch_no, Duty.DISPATCH, by=by)
    if dispatch.state in OPEN:
        ring(dispatch, Bell.TAKEN_BACK, by=by, at=at, about=report_no(told.report_id))


@transaction.atomic(durable=True)
def say_of_base(
    rows: list[int], indicator: int | None, refusal: str, *, by: Actor, at: datetime
) -> None:
    """Write down what the base has of a suspect, or why it has nothing (线索去向). Repeatable.

    What the base did is in its own audit. Raises NotPermitted.
    """
    del at  # the base's own act has its time
    require(by, Duty.PROPOSE_INDICATOR, by.area)
    Suspicion.objects.filter(pk__in=rows).update(indicator_id=indicator, refusal=refusal[:60])
