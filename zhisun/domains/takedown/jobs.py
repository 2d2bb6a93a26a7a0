"""Clocks that run every minute."""

from datetime import UTC, datetime

import structlog
from procrastinate.contrib.django import app

from zhisun.domains.takedown.selectors.due import ended, overdue, to_restore, unrestored
from zhisun.domains.takedown.services.clocks import expire, ring_overdue
from zhisun.domains.takedown.services.owing import ring_unrestored
from zhisun.domains.takedown.services.release import restore_due
from zhisun.kernel.actors import job
from zhisun.kernel.errors import ZhisunError

BY = job("watch_takedowns")

log = structlog.get_logger()


@app.periodic(cron="* * * * *")
@app.task(queue="urgent", queueing_lock="watch_takedowns", pass_context=False)
def watch_takedowns(timestamp: int) -> None:
    """Restore, end and ring what is due. Safe to repeat: each verb looks before it acts."""
    del timestamp  # the run is for now, however late the worker came to it
    run_clocks(at=datetime.now(UTC))


def run_clocks(*, at: datetime) -> None:
    """One round of all clocks at an instant, people's phones first. One trouble stops no other."""
    clocks = (
        (to_restore, restore_due),
        (unrestored, ring_unrestored),
        (ended, expire),
        (overdue, ring_overdue),
    )
    for due, verb in clocks:
        for takedown_no in due(at=at):
            try:
                verb(takedown_no, by=BY, at=at)
            except ZhisunError as error:
                log.warning(
                    "clock_stopped", verb=verb.__name__, takedown=takedown_no, code=error.code
                )
            except Exception:  # a lost connection or a race must not hold up who stands behind
                log.exception("clock_broken", verb=verb.__name__, takedown=takedown_no)
