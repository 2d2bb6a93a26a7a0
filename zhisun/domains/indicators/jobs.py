"""The clock that runs every minute."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from zhisun.domains.indicators.services.ageing import expire
from zhisun.kernel.actors import job

BY = job("age_indicators")


@app.periodic(cron="* * * * *")
@app.task(queue="soon", queueing_lock="age_indicators", pass_context=False)
def age_indicators(timestamp: int) -> None:
    """Take what has lapsed out of the base. Safe to repeat: what is over is over once."""
    del timestamp  # the run is for now, however late the worker came to it
    expire(by=BY, at=datetime.now(UTC))
