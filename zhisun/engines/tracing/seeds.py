"""Where claims enter the ledger: a seed is the claimed part of one transfer."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from zhisun.engines.tables import MISSING
from zhisun.engines.tracing.journal import Int64s, Journal, demand_unique, numbers
from zhisun.engines.tracing.terms import Fault
from zhisun.kernel.errors import EngineInputError


class Finding(NamedTuple):
    """One fault of the data. `account` is a position; `claim` is MISSING where none is meant."""

    fault: Fault
    account: int
    transfer: int
    claim: int
    fen: int


@dataclass(slots=True)
class Seeds:
    """Claims by the row they enter at, and those whose money never moved."""

    at: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    unmoved: list[tuple[int, int, int]] = field(default_factory=list)  # claim, payer, fen
    payers: set[int] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)


def seeds(claims: pa.Table, every: Journal, row_of: Int64s, moved: NDArray[np.bool_]) -> Seeds:
    """Claims as seeds, the smaller claim code first where several name one transfer.

    claims: of schema CLAIMS. every: all transfers by ascending code. row_of: where each of them
    is followed, MISSING after the as-of instant. moved: whether its money went anywhere.
    Raises EngineInputError (`claim_without_transfer`, `value_out_of_range`).
    """
    claim, transfer, fen = (numbers(claims, name) for name in ("claim", "transfer", "fen"))
    demand_unique(claim, column="claim")
    if (fen <= 0).any() or (claim < 0).any():
        raise EngineInputError("value_out_of_range", column="claim")
    strangers = transfer[~np.isin(transfer, every.transfer)]
    if strangers.size:
        raise EngineInputError("claim_without_transfer", transfer=int(strangers[0]))
    place = np.searchsorted(every.transfer, transfer)
    found = Seeds(payers=set(every.payer[place].tolist()))
    left = dict(zip(place.tolist(), every.fen[place].tolist(), strict=True))
    for i in np.argsort(claim).tolist():
        at, code = int(place[i]), int(claim[i])
        payer, taken = int(every.payer[at]), min(int(fen[i]), left[at])
        left[at] -= taken
        faults = {Fault.CLAIM_CAPPED: int(fen[i]) - taken}
        if not moved[at]:
            found.unmoved.append((code, payer, taken))
            faults[Fault.CLAIM_NOT_MOVED] = taken
        elif row_of[at] == MISSING:
            faults[Fault.CLAIM_AFTER_AS_OF] = taken
        elif taken:
            found.at[int(row_of[at])].append((code, taken))
        found.findings += [
            Finding(fault, payer, int(transfer[i]), code, amount)
            for fault, amount in faults.items()
            if amount
        ]
    return found
