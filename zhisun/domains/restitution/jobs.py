"""Clocks of returning that run every minute."""

from datetime import UTC, datetime

import structlog
from procrastinate.contrib.django import app

from zhisun.domains.restitution.selectors import due
from zhisun.domains.restitution.services.clocks import ring_round
from zhisun.kernel.actors import job
from zhisun.kernel.errors import ZhisunError

BY = job("watch_returns")

log = structlog.get_logger()


@app.periodic(cron="* * * * *")
@app.task(queue="urgent", queueing_lock="watch_returns", pass_context=False)
def watch_returns(timestamp: int) -> None:
    """Ring what is due. Safe to repeat: each bell rings once."""
    del timestamp  # the run is for now, however late the worker came to it
    run_clocks(at=datetime.now(UTC))


def run_clocks(*, at: datetime) -> None:
    """One round of all clocks at an instant. A round that cannot be helped holds up no other."""
    for restitution_no in due(at=at):
        try:
            ring_round(restitution_no, by=BY, at=at)
        except ZhisunError as error:
            log.warning("clock_stopped", restitution_no=restitution_no, code=error.code)
