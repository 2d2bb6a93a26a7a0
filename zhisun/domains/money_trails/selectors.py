"""Reads of the money page (资金页): where the money went, where it lies, what the ledger says."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, F, Max, Min, Sum

from zhisun.domains.money_trails.models import (
    AddedTransfer,
    Holding,
    LedgerEntry,
    Trace,
    TracedTransfer,
)
from zhisun.domains.money_trails.terms import Amount, Whereabouts
from zhisun.kernel.actors import Actor
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
    """All claimed money that went from one account to another."""

    payer_account: str
    payer_name: str
    payee_account: str
    amount_fen: Fen
    transfers: int
    first_at: datetime
    last_at: datetime


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
