"""Clocks that run every minute."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from zhisun.domains.stop_payment.selectors.due import ended, to_renew, to_ring
from zhisun.domains.stop_payment.services.clocks import expire, prepare_renewal, ring_alarms
from zhisun.kernel.actors import job

BY = job("watch_clocks")


@app.periodic(cron="* * * * *")
@app.task(queue="urgent", queueing_lock="watch_clocks", pass_context=False)
def watch_clocks(timestamp: int) -> None:
    """End, renew and ring what is due. Safe to repeat: each verb looks before it acts."""
    del timestamp  # the run is for now, however late the worker came to it
    run_clocks(at=datetime.now(UTC))


def run_clocks(*, at: datetime) -> None:
    """One round of all clocks at an instant."""
    for order_no in ended(at=at):
        expire(order_no, by=BY, at=at)
    for order_no in to_renew(at=at):
        prepare_renewal(order_no, by=BY, at=at)
    for order_no in to_ring(at=at):
        ring_alarms(order_no, by=BY, at=at)
