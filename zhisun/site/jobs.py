"""Housekeeping of the job queue itself."""

import structlog
from django.db import OperationalError as OrmUnavailable
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from psycopg import OperationalError

STALLED_SECONDS = 60.0
"""Six missed heartbeats: the worker was killed, it is not merely slow."""

log = structlog.get_logger()


@app.periodic(cron="* * * * *")
@app.task(queue="soon", pass_context=True, retry=RetryStrategy(max_attempts=5, wait=1))
async def sweep_stalled_jobs(context: JobContext, timestamp: int) -> int:
    """Give the jobs of killed workers to a living one; how many. Safe to repeat: jobs are.

    The queue finds such jobs but never takes them up again by itself. One that cannot be given
    back now (another sweep was quicker, or its successor already waits under the same queueing
    lock) must not keep the others: the next minute's sweep looks at it again. Raises
    ConnectorException when the database itself is gone: the sweep as a whole is tried again.
    """
    del timestamp
    manager = context.app.job_manager
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS))
    given_back = 0
    for job in stalled:
        try:
            await manager.retry_job(job)
        except ConnectorException as fault:
            if isinstance(fault.__cause__, (OperationalError, OrmUnavailable)):
                raise
            log.warning("stalled_job_kept", job=job.id, task=job.task_name, why=str(fault))
        else:
            given_back += 1
    return given_back
