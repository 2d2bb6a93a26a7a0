"""Indicators that stand → the engine's table, and on their way to other bases."""

from collections import defaultdict
from collections.abc import Iterator

import pyarrow as pa
from django.db import connection
from django.db.models import QuerySet

from zhisun.domains.indicators.models import CaseLink, Indicator
from zhisun.domains.indicators.terms import IndicatorState
from zhisun.engines.screening.indicator_base import INDICATORS
from zhisun.gateways.indicators.port import Shared

CHUNK = 50_000
SHARED = (
    *("fraud_type", "severity", "confidence", "source", "verified_at"),
    *("valid_from", "valid_to", "seen_at"),
)
COLUMNS = ("kind", "value", "fraud_type", "severity", "valid_from", "valid_to", "source", "pk")

IDENTITY = """
    select concat_ws(' ', system_identifier, timeline_id, oid)
    from pg_control_system(), pg_control_checkpoint(), pg_database
    where datname = current_database()
"""


def indicators() -> pa.Table:
    """All indicators that stand, as INDICATORS; the id is their key. One query.

    About 1 kB a row while it runs.
    """
    return _read(Indicator.objects.filter(state=IndicatorState.STANDING))


def changes(since: int) -> tuple[list[str], pa.Table]:
    """What changed after the change of this number: ids, and those of them that stand. Two queries.

    A row that changes again between the two is told of once more by the next call.
    """
    rows = Indicator.objects.filter(change__gt=since)
    ids = [str(key) for key in rows.values_list("pk", flat=True)]
    return ids, _read(rows.filter(state=IndicatorState.STANDING))


def changed_since(change: int, *, most: int) -> int:
    """How many indicators changed after this change; counted up to `most`. One query."""
    return Indicator.objects.filter(change__gt=change)[:most].count()


def database_identity() -> str:
    """Tells this history of this database from every other one. One query."""
    with connection.cursor() as cursor:
        cursor.execute(IDENTITY)
        found: tuple[str] = cursor.fetchone()
    return found[0]


def _read(rows: "QuerySet[Indicator]") -> pa.Table:
    parts = [INDICATORS.empty_table()]
    chunk: list[tuple[object, ...]] = []
    for row in rows.order_by("pk").values_list(*COLUMNS).iterator(CHUNK):
        chunk.append((*row[:-1], str(row[-1])))
        if len(chunk) == CHUNK:
            parts.append(_table(chunk))
            chunk = []
    if chunk:
        parts.append(_table(chunk))
    return pa.concat_tables(parts)


def _table(rows: list[tuple[object, ...]]) -> pa.Table:
    columns = zip(*rows, strict=True)
    arrays = [
        pa.array(list(column), INDICATORS.field(number).type)
        for number, column in enumerate(columns)
    ]
    return pa.table(arrays, schema=INDICATORS)


def shared(rows: QuerySet[Indicator]) -> Iterator[Shared]:
    """Indicators on their way to another base, in normal form. Two queries."""
    links: dict[int, list[str]] = defaultdict(list)
    named = CaseLink.objects.filter(indicator__in=rows).order_by("pk")
    for key, number in named.values_list("indicator_id", "incident_no"):
        links[key].append(number)
    for row in rows.iterator(CHUNK):
        plain = {name: getattr(row, name) for name in SHARED}
        numbers = tuple(links.get(row.pk, ()))
        yield Shared(kind=row.kind, value=row.form, incident_nos=numbers, **plain)
