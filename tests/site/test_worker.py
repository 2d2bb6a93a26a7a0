"""The worker: news reaches the domains, survives a lost database, ends when asked."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import connection as django_connection
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from tests.builders.city import ABC, a_city
from tests.builders.orders import CARD, T0, an_incident
from tests.builders.statements import delimited, stamp
from tests.builders.uploads import confirmed, uploaded
from zhisun.domains.audit import services as audit
from zhisun.domains.money_trails.models import StatementRow
from zhisun.domains.money_trails.terms import READ_STATEMENT
from zhisun.domains.outbox import selectors, services
from zhisun.kernel.actors import job
from zhisun.site import connection, wiring, worker
from zhisun.site.jobs import STALLED_SECONDS

SWEEP = "zhisun.site.jobs.sweep_stalled_jobs"
AT = datetime(2026, 11, 21, 9, 41, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stop() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def running(stop: threading.Event) -> Iterator[Callable[[Callable[[threading.Event], None]], None]]:
    """Runs one of the worker's loops in a thread of its own, as `main` does."""
    threads: list[threading.Thread] = []

    def run(loop: Callable[[threading.Event], None]) -> None:
        threads.append(threading.Thread(target=worker.enduring, args=(loop, stop)))
        threads[-1].start()

    yield run
    stop.set()
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive()


def eventually(holds: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def publish(key: str) -> None:
    with transaction.atomic():
        services.publish("test.happened", key, area="3708", at=AT)


def listening() -> bool:
    with psycopg.connect(connection.dsn()) as database:
        row = database.execute(
            "select count(*) from pg_stat_activity where query like 'LISTEN%'"
            " and datname = current_database()"
        ).fetchone()
    return row is not None and row[0] > 0


def test_news_is_taken_up_by_its_bell(
    monkeypatch: pytest.MonkeyPatch, running: Callable[..., None], stop: threading.Event
) -> None:
    heard: list[str] = []
    answers = {"test.happened": (lambda key, _at: heard.append(key),)}
    monkeypatch.setattr(wiring, "reactions", lambda: answers)
    monkeypatch.setattr(worker, "LONGEST_WAIT", 60.0)  # only the bell can be what is heard
    publish("before")
    running(worker.dispatch_until)
    eventually(lambda: heard == ["before"])
    eventually(listening)
    publish("after")
    eventually(lambda: heard == ["before", "after"], seconds=30)
    stop.set()
    publish("end")  # wakes the loop, so that it sees that it should end


def test_the_worker_goes_on_after_it_lost_its_database(
    monkeypatch: pytest.MonkeyPatch, running: Callable[..., None]
) -> None:
    heard: list[str] = []
    answers = {"test.happened": (lambda key, _at: heard.append(key),)}
    monkeypatch.setattr(wiring, "reactions", lambda: answers)
    running(worker.dispatch_until)
    eventually(listening)
    with psycopg.connect(connection.dsn(), autocommit=True) as database:
        database.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
            " and datname = current_database() and query like 'LISTEN%'"
        )
    publish("later")
    eventually(lambda: heard == ["later"])
    eventually(lambda: selectors.backlog().events == 0)


def test_acts_are_sealed_behind_their_back(running: Callable[..., None]) -> None:
    with transaction.atomic():
        audit.record(job("test"), "cases.report", "J1", at=AT, area="3708")
    running(worker.seal_until)
    eventually(lambda: unsealed() == 0)
    assert list(audit.verify()) == []


def test_the_jobs_go_on_after_they_lost_their_database(running: Callable[..., None]) -> None:
    running(worker.work_until)
    eventually(ProcrastinateWorker.objects.exists)
    with psycopg.connect(connection.dsn(), autocommit=True) as database:
        database.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where pid <> all(%s) and datname = current_database()",
            ([database.info.backend_pid, django_connection.connection.info.backend_pid],),
        )
    job_id = app.configure_task(SWEEP).defer(timestamp=0)
    # A fault may leave it `doing` under the loop that ended: then the second sweep after that one's
    # last heartbeat gives it back.
    patience = 2 * STALLED_SECONDS + 60
    eventually(lambda: ProcrastinateJob.objects.get(pk=job_id).status == "succeeded", patience)


def unsealed() -> int:
    with django_connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from audit_entry e where not exists"
            " (select from audit_seal s where s.entry_id = e.id)"
        )
        row: tuple[int] = cursor.fetchone()
    return row[0]


def test_a_job_of_a_killed_worker_is_taken_up_again(running: Callable[..., None]) -> None:
    """The job stands as `doing` under a worker whose last heartbeat was an hour ago."""
    with django_connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat)"
            " values (now() - interval '1 hour') returning id"
        )
        (dead,) = cursor.fetchone()
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, args, status, worker_id)"
            " values ('soon', 'zhisun.site.jobs.sweep_stalled_jobs', '{\"timestamp\": 0}', 'doing',"
            " %s) returning id",
            [dead],
        )
        (job_id,) = cursor.fetchone()
    app.configure_task(SWEEP).defer(timestamp=0)
    running(worker.work_until)
    eventually(lambda: ProcrastinateJob.objects.get(pk=job_id).status == "succeeded")


def test_a_job_whose_successor_waits_does_not_keep_the_other_stalled_ones(
    running: Callable[..., None],
) -> None:
    """Two orphans: one cannot be given back beside its successor, the later one still is."""
    rows = (
        ("doing", "one at a time", 0),
        ("todo", "one at a time", 1),
        ("doing", None, 0),
    )
    job_ids = [a_job(*row) for row in rows]
    sweep = app.configure_task(SWEEP).defer(timestamp=0)
    running(worker.work_until)
    last = job_ids[-1]
    eventually(lambda: ProcrastinateJob.objects.get(pk=last).status == "succeeded")
    eventually(lambda: ProcrastinateJob.objects.get(pk=sweep).status == "succeeded")
    statuses = [ProcrastinateJob.objects.get(pk=job_id).status for job_id in job_ids]
    assert statuses == ["doing", "todo", "succeeded"]


def a_job(status: str, queueing_lock: str | None, in_hours: int) -> int:
    """A sweep as it stands under a worker that ended without a word."""
    with django_connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs"
            " (queue_name, task_name, args, status, queueing_lock, scheduled_at)"
            " values ('soon', %s, '{\"timestamp\": 0}', %s, %s, now() + %s * interval '1 hour')"
            " returning id",
            [SWEEP, status, queueing_lock, in_hours],
        )
        row: tuple[int] = cursor.fetchone()
    return row[0]


def test_a_statement_is_read_beside_the_news(running: Callable[..., None]) -> None:
    a_city()
    incident_no = an_incident()
    rows = [
        ["卡号", "交易时间", "借贷标志", "交易金额", "对方账号"],
        [CARD, stamp(T0), "贷", "28000.00", "6217001234567890121"],
    ]
    confirmed(uploaded(incident_no, "农行.csv", delimited(rows), bank=ABC))
    reactions = wiring.reactions()
    while services.dispatch(reactions, at=AT):
        pass
    assert StatementRow.objects.count() == 0
    assert ProcrastinateJob.objects.get(task_name=READ_STATEMENT).status == "todo"
    running(worker.work_until)
    eventually(lambda: StatementRow.objects.count() == 1)
    running(worker.dispatch_until)
    eventually(lambda: selectors.backlog().events == 0)
    eventually(lambda: ProcrastinateJob.objects.get(task_name=READ_STATEMENT).status == "succeeded")
