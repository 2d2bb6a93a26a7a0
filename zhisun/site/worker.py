"""The worker process: news to the domains above, seals on the audit, ordinary jobs.

Three loops in one process. Each survives a restart of the database; none holds a connection of
another. SIGTERM lets the batch under way finish.
"""

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable
from typing import Any, cast

import procrastinate.worker
import psycopg
import structlog
from asgiref.sync import sync_to_async
from django.db import Error as DatabaseError
from django.db import connections
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.middleware import SyncCallNext

from zhisun.domains.audit import services as audit
from zhisun.domains.outbox import services as outbox
from zhisun.domains.outbox.terms import EVENT_CHANNEL
from zhisun.engines.tracing.warm import warm
from zhisun.site import connection, wiring
from zhisun.site.signals import SignalPipe

BATCH = 40
"""Events in hand at once; those of a killed worker wait for the end of their lease."""
GATHERING = 0.1
"""Seconds between the bell and the look: what a burst of acts tells is taken up together."""
LONGEST_WAIT = 1.0
"""Seconds without a notification after which the outbox is looked through all the same."""
SEAL_EVERY = 2.0
SHORTEST_PAUSE, LONGEST_PAUSE = 0.25, 10.0
JOBS_AT_ONCE = 4
GRACE = 5.0

log = structlog.get_logger()


def main() -> None:
    """Run until a signal asks to end."""
    warm()  # money is followed inside transactions, which must not wait for a compiler
    stop = threading.Event()
    loops = {"outbox": dispatch_until, "audit": seal_until, "jobs": work_until}
    threads = [
        threading.Thread(target=enduring, args=(loop, stop), name=name)
        for name, loop in loops.items()
    ]
    with SignalPipe() as signals:
        for thread in threads:
            thread.start()
        while not signals.ending:
            signals.wait(3600)
        stop.set()
    for thread in threads:
        thread.join(GRACE + LONGEST_WAIT)


def enduring(loop: Callable[[threading.Event], None], stop: threading.Event) -> None:
    """Run a loop until `stop`; after a fault of the database start it afresh, later each time."""
    pause = SHORTEST_PAUSE
    while not stop.is_set():
        began = time.monotonic()
        try:
            loop(stop)
        except (DatabaseError, psycopg.Error):
            log.warning("worker_lost_database", loop=loop.__name__, again_in=pause, exc_info=True)
        except Exception:
            log.exception("worker_loop_failed", loop=loop.__name__, again_in=pause)
        finally:
            connections.close_all()
        if time.monotonic() - began > LONGEST_PAUSE:
            pause = SHORTEST_PAUSE
        stop.wait(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


def dispatch_until(stop: threading.Event) -> None:
    """Deliver news as it is published.

    Listening begins before the first look, so that nothing published in between waits.
    """
    reactions = wiring.reactions()
    with psycopg.connect(connection.dsn(), autocommit=True) as ear:
        ear.execute(f"LISTEN {EVENT_CHANNEL}")
        while not stop.is_set():
            while outbox.dispatch(reactions, at=timezone.now(), limit=BATCH) and not stop.is_set():
                pass
            for _ in ear.notifies(timeout=LONGEST_WAIT, stop_after=1):
                stop.wait(GATHERING)
            for _ in ear.notifies(timeout=0):
                pass  # those of the same burst; the look that follows is theirs


def seal_until(stop: threading.Event) -> None:
    """Seal the acts of the last seconds into the audit's chain."""
    while not stop.is_set():
        while audit.seal():
            pass
        stop.wait(SEAL_EVERY)


def work_until(stop: threading.Event) -> None:
    """Run the ordinary and the periodic jobs.

    A second view of the app gets the worker's own connector: the first one stays Django's, so
    that a job deferred by a reaction commits with the reaction.
    """
    asyncio.run(_work(stop))


def with_fresh_connection(
    call_next: SyncCallNext, _context: JobContext, _worker: procrastinate.worker.Worker
) -> Any:
    """Run a job on a connection of its own: its thread may idle longer than a connection lives."""
    try:
        return call_next()
    finally:
        connections.close_all()


async def _work(stop: threading.Event) -> None:
    connector = cast("DjangoConnector", app.connector)
    jobs = app.with_connector(connector.get_worker_connector())
    try:
        async with jobs.open_async():
            worker = asyncio.create_task(
                jobs.run_worker_async(
                    concurrency=JOBS_AT_ONCE,
                    install_signal_handlers=False,
                    shutdown_graceful_timeout=GRACE,
                    task_middleware=[with_fresh_connection],
                )
            )
            while not stop.is_set() and not worker.done():  # noqa: ASYNC110 another thread stops us
                await asyncio.sleep(0.2)
            worker.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await worker
    finally:
        # Periodic jobs are deferred through Django's connector, in a thread that outlives the loop
        # and would keep a broken connection for good.
        await sync_to_async(connections.close_all)()
