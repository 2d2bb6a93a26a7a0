"""The database's address for those who speak to it without Django."""

from typing import Any

from django.conf import settings
from psycopg.conninfo import make_conninfo

DJANGOS_OWN = {"server_side_binding", "prepare_threshold"}
"""Options of Django's that no connection string knows."""
NAMES = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}


def dsn() -> str:
    """The connection string of Django's default database."""
    default: dict[str, Any] = settings.DATABASES["default"]
    parts = {name: default.get(key) for name, key in NAMES.items()}
    options = default.get("OPTIONS", {})
    parts |= {name: value for name, value in options.items() if name not in DJANGOS_OWN}
    return make_conninfo(**{name: value for name, value in parts.items() if value})
