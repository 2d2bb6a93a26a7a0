"""Housekeeping of the job queue itself."""

from procrastinate import JobContext
from procrastinate.contrib.django import app

STALLED_SECONDS = 60.0
"""Six missed heartbeats: the worker was killed, it is not merely slow."""


@app.periodic(cron="* * * * *")
@app.task(queue="soon", pass_context=True)
async def sweep_stalled_jobs(context: JobContext, timestamp: int) -> int:
    """Give the jobs of killed workers to a living one; how many. Safe to repeat: jobs are.

    The queue finds such jobs but never takes them up again by itself.
    """
    del timestamp
    manager = context.app.job_manager
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS))
    for job in stalled:
        await manager.retry_job(job)
    return len(stalled)
