"""Clocks that run every minute."""

from datetime import UTC, datetime

import structlog
from procrastinate.contrib.django import app

from zhisun.domains.stop_payment.selectors.due import ended, to_renew, to_ring
from zhisun.domains.stop_payment.selectors.own_holds import own_overdue, own_to_restore
from zhisun.domains.stop_payment.services.clocks import expire, prepare_renewal, ring_alarms
from zhisun.domains.stop_payment.services.own_holds.release import restore_due, ring_own_overdue
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
    """One round of all clocks at an instant, people's own accounts first.

    An order that cannot be helped holds up no other.
    """
    rounds = (
        *((own_to_restore, restore_due), (own_overdue, ring_own_overdue)),
        *((ended, expire), (to_renew, prepare_renewal), (to_ring, ring_alarms)),
    )
    for due, verb in rounds:
        for order_no in due(at=at):
            try:
                verb(order_no, by=BY, at=at)
            except ZhisunError as error:
                log.warning("clock_stopped", verb=verb.__name__, order=order_no, code=error.code)
            except Exception:  # a lost connection or a race must not hold up who stands behind
                log.exception("clock_broken", verb=verb.__name__, order=order_no)
