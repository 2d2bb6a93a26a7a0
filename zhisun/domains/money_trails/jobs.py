"""What takes longer than other news should wait, and what is learnt every hour."""

from datetime import UTC, datetime

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from zhisun.domains.money_trails.services.learn import learn
from zhisun.domains.money_trails.services.statements import give_up_reading, import_statement
from zhisun.domains.money_trails.terms import READ_STATEMENT
from zhisun.kernel.actors import job

BY = job("read_statement")
LEARNER = job("learn_from_answers")
TRYING = RetryStrategy(max_attempts=5, exponential_wait=2)


@app.task(
    name=READ_STATEMENT,
    queue="soon",
    lock=READ_STATEMENT,  # one at a time: the clocks need their turn, and a file its memory
    retry=TRYING,
    pass_context=True,
)
def read_waiting(context: JobContext, key: int) -> None:
    """Turn a mapped statement file into rows, now. Safe to repeat: a file is read once.

    What fails the last time is said at the file, so that nobody waits for it.
    """
    try:
        read_statement(key, at=datetime.now(UTC))
    except Exception as fault:
        if TRYING.get_retry_decision(exception=fault, job=context.job) is None:
            give_up_reading(key, by=BY, at=datetime.now(UTC))
        raise


def read_statement(key: int, *, at: datetime) -> None:
    """Turn a mapped statement file into rows at an instant. Safe to repeat: it is read once."""
    import_statement(key, by=BY, at=at)


@app.periodic(cron="17 * * * *")
@app.task(queue="soon", queueing_lock="learn_from_answers", pass_context=False)
def learn_from_answers(timestamp: int) -> None:
    """Learn how long money stays and how soon institutions act. Safe to repeat."""
    del timestamp  # the run is for now, however late the worker came to it
    learn(by=LEARNER, at=datetime.now(UTC))
