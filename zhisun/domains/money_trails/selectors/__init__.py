"""Reads of the money page (资金页): where the money went, where it lies, what the ledger says."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, Min, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from zhisun.domains.money_trails.models import (
    AddedTransfer,
    Holding,
    LedgerEntry,
    RejectedRow,
    StatementFile,
    StatementRow,
    Trace,
    TracedTransfer,
)
from zhisun.domains.money_trails.terms import SHOWN_ROWS, Amount, StatementState, Whereabouts
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import NotFound
from zhisun.kernel.money import Fen


@dataclass(frozen=True, slots=True)
class Place:
    """Traced money at one account, as of the last trace. `level` 1 is the reported payee."""

    account_no: str
    account_name: str
    institution_code: str
    level: int
    whereabouts: Whereabouts
    inflow_fen: Fen
    still_there_fen: Fen
    last_moved_at: datetime


@dataclass(frozen=True, slots=True)
class Flow:
    """All claimed money that went from one account to another; `by_hand` of it from papers."""

    payer_account: str
    payer_name: str
    payee_account: str
    amount_fen: Fen
    transfers: int
    first_at: datetime
    last_at: datetime
    by_hand: int = 0


@dataclass(frozen=True, slots=True)
class DataFault:
    """What is wrong with the data; `fault` is a name of `engines.tracing.terms.Fault`."""

    fault: str
    account_no: str
    fen: Fen


@dataclass(frozen=True, slots=True)
class TrailRow:
    """The last trace of a case; `traced_at` is None before the first."""

    traced_at: datetime | None
    method: str
    faults: tuple[DataFault, ...]
    places: tuple[Place, ...]
    flows: tuple[Flow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedRow:
    """One movement an officer took from a paper; `withdrawn_at` is None while it counts."""

    key: int
    payer_account: str
    payer_name: str
    payee_account: str
    payee_name: str
    amount_fen: Fen
    moved_at: datetime
    serial: str
    cash: bool
    paper: str
    remark: str
    added_by: str
    added_at: datetime
    withdrawn_by: str
    withdrawn_at: datetime | None
    withdrawn_why: str


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One entry; `cause` is the order or incident it rests on."""

    amount: Amount
    account_no: str
    amount_fen: Fen
    cause: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """The ledger of a case: every amount is the sum of the lines behind it."""

    lines: tuple[LedgerLine, ...]
    totals: dict[Amount, Fen] = field(default_factory=dict)

    def lines_of(self, amount: Amount) -> tuple[LedgerLine, ...]:
        """The entries behind one total, oldest first."""
        return tuple(line for line in self.lines if line.amount is amount)


def trail(incident_no: str, *, by: Actor) -> TrailRow:
    """Where a case's money went and lies, within the actor's area. Three queries."""
    of_case = {"incident__incident_no": incident_no, "incident__area__startswith": by.area}
    trace = Trace.objects.filter(**of_case).first()
    places = Holding.objects.filter(**of_case).order_by("level", "-inflow_fen", "account_no")
    flows = (
        TracedTransfer.objects.filter(**of_case)
        .values("transfer__payer_account", "transfer__payee_account")
        .annotate(
            payer_name=Max("transfer__payer_name"),
            fen=Sum("amount_fen"),
            count=Count("transfer", distinct=True),
            first_at=Min("transfer__moved_at"),
            last_at=Max("transfer__moved_at"),
        )
        .order_by("first_at", "transfer__payer_account", "transfer__payee_account")
    )
    return TrailRow(
        traced_at=trace.traced_at if trace else None,
        method=trace.method if trace else "",
        faults=tuple(DataFault(**fault) for fault in trace.faults) if trace else (),
        places=tuple(_place(place) for place in places),
        flows=tuple(
            Flow(
                payer_account=flow["transfer__payer_account"],
                payer_name=flow["payer_name"],
                payee_account=flow["transfer__payee_account"],
                amount_fen=flow["fen"],
                transfers=flow["count"],
                first_at=flow["first_at"],
                last_at=flow["last_at"],
            )
            for flow in flows
        ),
    )


def added_transfers(incident_no: str, *, by: Actor) -> list[AddedRow]:
    """Movements taken from papers, withdrawn ones too, by time, in the actor's area. One query."""
    rows = AddedTransfer.objects.filter(
        incident__incident_no=incident_no, incident__area__startswith=by.area
    )
    names = [name for name in AddedRow.__dataclass_fields__ if name != "key"]
    return [AddedRow(**row) for row in rows.order_by("moved_at", "pk").values(*names, key=F("pk"))]


def ledger(incident_no: str, *, by: Actor) -> LedgerRow:
    """The five amounts of a case with the entries behind each. One query."""
    entries = LedgerEntry.objects.filter(
        incident__incident_no=incident_no, incident__area__startswith=by.area
    ).order_by("pk")
    lines = tuple(
        LedgerLine(Amount(e.amount), e.account_no, e.amount_fen, e.cause, e.at) for e in entries
    )
    totals = {
        amount: sum(line.amount_fen for line in lines if line.amount is amount) for amount in Amount
    }
    return LedgerRow(lines, totals)


def _place(holding: Holding) -> Place:
    return Place(
        account_no=holding.account_no,
        account_name=holding.account_name,
        institution_code=holding.institution_code,
        level=holding.level,
        whereabouts=Whereabouts(holding.whereabouts),
        inflow_fen=holding.inflow_fen,
        still_there_fen=holding.still_there_fen,
        last_moved_at=holding.last_moved_at,
    )


@dataclass(frozen=True, slots=True)
class FileRow:
    """One statement file of a case. `tables` as kept: headings, columns, sample rows …

    open_rejects: rows that nobody has written out or dropped yet.
    """

    key: int
    incident_no: str
    name: str
    size: int
    received: int
    institution_code: str
    state: StatementState
    refusal: str
    rows: int
    repeated: int
    skipped: int
    gaps: int
    open_rejects: int
    uploaded_by: str
    uploaded_at: datetime
    tables: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A row that could not be read; `reason` is a name of `engines.statements.terms.Reason`."""

    key: int
    table: int
    line: int
    reason: str
    text: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A row before which the balance does not go on from the row before it."""

    key: int
    line: int
    account: str
    moved_at: datetime
    fen: Fen
    incoming: bool
    balance_fen: Fen
    gap_fen: Fen
    dropped_why: str


def statements_of(incident_no: str, *, by: Actor) -> list[FileRow]:
    """The statement files of a case, newest first. One query."""
    files = _files(by).filter(incident__incident_no=incident_no)
    return [_file(file) for file in files.order_by("-pk")]


def statement(key: int, *, by: Actor) -> tuple[FileRow, list[UnreadRow], list[BrokenRow]]:
    """One file with the first SHOWN_ROWS of what is wrong in it. Three queries. Raises NotFound."""
    file = _files(by).filter(pk=key).first()
    if file is None:
        raise NotFound("statement_unknown")
    unread = RejectedRow.objects.filter(file_id=key, settled_by="").order_by("table", "line")
    broken = StatementRow.objects.filter(file_id=key).exclude(gap_fen=0).order_by("place")
    return (
        _file(file),
        [
            UnreadRow(each.pk, each.table, each.line, each.reason, each.text, tuple(each.cells))
            for each in unread[:SHOWN_ROWS]
        ],
        [
            BrokenRow(
                key=each.pk,
                line=each.line,
                account=each.account,
                moved_at=each.moved_at,
                fen=each.fen,
                incoming=each.incoming,
                balance_fen=each.balance_fen or 0,
                gap_fen=each.gap_fen,
                dropped_why=each.dropped_why,
            )
            for each in broken[:SHOWN_ROWS]
        ],
    )


def _files(by: Actor) -> QuerySet[StatementFile]:
    waiting = Subquery(
        RejectedRow.objects.filter(file=OuterRef("pk"), settled_by="")
        .order_by()
        .values("file")
        .annotate(count=Count("*"))
        .values("count")
    )
    files = StatementFile.objects.filter(incident__area__startswith=by.area)
    return files.select_related("incident").annotate(open_rejects=Coalesce(waiting, 0))


def _file(file: StatementFile) -> FileRow:
    return FileRow(
        key=file.pk,
        incident_no=file.incident.incident_no,
        name=file.name,
        size=file.size,
        received=file.received,
        institution_code=file.institution_code,
        state=StatementState(file.state),
        refusal=file.refusal,
        rows=file.rows,
        repeated=file.repeated,
        skipped=file.skipped,
        gaps=file.gaps,
        open_rejects=getattr(file, "open_rejects", 0),
        uploaded_by=file.uploaded_by,
        uploaded_at=file.uploaded_at,
        tables=tuple(file.tables),
    )
