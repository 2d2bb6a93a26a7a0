"""Keeping what a trace read, so that a page can ask it again (追踪依据)."""

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np

from zhisun.domains.money_trails.models import TraceBasis, Transfer
from zhisun.domains.money_trails.services.uploaded import Case
from zhisun.domains.money_trails.tables.basis import NO_KEY, SOURCES, Origin, packed
from zhisun.domains.money_trails.tables.trail import Ledger
from zhisun.domains.money_trails.terms import TransferSource


def keep_basis(incident_key: int, ledger: Ledger, origin: Origin) -> None:
    """Keep a case's ledger as it was just traced. Joins; the caller holds the trail's lock."""
    content = packed(ledger, origin)
    digest = hashlib.sha256(content).hexdigest()
    standing = TraceBasis.objects.filter(incident_id=incident_key)
    if standing.filter(digest=digest).exists():
        return
    TraceBasis.objects.update_or_create(
        incident_id=incident_key, defaults={"digest": digest, "content": content}
    )


def origin_of_transfers(transfers: Sequence[Transfer]) -> Origin:
    """The origin of transfers by their keys, ascending."""
    keys = np.array([each.pk for each in transfers], np.int64)
    source = [SOURCES.index(TransferSource(each.source)) for each in transfers]
    return Origin(keys, np.array(source, np.int64), keys)


def origin_of_movements(case: Case, keys: Mapping[int, int]) -> Origin:
    """The origin of a case's movements by place; `keys` of those that are transfers."""
    count = max([case.found.num_rows, *(place + 1 for place in case.told)])
    source = np.full(count, SOURCES.index(TransferSource.STATEMENT), np.int64)
    answered = np.flatnonzero(case.found["row"].to_numpy() < len(case.statements))
    source[answered] = SOURCES.index(TransferSource.ANSWER)
    key = np.full(count, NO_KEY, np.int64)
    for place, row in case.told.items():
        source[place] = SOURCES.index(row.source)
    for place, known in keys.items():
        key[place] = known
    return Origin(np.arange(count, dtype=np.int64), source, key)
