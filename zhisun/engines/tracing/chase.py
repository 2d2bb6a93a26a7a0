"""What to hold and to query first (§4.8): money that can still be saved, account by account.

The amount is LIFO's, the best guess of where money lies; the haircut stands in for what LIFO may
miss. Of an account whose statement has not come, a stop saves what is still there when it acts,
and a query what can be stopped further on; of one whose statement shows money resting, a stop
saves it by the chance that it leaves next if nobody acts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from zhisun.engines.tables import INSTANT
from zhisun.engines.tracing import scene
from zhisun.engines.tracing.asking import Asked
from zhisun.engines.tracing.assembly import moved_us, table_of
from zhisun.engines.tracing.book import Int64s, Rows64
from zhisun.engines.tracing.dwelling import CHINA_HOURS, HOURS, Dwelling, Floats
from zhisun.engines.tracing.ledger import Ledger
from zhisun.engines.tracing.saving import AT_ONCE, Answering, found_later, still_there
from zhisun.engines.tracing.scene import NO_END
from zhisun.engines.tracing.terms import ATTRIBUTING, STILL_THERE, Rule
from zhisun.engines.tracing.walking import Walked


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What is known of how money and institutions behave.

    answering: None where orders act at once. institutions: by account code; whose code is beyond
    them has none.
    """

    dwelling: Dwelling = field(default_factory=Dwelling)
    answering: Answering | None = None
    institutions: Sequence[str] = ()

    def waits(self, account: int) -> tuple[float, ...]:
        """Five equally likely waits until an order on an account acts, in seconds."""
        if self.answering is None:
            return AT_ONCE
        known = account < len(self.institutions)
        return self.answering.waits(self.institutions[account] if known else "")


HAIRCUT_PART = 0.2
"""How much of the haircut's amount counts beside LIFO's; graph study §4.8. Never more in all than
some rule says there is: where all agree, the amount is theirs."""

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
    "value": pa.int64(),  # expected fen saved by a stop
    "priority": pa.int32(),  # from 1
    "others": pa.int64(),  # other people's money in the account
    "arrived_at": INSTANT,  # the last traced arrival
    "query_value": pa.int64(),  # expected fen saved by what a query lets stop further on
}
CHASE = pa.schema(list(CHASE_COLUMNS.items()))


def chase(
    ledger: Ledger, asked: Asked, found: Mapping[Rule, Walked], outlook: Outlook | None = None
) -> pa.Table:
    """Accounts with money that can be stopped, most urgent first: CHASE.

    found: one walk for each rule of ATTRIBUTING. Pooled accounts, merchants, cash and victims are
    never here. Ties: lower level, then the larger traced part of the balance, then the account.
    O(what the walks found), whatever the ledger's size.
    """
    lying = {rule: _lying(found[rule]) for rule in ATTRIBUTING}
    accounts = np.unique(np.concatenate([ends[:, scene.END_ACCOUNT] for ends in lying.values()]))
    if not accounts.size:
        return table_of(CHASE, np.empty((0, len(CHASE)), np.int64), keys=("priority",))
    amounts = {rule: _amounts(ends, accounts) for rule, ends in lying.items()}
    every = np.stack(list(amounts.values()))
    lifo, haircut = amounts[Rule.LIFO], amounts[Rule.HAIRCUT]
    level, state, arrived, others = _standing(ledger, asked, found, accounts)
    chance, stop, query = _parts(
        ledger.codes[accounts], state, arrived, asked.as_of_us, outlook or Outlook()
    )
    traced = np.minimum(lifo + HAIRCUT_PART * haircut, every.max(axis=0))
    value, further = (np.rint(traced * part).astype(np.int64) for part in (stop, query))
    traced_part = lifo / np.maximum(lifo + others, 1)
    columns = (
        ledger.codes[accounts],
        lifo,
        every.min(axis=0),
        every.max(axis=0),
        level,
        state,
        np.rint(1000 * chance).astype(np.int64),
        value,
        _priority([accounts, -traced_part, level, -value, lifo == 0]),
        others,
        arrived,
        further,
    )
    return table_of(CHASE, np.column_stack(columns), keys=("priority",))


def _priority(keys: list[NDArray[Any]]) -> Int64s:
    """Places from 1, by the last key first."""
    first = np.lexsort(keys)
    priority = np.empty(first.size, np.int64)
    priority[first] = np.arange(1, first.size + 1)
    return priority


def _parts(
    codes: NDArray[np.int32], state: Int64s, arrived: Int64s, as_of_us: int, outlook: Outlook
) -> tuple[Floats, Floats, Floats]:
    """By account: chance that money is there when an order acts; parts a stop and a query save."""
    parts = np.zeros((3, codes.size))
    seen = state == STILL_THERE[0]
    seconds = (as_of_us - arrived) / 1e6
    hours = (arrived // 3_600_000_000 + CHINA_HOURS) % HOURS
    dwelling = outlook.dwelling
    for i, (code, age, hour) in enumerate(
        zip(codes.tolist(), seconds.tolist(), hours.tolist(), strict=True)
    ):
        waits = outlook.waits(code)
        there = still_there(dwelling, age, waits, hour)
        if seen[i]:
            there /= dwelling.stays(age, hour)
            stop = there * max(dwelling.leaves(age, ORDER_SECONDS, hour), DOUBT)
            parts[:, i] = there, stop, 0.0
        else:
            parts[:, i] = there, there, found_later(dwelling, age, waits)
    return parts[0], parts[1], parts[2]


def _lying(found: Walked) -> Rows64:
    """Traced money that can be stopped, as rows of ends."""
    ends = found.ends
    return ends[np.isin(ends[:, scene.END_STATE], STILL_THERE) & (ends[:, scene.END_STILL] > 0)]


def _amounts(ends: Rows64, accounts: Int64s) -> Int64s:
    """Fen of all claims at each of `accounts`."""
    still = np.zeros(accounts.size, dtype=np.int64)
    at = np.searchsorted(accounts, ends[:, scene.END_ACCOUNT])
    np.add.at(still, at, ends[:, scene.END_STILL])
    return still


def _standing(
    ledger: Ledger, asked: Asked, found: Mapping[Rule, Walked], accounts: Int64s
) -> tuple[Int64s, Int64s, Int64s, Int64s]:
    """Smallest level, state, last traced arrival and other people's money of each account.

    As LIFO sees them; where LIFO brought nothing, as the first rule that did.
    """
    level = np.full(accounts.size, -1, dtype=np.int64)
    state, arrived, others = level.copy(), level.copy(), np.zeros_like(level)
    for rule in (Rule.LIFO, *ATTRIBUTING):
        edges, slots = found[rule].edges, found[rule].slots
        at, mine = _places(accounts, ledger.book.payee[edges[:, scene.EDGE_ROW]])
        mine &= level[at] < 0
        least = np.full(accounts.size, 2**31, dtype=np.int64)
        np.minimum.at(least, at[mine], edges[mine, scene.EDGE_LEVEL])
        np.maximum.at(arrived, at[mine], moved_us(ledger, edges[mine, scene.EDGE_ROW]))
        fresh = np.zeros(accounts.size, dtype=np.bool_)
        fresh[at[mine]] = True
        level[fresh] = least[fresh]
        at, mine = _places(accounts, slots[:, scene.ACCOUNT])
        mine &= fresh[at] & (slots[:, scene.END] == NO_END)
        held = slots[mine]
        others[at[mine]] = held[:, scene.HELD] - held[:, scene.TRACED]
        state[at[mine]] = _state(held, level[at[mine]], asked)
    return level, state, arrived, others


def _places(accounts: Int64s, wanted: NDArray[np.integer]) -> tuple[Int64s, NDArray[np.bool_]]:
    """Where each wanted account stands among the ascending `accounts`, and whether it does."""
    at = np.minimum(np.searchsorted(accounts, wanted), accounts.size - 1)
    return at, accounts[at] == wanted


def _state(slots: Rows64, level: Int64s, asked: Asked) -> Int64s:
    resting, frontier, capped = STILL_THERE
    covered = np.where(slots[:, scene.COVERED] != 0, resting, frontier)
    return np.where(level >= asked.question.max_level, capped, covered)
