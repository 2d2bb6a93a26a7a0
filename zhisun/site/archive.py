"""Backup and restore: the whole state as one file.

A tar of `manifest.json` (what is in it, with digests), `database.dump` (pg_dump's custom form),
`secret.key` and `files/`. Written beside its place and moved there when whole.
"""

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connections

from zhisun.kernel.errors import GatewayUnavailable, InputError
from zhisun.site import connection
from zhisun.site.postgres_binaries import find_binaries

FORMAT = 1
MANIFEST, DUMP, KEY, FILES = "manifest.json", "database.dump", "secret.key", "files"
EMPTY_IT = "drop schema public cascade; create schema public;\n"


def write(target: Path) -> int:
    """Write a backup while the platform may go on working; its size in bytes.

    The database is one consistent snapshot. Files are only ever added, so those copied after it
    hold everything that it names. Raises OSError, GatewayUnavailable.
    """
    unfinished = target.with_name(target.name + ".unfinished")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent) as work:
            dump = Path(work) / DUMP
            _run("pg_dump", "--format=custom", f"--file={dump}", f"--dbname={connection.dsn()}")
            members = {DUMP: dump, KEY: Path(settings.SECRET_KEY_FILE)}
            members |= _files(Path(settings.MEDIA_ROOT))
            manifest = Path(work) / MANIFEST
            manifest.write_text(json.dumps(_manifest(members), ensure_ascii=False))
            file = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(file, "wb") as out, tarfile.open(fileobj=out, mode="w") as tar:
                for name, path in {MANIFEST: manifest, **members}.items():
                    tar.add(path, arcname=name, recursive=False)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return target.stat().st_size


def read(source: Path, *, replace: bool) -> None:
    """Put a backup in the place of the present state, all of it or nothing.

    Raises InputError when the file is not a whole backup, or when there is state and it was not
    said to replace it.
    """
    if not replace and _has_tables():
        raise InputError("restore_would_replace")
    home = Path(settings.ZHISUN_HOME)
    with tempfile.TemporaryDirectory(dir=home) as work:
        unpacked = Path(work)
        _unpack(source, unpacked)
        connections.close_all()
        _restore_database(unpacked / DUMP, unpacked / "restore.sql")
        (unpacked / KEY).replace(settings.SECRET_KEY_FILE)
        if (unpacked / FILES).is_dir():
            shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
            (unpacked / FILES).rename(settings.MEDIA_ROOT)


def _restore_database(dump: Path, script: Path) -> None:
    """One transaction empties and fills: a dump that breaks off leaves what was there."""
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(dump))
    body = script.read_bytes()
    script.write_bytes(EMPTY_IT.encode() + body)
    _run(
        "psql",
        *("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"),
        f"--file={script}",
        f"--dbname={connection.dsn()}",
    )


def _unpack(source: Path, into: Path) -> None:
    """Unpack and hold every member against its digest. Raises InputError."""
    try:
        with tarfile.open(source, mode="r:") as tar:
            tar.extractall(into, filter="data")
        manifest = json.loads((into / MANIFEST).read_text())
        digests: dict[str, str] = manifest["members"]
        whole = manifest["format"] == FORMAT and {DUMP, KEY} <= set(digests)
        whole = whole and all(_digest(into / name) == known for name, known in digests.items())
    except (tarfile.TarError, ValueError, KeyError, TypeError, FileNotFoundError) as error:
        if not source.exists():
            raise
        raise InputError("backup_unreadable", file=str(source)) from error
    if not whole:
        raise InputError("backup_unreadable", file=str(source))


def _manifest(members: dict[str, Path]) -> dict[str, object]:
    return {
        "format": FORMAT,
        "made_at": datetime.now(UTC).isoformat(),
        "members": {name: _digest(path) for name, path in members.items()},
    }


def _files(root: Path) -> dict[str, Path]:
    return {
        f"{FILES}/{path.relative_to(root)}": path
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _has_tables() -> bool:
    with psycopg.connect(connection.dsn()) as database:
        row = database.execute(
            "select exists (select from pg_tables where schemaname = 'public')"
        ).fetchone()
    return row is not None and bool(row[0])


def _run(program: str, *arguments: str) -> None:
    """One of PostgreSQL's own programs. Raises GatewayUnavailable with its last line."""
    command = [str(find_binaries().folder / program), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise GatewayUnavailable("postgres_program_failed", program=program, reason=last[:300])
