"""The clock of the dispatches, every minute."""

from datetime import UTC, datetime, timedelta

import structlog
from procrastinate.contrib.django import app

from zhisun.domains.dissuasion.selectors.due import to_ring, unanswered_alone
from zhisun.domains.dissuasion.services.clocks import ring_overdue
from zhisun.domains.dissuasion.services.quality import draw
from zhisun.domains.dissuasion.services.route import route
from zhisun.kernel.actors import job
from zhisun.kernel.errors import ZhisunError
from zhisun.kernel.moments import CHINA

BY = job("watch_dispatches")
DAYS_DRAWN = 3

log = structlog.get_logger()


@app.periodic(cron="* * * * *")
@app.task(queue="urgent", queueing_lock="watch_dispatches", pass_context=False)
def watch_dispatches(timestamp: int) -> None:
    """Ring what is due. Safe to repeat: each clock rings once in a round."""
    del timestamp  # the run is for now, however late the worker came to it
    run_clocks(at=datetime.now(UTC))


@app.periodic(cron="20 * * * *")
@app.task(queue="urgent", queueing_lock="draw_quality", pass_context=False)
def draw_quality(timestamp: int) -> None:
    """Draw from the days that are over. Safe to repeat: a unit's day is drawn once."""
    del timestamp
    run_draws(at=datetime.now(UTC))


def run_draws(*, at: datetime) -> int:
    """Draw from the last days that are over, also those in which nothing ran; how many.

    Safe to repeat: a unit's day is drawn once.
    """
    today = at.astimezone(CHINA).date()
    days = [today - timedelta(days=ago) for ago in range(DAYS_DRAWN, 0, -1)]
    return sum(draw(day, by=BY, at=at) for day in days)


def run_clocks(*, at: datetime) -> None:
    """One round of all clocks at an instant. A dispatch that fails holds up no other."""
    for due, verb in ((to_ring, ring_overdue), (unanswered_alone, route)):
        for dispatch_no in due(at=at):
            try:
                verb(dispatch_no, by=BY, at=at)
            except ZhisunError as error:
                log.warning(
                    "clock_stopped", verb=verb.__name__, dispatch=dispatch_no, code=error.code
                )
