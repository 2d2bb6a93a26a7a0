"""What follows from news of reports, and of large files."""

from datetime import datetime

from procrastinate.contrib.django import app

from zhisun.domains.cases.selectors.incidents import incident
from zhisun.domains.indicators.services.from_reports import propose_from
from zhisun.domains.indicators.terms import READ_FILES
from zhisun.kernel.actors import job

BY = job("propose_indicators")


def propose_named(incident_no: str, at: datetime) -> None:
    """Draft what a report names. Safe to repeat: a draft of one value stands once."""
    report = incident(incident_no, by=BY)
    if report.facts.is_open:
        propose_from(report, by=BY, at=at)


def queue_file(key: str, at: datetime) -> None:
    """Have a large file read by a job. Safe to repeat: it goes on where it was."""
    del at  # the job reads the clock when its turn comes
    app.configure_task(READ_FILES).defer(key=int(key))


REACTIONS = {
    "indicators.file_received": (queue_file,),
    "cases.registered": (propose_named,),
    "cases.amended": (propose_named,),
}
