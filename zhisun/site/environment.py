"""Typed readers of environment variables: an odd value stops the start, it is never guessed.

Every reader raises InputError("setting_unreadable", setting=…, value=…, wanted=…).
"""

import os
import secrets
import socket
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from zhisun.kernel.errors import InputError

TRUE = frozenset({"1", "on", "true", "yes"})
FALSE = frozenset({"0", "off", "false", "no"})
DEFAULT_HOME = "~/.local/share/zhisun"
SECRET_KEY_LENGTH = 50


def text(name: str, default: str = "", *, among: frozenset[str] | None = None) -> str:
    """The variable without surrounding blanks, or `default` when it is absent or blank."""
    value = os.environ.get(name, "").strip() or default
    if among is not None and value not in among:
        raise _unreadable(name, value, " / ".join(sorted(among)))
    return value


def flag(name: str, *, default: bool = False) -> bool:
    """on/off, true/false, yes/no or 1/0, in any case."""
    value = text(name).lower()
    if value in TRUE | FALSE:
        return value in TRUE
    if value:
        raise _unreadable(name, value, "on / off")
    return default


def number(name: str, default: int, *, lowest: int, highest: int) -> int:
    """A whole number between `lowest` and `highest`, both included."""
    value = text(name, str(default))
    wanted = f"{lowest}–{highest}"
    try:
        amount = int(value)
    except ValueError as error:
        raise _unreadable(name, value, wanted) from error
    if not lowest <= amount <= highest:
        raise _unreadable(name, value, wanted)
    return amount


def names(name: str, default: str = "") -> list[str]:
    """A comma-separated list without blanks."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def home() -> Path:
    """Where this installation keeps its state (ZHISUN_HOME), absolute; it need not exist yet."""
    return Path(text("ZHISUN_HOME", DEFAULT_HOME)).expanduser().absolute()


def secret(path: Path) -> str:
    """The text of a secret file, or "" when there is none. A short one is refused."""
    try:
        value = path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""
    if len(value) < SECRET_KEY_LENGTH:
        raise _unreadable(path.name, "…", f"≥ {SECRET_KEY_LENGTH}")
    return value


def passing_key() -> str:
    """A key for this process only: good for commands that sign nothing which must last.

    `zhisun serve` and `zhisun demo` make the lasting one before they start anything.
    """
    return secrets.token_urlsafe(SECRET_KEY_LENGTH)


def make_secret(path: Path) -> None:
    """Make the secret file, readable by its owner only, unless there is one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(file, "w") as new:
        new.write(passing_key())


def database(url: str) -> dict[str, object]:
    """Django's connection settings of `postgresql://user:password@host:port/name?options`."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _database_refused("…") from error
    database_name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not database_name:
        raise _database_refused(parts.scheme)
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": database_name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.get("host", unquote(parts.hostname or "")),
        "PORT": str(port or ""),
        "OPTIONS": {name: value for name, value in options.items() if name != "host"},
    }


def machine_names() -> list[str]:
    """The names under which this machine may be called without being told more."""
    return ["localhost", "127.0.0.1", "[::1]", socket.gethostname()]


def _database_refused(scheme: str) -> InputError:
    """The refusal never repeats the address: it may hold a password."""
    return _unreadable("DATABASE_URL", f"{scheme}://…", "postgresql://…/…")


def _unreadable(setting: str, value: str, wanted: str) -> InputError:
    return InputError("setting_unreadable", setting=setting, value=value[:60], wanted=wanted)
