"""The clock of the dispatches, every minute."""

from datetime import UTC, datetime

import structlog
from procrastinate.contrib.django import app

from zhisun.domains.dissuasion.selectors.due import to_ring
from zhisun.domains.dissuasion.services.clocks import ring_overdue
from zhisun.kernel.actors import job
from zhisun.kernel.errors import ZhisunError

BY = job("watch_dispatches")

log = structlog.get_logger()


@app.periodic(cron="* * * * *")
@app.task(queue="urgent", queueing_lock="watch_dispatches", pass_context=False)
def watch_dispatches(timestamp: int) -> None:
    """Ring what is due. Safe to repeat: each clock rings once in a round."""
    del timestamp  # the run is for now, however late the worker came to it
    run_clocks(at=datetime.now(UTC))


def run_clocks(*, at: datetime) -> None:
    """One round of all clocks at an instant. A dispatch that fails holds up no other."""
    for dispatch_no in to_ring(at=at):
        try:
            ring_overdue(dispatch_no, by=BY, at=at)
        except ZhisunError as error:
            log.warning("clock_stopped", dispatch=dispatch_no, code=error.code)
