"""The clock that runs every minute, and reading of files that would keep an officer waiting."""

from datetime import UTC, datetime

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from zhisun.domains.indicators.services.ageing import expire
from zhisun.domains.indicators.services.reading import STOPPED, give_up, read_file
from zhisun.domains.indicators.terms import READ_FILES
from zhisun.kernel.actors import job
from zhisun.kernel.errors import InputError

BY = job("age_indicators")
READER = job(READ_FILES)
TRYING = RetryStrategy(max_attempts=5, exponential_wait=2)


@app.periodic(cron="* * * * *")
@app.task(queue="soon", queueing_lock="age_indicators", pass_context=False)
def age_indicators(timestamp: int) -> None:
    """Take what has lapsed out of the base. Safe to repeat: what is over is over once."""
    del timestamp  # the run is for now, however late the worker came to it
    expire(by=BY, at=datetime.now(UTC))


@app.task(
    name=READ_FILES,
    queue="soon",
    lock=READ_FILES,  # one at a time: the base has one turn, and a file its memory
    retry=TRYING,
    pass_context=True,
)
def read_waiting(context: JobContext, key: int) -> None:
    """Read a large file of indicators, now. Safe to repeat: it goes on where it was."""
    try:
        read_file(key, by=READER, at=datetime.now(UTC))
    except Exception as fault:
        if TRYING.get_retry_decision(exception=fault, job=context.job) is None:
            stopped = InputError(STOPPED, field="file")
            give_up(key, stopped, by=READER, at=datetime.now(UTC))
        raise
