"""Reading a file takes longer than other news should wait."""

from datetime import UTC, datetime

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from zhisun.domains.archives.services.reading import give_up_reading, import_reports
from zhisun.domains.archives.terms import READ_REPORTS
from zhisun.kernel.actors import job

BY = job(READ_REPORTS)
TRYING = RetryStrategy(max_attempts=5, exponential_wait=2)


@app.task(
    name=READ_REPORTS,
    queue="soon",
    lock=READ_REPORTS,  # one at a time: the clocks need their turn, and a file its memory
    retry=TRYING,
    pass_context=True,
)
def read_waiting(context: JobContext, key: int) -> None:
    """Read a mapped file of old reports, now. Safe to repeat: it goes on where it was."""
    try:
        import_reports(key, by=BY, at=datetime.now(UTC))
    except Exception as fault:
        if TRYING.get_retry_decision(exception=fault, job=context.job) is None:
            give_up_reading(key, "report_reading_failed", by=BY, at=datetime.now(UTC))
        raise
