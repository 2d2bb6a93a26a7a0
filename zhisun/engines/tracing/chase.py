"""What to hold and to query first (§4.8): money that can still be saved, account by account.

The amount is LIFO's, the best guess of where money lies; the haircut stands in for what LIFO may
miss. Of an account whose statement has not come, the money counts by the chance that it is still
there; of one whose statement shows it resting, by the chance that it leaves next if nobody acts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import erfc, log, sqrt

import numpy as np
import pyarrow as pa

from zhisun.engines.tables import INSTANT
from zhisun.engines.tracing import scene
from zhisun.engines.tracing.asking import Asked
from zhisun.engines.tracing.assembly import moved_us, table_of
from zhisun.engines.tracing.book import Int64s, Rows64
from zhisun.engines.tracing.ledger import Ledger
from zhisun.engines.tracing.scene import NO_END
from zhisun.engines.tracing.terms import ATTRIBUTING, STILL_THERE, Rule
from zhisun.engines.tracing.walking import Walked


@dataclass(frozen=True, slots=True, kw_only=True)
class Dwelling:
    """How long traced money stays in an account (停留时间): lognormal, a part never leaves.

    The defaults are a prior until a centre's own answers say better. Source: graph study §4.8; the
    spread is ours.
    """

    median_seconds: float = 180.0
    spread: float = 1.3
    never: float = 0.10

    def stays(self, seconds: float) -> float:
        """The chance that money that came `seconds` ago is still there."""
        if seconds <= 0:
            return 1.0
        left = 0.5 * erfc(log(seconds / self.median_seconds) / (self.spread * sqrt(2)))
        return self.never + (1 - self.never) * left

    def leaves(self, seconds: float, within: float) -> float:
        """The chance that money there after `seconds` leaves in the next `within` seconds."""
        return 1 - self.stays(seconds + within) / self.stays(seconds)


HAIRCUT_PART = 0.2
"""How much of the haircut's amount counts beside LIFO's; graph study §4.8."""

ORDER_SECONDS = 1800.0
"""How far ahead an order looks: who has not acted by then is chased anyway; ours."""

DOUBT = 0.25
"""The least weight of money at rest: the prior may be wrong about this gang; ours."""

CHASE_COLUMNS: dict[str, pa.DataType] = {
    "account": pa.int32(),
    "lifo": pa.int64(),  # fen, as all amounts
    "minimum": pa.int64(),  # over the rules that attribute
    "maximum": pa.int64(),
    "level": pa.int32(),
    "state": pa.int8(),  # EndState
    "still_there_pm": pa.int32(),  # chance in thousandths
    "value": pa.int64(),  # expected fen saved
    "priority": pa.int32(),  # from 1
    "others": pa.int64(),  # other people's money in the account
    "arrived_at": INSTANT,  # the last traced arrival
}
CHASE = pa.schema(list(CHASE_COLUMNS.items()))


def chase(
    ledger: Ledger, asked: Asked, found: Mapping[Rule, Walked], dwelling: Dwelling | None = None
) -> pa.Table:
    """Accounts with money that can be stopped, most urgent first: CHASE.

    found: one walk for each rule of ATTRIBUTING. Pooled accounts, merchants, cash and victims are
    never here. Ties: lower level, then the larger traced part of the balance, then the account.
    """
    amounts = {rule: _still(found[rule], ledger.codes.size) for rule in ATTRIBUTING}
    every = np.stack(list(amounts.values()))
    accounts = np.flatnonzero(every.max(axis=0)) if every.size else np.empty(0, np.int64)
    if not accounts.size:
        return table_of(CHASE, np.empty((0, len(CHASE)), np.int64), keys=("priority",))
    lifo, haircut = amounts[Rule.LIFO][accounts], amounts[Rule.HAIRCUT][accounts]
    level, state, arrived, others = _standing(ledger, asked, found, accounts)
    seconds = (asked.as_of_us - arrived) / 1e6
    dwelling = dwelling or Dwelling()
    seen = state == STILL_THERE[0]
    stays = np.array([dwelling.stays(age) for age in seconds])
    leaves = np.array([dwelling.leaves(age, ORDER_SECONDS) for age in seconds])
    weight = np.where(seen, np.maximum(leaves, DOUBT), stays)
    value = np.rint((lifo + HAIRCUT_PART * haircut) * weight).astype(np.int64)
    traced_part = lifo / np.maximum(lifo + others, 1)
    first = np.lexsort([accounts, -traced_part, level, -value, lifo == 0])
    priority = np.empty(accounts.size, np.int64)
    priority[first] = np.arange(1, accounts.size + 1)
    columns = (
        ledger.codes[accounts],
        lifo,
        every[:, accounts].min(axis=0),
        every[:, accounts].max(axis=0),
        level,
        state,
        np.rint(1000 * np.where(seen, 1.0, stays)).astype(np.int64),
        value,
        priority,
        others,
        arrived,
    )
    return table_of(CHASE, np.column_stack(columns), keys=("priority",))


def _still(found: Walked, accounts: int) -> Int64s:
    """Traced fen of all claims that can be stopped, by account."""
    ends = found.ends[np.isin(found.ends[:, scene.END_STATE], STILL_THERE)]
    still = np.zeros(accounts, dtype=np.int64)
    np.add.at(still, ends[:, scene.END_ACCOUNT], ends[:, scene.END_STILL])
    return still


def _standing(
    ledger: Ledger, asked: Asked, found: Mapping[Rule, Walked], accounts: Int64s
) -> tuple[Int64s, Int64s, Int64s, Int64s]:
    """Smallest level, state, last traced arrival and other people's money of each account.

    As LIFO sees them; where LIFO brought nothing, as the first rule that did.
    """
    level = np.full(ledger.codes.size, -1, dtype=np.int64)
    state, arrived, others = level.copy(), level.copy(), np.zeros_like(level)
    for rule in (Rule.LIFO, *ATTRIBUTING):
        edges, slots = found[rule].edges, found[rule].slots
        payee = ledger.book.payee[edges[:, scene.EDGE_ROW]]
        new = np.isin(payee, accounts[level[accounts] < 0])
        least = np.full(ledger.codes.size, 2**31, dtype=np.int64)
        np.minimum.at(least, payee[new], edges[new, scene.EDGE_LEVEL])
        np.maximum.at(arrived, payee[new], moved_us(ledger, edges[new, scene.EDGE_ROW]))
        fresh = np.unique(payee[new])
        level[fresh] = least[fresh]
        mine = slots[np.isin(slots[:, scene.ACCOUNT], fresh) & (slots[:, scene.END] == NO_END)]
        account = mine[:, scene.ACCOUNT]
        others[account] = mine[:, scene.HELD] - mine[:, scene.TRACED]
        state[account] = _state(mine, level[account], asked)
    return level[accounts], state[accounts], arrived[accounts], others[accounts]


def _state(slots: Rows64, level: Int64s, asked: Asked) -> Int64s:
    resting, frontier, capped = STILL_THERE
    covered = np.where(slots[:, scene.COVERED] != 0, resting, frontier)
    return np.where(level >= asked.question.max_level, capped, covered)
