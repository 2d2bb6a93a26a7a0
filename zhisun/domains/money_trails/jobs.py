"""What takes longer than other news should wait."""

from datetime import UTC, datetime

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from zhisun.domains.money_trails.services.statements import import_statement
from zhisun.domains.money_trails.terms import READ_STATEMENT
from zhisun.kernel.actors import job

BY = job("read_statement")


@app.task(
    name=READ_STATEMENT,
    queue="soon",
    lock=READ_STATEMENT,  # one at a time: the clocks need their turn, and a file its memory
    retry=RetryStrategy(max_attempts=5, exponential_wait=2),
)
def read_waiting(key: int) -> None:
    """Turn a mapped statement file into rows, now. Safe to repeat: a file is read once."""
    read_statement(key, at=datetime.now(UTC))


def read_statement(key: int, *, at: datetime) -> None:
    """Turn a mapped statement file into rows at an instant. Safe to repeat: it is read once."""
    import_statement(key, by=BY, at=at)
