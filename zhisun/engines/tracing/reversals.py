"""Reversals (冲正、退汇): pairs of transfers that undo each other, voided before following.

A pair is swapped parties and the same fen, within `window_seconds`, the payee having paid
nothing else between; or a row the bank flagged, with its nearest opposite. A flagged row without
an opposite is voided alone. Source: graph study §4.6; three days for flagged rows is ours.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict

import numpy as np

from zhisun.engines.tables import MISSING, TransferStatus
from zhisun.engines.tracing.journal import Int64s, Journal

FLAGGED_SECONDS = 3 * 86_400


def voided(ledger: Journal, *, window_seconds: int) -> Int64s:
    """For each row the row it is voided with, itself if alone, MISSING if it stands."""
    return _Pairing(ledger, window_seconds).partner


class _Pairing:
    def __init__(self, ledger: Journal, window_seconds: int) -> None:
        self.window_seconds = window_seconds
        self.partner = np.full(len(ledger.fen), MISSING, dtype=np.int64)
        rows = np.lexsort((ledger.transfer, ledger.sequence, ledger.second)).tolist()
        self.place = {row: place for place, row in enumerate(rows)}
        self.second = ledger.second.tolist()
        self.paid_at: dict[int, list[int]] = defaultdict(list)
        self.alike: dict[tuple[int, int, int], list[int]] = defaultdict(list)
        names = list(
            zip(ledger.payer.tolist(), ledger.payee.tolist(), ledger.fen.tolist(), strict=True)
        )
        for row in rows:
            self.paid_at[names[row][0]].append(self.second[row])
            self.alike[names[row]].append(row)
        self.names = names
        flags = ledger.status == TransferStatus.REVERSED
        for row in rows:
            if flags[row] and self.partner[row] == MISSING:
                self._void_flagged(row)
        for row in rows:
            self._void_if_undone(row)

    def _opposites(self, row: int) -> list[int]:
        """Rows that stand and carry the same fen the other way, by time."""
        payer, payee, fen = self.names[row]
        opposite = self.alike.get((payee, payer, fen), [])
        return [other for other in opposite if self.partner[other] == MISSING]

    def _void(self, row: int, other: int) -> None:
        self.partner[row], self.partner[other] = other, row

    def _void_flagged(self, row: int) -> None:
        near = [
            other
            for other in self._opposites(row)
            if abs(self.second[other] - self.second[row]) <= FLAGGED_SECONDS
        ]
        later = [other for other in near if self.place[other] > self.place[row]]
        self._void(row, (later[:1] or near[-1:] or [row])[0])

    def _void_if_undone(self, row: int) -> None:
        payer, payee, fen = self.names[row]
        if self.partner[row] != MISSING or (payee, payer, fen) not in self.alike:
            return
        later = [other for other in self._opposites(row) if self.place[other] > self.place[row]]
        if not later or self.second[later[0]] - self.second[row] > self.window_seconds:
            return
        if self._paid_between(payee, row, later[0]) == 1:
            self._void(row, later[0])

    def _paid_between(self, account: int, first: int, last: int) -> int:
        """How often `account` paid from the second of `first` to that of `last`."""
        times = self.paid_at[account]
        return bisect_right(times, self.second[last]) - bisect_left(times, self.second[first])
