"""What follows from news of reports."""

from datetime import datetime

from zhisun.domains.cases.selectors.incidents import incident
from zhisun.domains.indicators.services.from_reports import propose_from
from zhisun.kernel.actors import job

BY = job("propose_indicators")


def propose_named(incident_no: str, at: datetime) -> None:
    """Draft what a report names. Safe to repeat: a draft of one value stands once."""
    report = incident(incident_no, by=BY)
    if report.facts.is_open:
        propose_from(report, by=BY, at=at)


REACTIONS = {
    "cases.registered": (propose_named,),
    "cases.amended": (propose_named,),
}
