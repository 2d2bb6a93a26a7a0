"""What banks reported as suspicious, what became of it, and whose account is whose."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from zhisun.domains.dissuasion.models import BankReport, PersonAccount, Signal, Suspicion
from zhisun.domains.dissuasion.policy.suspicions import WEIGHTS
from zhisun.domains.dissuasion.terms import SignalSource, SuspicionKind
from zhisun.domains.indicators.policy import number_of
from zhisun.domains.indicators.terms import IndicatorState
from zhisun.gateways.codes import WITHDRAWN
from zhisun.gateways.port import UnreadRow
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import NotFound
from zhisun.kernel.money import Fen

LATEST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspicionRow:
    """One row of a report. The other names are those of models.Suspicion.

    dispatch_no: the warning it became; indicator: the number and state of what the base has.
    """

    key: int
    row: int
    ref: str
    feature: str
    account_no: str
    account_name: str
    suspect_no: str
    suspect_name: str
    payer_no: str
    payer_name: str
    payer_institution: str
    amount_fen: Fen
    happened_at: datetime | None
    remark: str
    refusal: str
    taken_back_at: datetime | None
    dispatch_no: str = ""
    indicator: str = ""
    indicator_key: int = 0
    indicator_state: IndicatorState | None = None

    @property
    def takes_back(self) -> bool:
        """Whether it is a withdrawal of what was reported before."""
        return self.feature == WITHDRAWN

    @property
    def stands(self) -> bool:
        """Whether it says something that its bank has not taken back."""
        return self.taken_back_at is None and not self.takes_back


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """One report in a list."""

    key: int
    institution_code: str
    institution_name: str
    application_id: str
    kind: SuspicionKind
    received_at: datetime
    unread: tuple[UnreadRow, ...]
    rows: int
    taken_back: int


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose account it is, as he is known."""

    id_number: str
    phone: str


def reports(by: Actor, *, limit: int = LATEST) -> list[ReportLine]:
    """The latest reports within the actor's area, newest first. One query."""
    found = _reports().filter(area__startswith=by.area).order_by("-received_at", "-pk")
    return [_line(row) for row in found[:limit]]


def report(key: int, *, by: Actor) -> tuple[ReportLine, list[SuspicionRow]]:
    """One report with its rows. Raises NotFound. Three queries."""
    found = _reports().filter(pk=key, area__startswith=by.area).first()
    if found is None:
        raise NotFound("bank_report_unknown")
    return _line(found), rows_of(key)


def rows_of(key: int) -> list[SuspicionRow]:
    """The rows of a report in its order. Two queries."""
    return _rows(Suspicion.objects.filter(report=key))


def taken_back_by(key: int) -> list[SuspicionRow]:
    """Rows of earlier reports that this one takes back. Two queries."""
    return _rows(Suspicion.objects.filter(taken_back_in=key))


def standing_about(institution_code: str, suspect_no: str) -> list[SuspicionRow]:
    """What a bank has said against an account and not taken back, the gravest first."""
    about = Q(report__institution_code=institution_code, suspect_no=suspect_no)
    found = _rows(Suspicion.objects.filter(about, taken_back_at=None))
    return sorted(found, key=lambda row: (-WEIGHTS[row.feature].severity, row.key))


def owner_of(account_no: str, institution_code: str) -> Owner | None:
    """Whose account it is known to be; without a bank only if no two banks have it."""
    known = PersonAccount.objects.filter(account_no=account_no).select_related("person")
    known = known.filter(institution_code=institution_code) if institution_code else known
    found = list(known[:2])
    if len(found) != 1:
        return None
    return Owner(found[0].person.id_number, found[0].person.phone)


def taken_back_signals(refs: list[str]) -> dict[str, tuple[int, datetime]]:
    """Of these numbers of signals: the report and when its bank took it back. One query."""
    rows = Suspicion.objects.filter(ref__in=refs, taken_back_at__isnull=False)
    return {row.ref: (row.report_id, row.taken_back_at) for row in rows if row.taken_back_at}


def _rows(found: QuerySet[Suspicion]) -> list[SuspicionRow]:
    rows = list(found.select_related("indicator").order_by("report_id", "row"))
    warned = Signal.objects.filter(source=SignalSource.BANK, ref__in=[row.ref for row in rows])
    numbers = dict(warned.values_list("ref", "dispatch__dispatch_no"))
    return [_row(row, numbers.get(row.ref, "")) for row in rows]


_SAME = (
    *("row", "ref", "feature", "account_no", "account_name", "suspect_no", "suspect_name"),
    *("payer_no", "payer_name", "payer_institution", "amount_fen", "happened_at", "remark"),
    *("refusal", "taken_back_at"),
)


def _row(row: Suspicion, dispatch_no: str) -> SuspicionRow:
    base = row.indicator
    return SuspicionRow(
        key=row.pk,
        dispatch_no=dispatch_no,
        indicator=number_of(base.pk) if base else "",
        indicator_key=base.pk if base else 0,
        indicator_state=IndicatorState(base.state) if base else None,
        **{name: getattr(row, name) for name in _SAME},
    )


def _reports() -> QuerySet[BankReport]:
    back = Count("rows", filter=Q(rows__taken_back_at__isnull=False))
    return BankReport.objects.annotate(row_count=Count("rows"), back_count=back)


def _line(row: BankReport) -> ReportLine:
    return ReportLine(
        key=row.pk,
        institution_code=row.institution_code,
        institution_name=row.institution_name,
        application_id=row.application_id,
        kind=SuspicionKind(row.kind),
        received_at=row.received_at,
        unread=tuple(UnreadRow(*each) for each in row.unread),
        rows=row.row_count,  # type: ignore[attr-defined]  # annotated
        taken_back=row.back_count,  # type: ignore[attr-defined]  # annotated
    )
