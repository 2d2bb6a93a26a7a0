"""What stands between installed files and a running platform: key, database, tables, pages."""

import contextlib
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import django
import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from zhisun.kernel.errors import GatewayUnavailable
from zhisun.site import environment, rooms
from zhisun.site.embedded import EmbeddedPostgres, refuse_without_trigrams

SECRET_KEY = "secret.key"  # noqa: S105 a file name


def set_up_django() -> None:
    """Make the lasting secret key, then let Django read its settings.

    Raises InputError on an odd setting.
    """
    environment.make_secret(environment.home() / SECRET_KEY)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhisun.site.settings")
    django.setup()


@contextlib.contextmanager
def database(*, keep: bool = False) -> Iterator[EmbeddedPostgres | None]:
    """The database for as long as the block runs; the embedded server, None when it is another.

    An embedded server that this call started is stopped again, unless it is to be kept; one that
    ran already is left running. Raises InputError, GatewayUnavailable.
    """
    url = environment.text("DATABASE_URL")
    if url:
        try:
            refuse_without_trigrams(url)
        except psycopg.Error as error:
            reason = str(error).strip().splitlines()[-1]
            raise GatewayUnavailable("database_unreachable", reason=reason) from error
        yield None
        return
    server = EmbeddedPostgres(environment.home())
    started = server.ensure()
    try:
        yield server
    finally:
        if started and not keep:
            server.stop()


def stop_database() -> None:
    """Stop the embedded server, whoever started it; a real one is left alone."""
    if not environment.text("DATABASE_URL"):
        EmbeddedPostgres(environment.home()).stop()


def bring_up_to_date() -> None:
    """Apply the migrations and lay out the static files. Harmless to repeat."""
    call_command("migrate", interactive=False, verbosity=0)
    root = Path(settings.STATIC_ROOT)
    stamp = root / "stamp"
    state = _static_state()
    if not stamp.exists() or stamp.read_text() != state:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(state)
    connections.close_all()


def _static_state() -> str:
    """Changes when any static file does: laying them out takes seconds, and rarely is needed."""
    digest = hashlib.sha256()
    for folder in rooms.folders("static"):
        for path in sorted(folder.rglob("*")):
            stat = path.stat()
            digest.update(f"{path}{stat.st_size}{stat.st_mtime_ns}".encode())
    return digest.hexdigest()
