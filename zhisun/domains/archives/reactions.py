"""What follows when somebody has said how a file is read."""

from datetime import datetime

from procrastinate.contrib.django import app

from zhisun.domains.archives.terms import READ_REPORTS


def queue_file(key: str, at: datetime) -> None:
    """Have a mapped file read by a job. Safe to repeat: it goes on where it was."""
    del at  # the job reads the clock when its turn comes
    app.configure_task(READ_REPORTS).defer(key=int(key))


REACTIONS = {"archives.mapped": (queue_file,)}
"""Nothing else listens: an old report drafts no order and warns nobody."""
