"""What reports name (报案要素) becomes drafts of the base, or a link of what is known."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.services import record
from zhisun.domains.cases.selectors.incidents import IncidentRow
from zhisun.domains.cases.terms import ChannelKind
from zhisun.domains.indicators.models import CaseLink, Indicator
from zhisun.domains.indicators.services.changes import area_of, turn
from zhisun.domains.indicators.services.keep import Checker, NewIndicator
from zhisun.domains.indicators.services.store import store
from zhisun.domains.indicators.terms import (
    REPORTED_CONFIDENCE,
    REPORTED_SEVERITY,
    REPORTS,
    IndicatorKind,
    IndicatorState,
)
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError

KIND_OF = {
    ChannelKind.PHONE: IndicatorKind.PHONE,
    ChannelKind.SMS: IndicatorKind.PHONE,
    ChannelKind.QQ: IndicatorKind.IM,
    ChannelKind.WECHAT: IndicatorKind.IM,
    ChannelKind.IM: IndicatorKind.IM,
    ChannelKind.URL: IndicatorKind.URL,
    ChannelKind.APP: IndicatorKind.APP,
}
"""A meeting program is everybody's; electronic mail is of no kind of the base."""


@transaction.atomic(durable=True)
def propose_from(report: IncidentRow, *, by: Actor, at: datetime) -> int:
    """Draft what a report names and the base does not know; how many drafts are new.

    What stands already is linked with the report. The victim's and the reporter's own values, what
    is on the white list and what an officer withdrew make no draft. Raises NotPermitted.
    """
    require(by, Duty.PROPOSE_INDICATOR, report.facts.area)
    turn()
    checker = Checker(by=by, at=at)
    rows: dict[int, Indicator] = {}
    for kind, value in _named(report):
        try:
            row = checker.row(_entry(kind, value, report), IndicatorState.PROPOSED)
        except InputError:
            continue  # a masked number, an official one, a site that everybody uses
        rows[len(rows)] = row
    number = report.facts.incident_no
    known = _link_known(rows, number, by=by, at=at)
    drafts = {place: row for place, row in rows.items() if (row.kind, row.form) not in known}
    new = store(drafts, dict.fromkeys(drafts, (number,))).new
    if new:
        facts = {"drafts": len(new)}
        record(by, "indicators.propose_from", number, at=at, area=area_of(by), after=facts)
    return len(new)


def _link_known(
    rows: dict[int, Indicator], incident_no: str, *, by: Actor, at: datetime
) -> set[tuple[str, str]]:
    """Kinds and forms that some source has already; each is linked with the report."""
    asked = {(row.kind, row.form) for row in rows.values()}
    live = Indicator.objects.filter(withdrawn_at=None, form__in=[form for _kind, form in asked])
    live = live.exclude(source=REPORTS)
    found = [row for row in live.order_by("pk") if (row.kind, row.form) in asked]
    CaseLink.objects.bulk_create(
        (
            CaseLink(indicator=row, incident_no=incident_no, linked_by=by.name, linked_at=at)
            for row in found
        ),
        ignore_conflicts=True,
    )
    return {(row.kind, row.form) for row in found}


def _named(report: IncidentRow) -> Iterator[tuple[IndicatorKind, str]]:
    victim, reporter = report.victim, report.reporter
    own = {victim.phone, victim.other_phone, reporter.phone}
    own |= {each.from_account for each in report.facts.transfers}
    for transfer in report.facts.transfers:
        if transfer.to_account and transfer.to_account not in own:
            yield IndicatorKind.ACCOUNT, transfer.to_account
    for channel in report.channels:
        kind = KIND_OF.get(channel.kind)
        if kind is not None and channel.value not in own:
            yield kind, channel.value


def _entry(kind: IndicatorKind, value: str, report: IncidentRow) -> NewIndicator:
    return NewIndicator(
        kind=kind.value,
        value=value,
        fraud_type=report.facts.fraud_type.value,
        severity=REPORTED_SEVERITY,
        confidence=REPORTED_CONFIDENCE,
        source=REPORTS,
        seen_at=report.facts.called_at,
    )
