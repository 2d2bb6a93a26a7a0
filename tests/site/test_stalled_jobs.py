"""The sweep of stalled jobs when the database goes away between two of them."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest
from procrastinate.exceptions import ConnectorException
from psycopg import OperationalError
from psycopg.errors import RaiseException

from zhisun.site.jobs import sweep_stalled_jobs


class Queue:
    """Two stalled jobs, the first of which cannot be given back for `why`."""

    def __init__(self, why: Exception) -> None:
        self.why = why
        self.given_back: list[int] = []

    async def get_stalled_jobs(self, *, seconds_since_heartbeat: float) -> list[SimpleNamespace]:
        assert seconds_since_heartbeat > 0
        return [SimpleNamespace(id=number, task_name="sweep") for number in (1, 2)]

    async def retry_job(self, job: SimpleNamespace) -> None:
        if job.id == 1:
            raise ConnectorException from self.why
        self.given_back.append(job.id)


def sweep(queue: Queue) -> int:
    context = SimpleNamespace(app=SimpleNamespace(job_manager=queue))
    given_back: int = asyncio.run(cast("Any", sweep_stalled_jobs).func(context, 0))
    return given_back


def test_one_that_another_sweep_took_does_not_keep_the_next() -> None:
    queue = Queue(RaiseException("job is not doing"))
    assert sweep(queue) == 1
    assert queue.given_back == [2]


def test_a_lost_database_ends_the_sweep_so_that_it_is_tried_again() -> None:
    queue = Queue(OperationalError("the connection is closed"))
    with pytest.raises(ConnectorException):
        sweep(queue)
    assert queue.given_back == []
