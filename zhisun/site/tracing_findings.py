"""What a trace's summary tells besides amounts: exits, shapes of the way, accounts like mules'.

By last in, first out: the best guess of which transfers the money took.
"""

from collections import Counter
from typing import Any

import numpy as np
import pyarrow as pa

from zhisun.engines.screening.arrow import Column
from zhisun.engines.tracing import scene
from zhisun.engines.tracing.exits import exits
from zhisun.engines.tracing.ledger import Ledger
from zhisun.engines.tracing.matching import Match, matches
from zhisun.engines.tracing.mules import Mule, mules
from zhisun.engines.tracing.patterns import Hit, carried, patterns
from zhisun.engines.tracing.scene import Folk
from zhisun.engines.tracing.walking import Walked
from zhisun.kernel.money import yuan

LISTED = 200
"""Shapes and accounts that a summary lists; ours."""


def findings(
    ledger: Ledger,
    folk: Folk,
    found: Walked,
    *,
    as_of: int,
    accounts: Column,
    transfers: Column,
) -> dict[str, Any]:
    """`exits`, `patterns`, `mules` and `matched` of a summary, each with its evidence.

    found: the walk by LIFO. as_of: its second. accounts, transfers: names by code.
    """
    moves = carried(ledger, found)
    shapes = patterns(moves)
    left = exits(ledger, folk, found)
    sums: Counter[str] = Counter()
    for row in left.to_pylist():
        sums[row["exit"]] += row["fen"]
    slots = found.slots
    open_slots = slots[(slots[:, scene.END] == scene.NO_END) & (slots[:, scene.VICTIM] == 0)]
    theirs = set(ledger.codes[open_slots[:, scene.ACCOUNT]].astype(np.int64).tolist())
    scored = [each for each in mules(ledger, moves, as_of) if each.account in theirs]
    return {
        "exits": {kind: yuan(fen) for kind, fen in sorted(sums.items())},
        "patterns": [_shape(hit, accounts, transfers) for hit in shapes[:LISTED]],
        "mules": [_mule(each, accounts) for each in scored[:LISTED]],
        "matched": [
            _matched(each, ledger, accounts, transfers)
            for each in matches(ledger, folk, found, as_of)[:LISTED]
        ],
    }


def _matched(match: Match, ledger: Ledger, accounts: Column, transfers: Column) -> dict[str, Any]:
    """A proposal, not a fact: nothing in the other tables rests on it."""
    giver, taker = ledger.codes[[match.giver, match.taker]].tolist()
    rows = ledger.transfer[[match.arrived, *(row for row, _ in match.payouts)]].tolist()
    arrived, *payouts = transfers.take(pa.array(rows, pa.int32())).to_pylist()
    return {
        "from": str(accounts[giver].as_py()),
        "to": str(accounts[taker].as_py()),
        "amount": yuan(match.fen),
        "seconds": match.seconds,
        "fit": str(match.fit),
        "confidence": match.confidence_pm / 1000,
        "arrived": arrived,
        "payouts": payouts,
    }


def _shape(hit: Hit, accounts: Column, transfers: Column) -> dict[str, Any]:
    return {
        "pattern": str(hit.pattern),
        "account": str(accounts[hit.account].as_py()),
        "width": hit.width,
        "amount": yuan(hit.fen),
        "transfers": transfers.take(pa.array(hit.transfers, pa.int32())).to_pylist(),
    }


def _mule(mule: Mule, accounts: Column) -> dict[str, Any]:
    return {
        "account": str(accounts[mule.account].as_py()),
        "score": mule.score,
        "reasons": [
            {"reason": str(reason), "figure": round(figure, 3), "points": points}
            for reason, figure, points in mule.reasons
        ],
    }
