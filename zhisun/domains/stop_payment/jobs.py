"""Clocks that run every minute."""

from datetime import UTC, datetime

import structlog
from procrastinate.contrib.django import app

from zhisun.domains.stop_payment.selectors.due import ended, to_renew, to_ring
from zhisun.domains.stop_payment.services.clocks import expire, prepare_renewal, ring_alarms
from zhisun.kernel.actors import job
from zhisun.kernel.errors import ZhisunError

BY = job("watch_clocks")

log = structlog.get_logger()


@app.periodic(cron="* * * * *")
@app.task(queue="urgent", queueing_lock="watch_clocks", pass_context=False)
def watch_clocks(timestamp: int) -> None:
    """End, renew and ring what is due. Safe to repeat: each verb looks before it acts."""
    del timestamp  # the run is for now, however late the worker came to it
    run_clocks(at=datetime.now(UTC))


def run_clocks(*, at: datetime) -> None:
    """One round of all clocks at an instant. An order that cannot be helped holds up no other."""
    for due, verb in ((ended, expire), (to_renew, prepare_renewal), (to_ring, ring_alarms)):
        for order_no in due(at=at):
            try:
                verb(order_no, by=BY, at=at)
            except ZhisunError as error:
                log.warning("clock_stopped", verb=verb.__name__, order=order_no, code=error.code)
