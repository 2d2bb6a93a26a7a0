"""From what a walk found to the tables of a trail, sorted by their keys."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from zhisun.engines.tables import MISSING
from zhisun.engines.tracing import scene
from zhisun.engines.tracing.accounts import inspected
from zhisun.engines.tracing.asking import Asked, Finding
from zhisun.engines.tracing.book import Int64s, Rows64
from zhisun.engines.tracing.folk import SECOND
from zhisun.engines.tracing.hubs import NO_HUB
from zhisun.engines.tracing.ledger import Ledger
from zhisun.engines.tracing.scene import NO_END, Folk, Question
from zhisun.engines.tracing.terms import EndState, Fault
from zhisun.engines.tracing.trail import (
    FAULTS,
    HOLDINGS,
    ORDER_NOTES,
    SUPERSEDED,
    TRACED_ACCOUNTS,
    TRACED_EDGES,
    VOIDED,
)
from zhisun.engines.tracing.walking import Walked


def traced_accounts(ledger: Ledger, asked: Asked, found: Walked) -> pa.Table:
    """Where each claim's money is, that of claims whose money never moved included."""
    ends = found.ends
    columns = (
        asked.claims[ends[:, 0]],
        ledger.codes[ends[:, scene.END_ACCOUNT]],
        ends[:, scene.END_LEVEL],
        ends[:, scene.END_FEN],
        ends[:, scene.END_STATE],
        ends[:, scene.END_STILL],
    )
    unmoved = [
        (claim, int(ledger.codes[payer]), 0, fen, EndState.RETURNED, 0)
        for claim, payer, fen in asked.unmoved
        if fen
    ]
    rows = np.concatenate([np.column_stack(columns), _rows(unmoved, 6)])
    return table_of(TRACED_ACCOUNTS, rows, keys=("claim", "account", "level", "state"))


def traced_edges(ledger: Ledger, asked: Asked, found: Walked) -> pa.Table:
    """Which transfers carried how much of each claim."""
    row = found.edges[:, scene.EDGE_ROW]
    book = ledger.book
    columns = (
        asked.claims[found.edges[:, 0]],
        ledger.transfer[row],
        found.edges[:, scene.EDGE_LEVEL],
        found.edges[:, scene.EDGE_FEN],
        ledger.codes[book.payer[row]],
        ledger.codes[book.payee[row]],
        book.fen[row],
        moved_us(ledger, row),
    )
    return table_of(TRACED_EDGES, np.column_stack(columns), keys=("claim", "transfer", "level"))


def moved_us(ledger: Ledger, row: Int64s) -> Int64s:
    """Microseconds since 1970 of rows."""
    whole = ledger.book.second[row] * SECOND
    return whole + ledger.micro[row] if ledger.micro.size else whole


def holdings(ledger: Ledger, folk: Folk, question: Question, found: Walked) -> pa.Table:
    """The accounts traced money came to, clean money and last movement beside it."""
    slots = found.slots
    account = slots[:, scene.ACCOUNT]
    edges = found.edges
    inflow, level = np.zeros(len(slots), np.int64), np.full(len(slots), np.iinfo(np.int64).max)
    by_account = np.argsort(account)
    to = by_account[
        np.searchsorted(account[by_account], ledger.book.payee[edges[:, scene.EDGE_ROW]])
    ]
    np.add.at(inflow, to, edges[:, scene.EDGE_FEN])
    np.minimum.at(level, to, edges[:, scene.EDGE_LEVEL])
    ended = slots[:, scene.END] != NO_END
    first = ledger.book.event[ledger.book.first_event[account]] >> 1
    bare = folk.covered[account] < ledger.book.second[first]
    clean = slots[:, scene.HELD] - slots[:, scene.TRACED]
    columns = (
        ledger.codes[account],
        level,
        _states(slots, level, question),
        inflow,
        np.where(ended, 0, slots[:, scene.TRACED]),
        np.where(ended, MISSING, clean),
        np.where(ended, MISSING, slots[:, scene.OPENING]),
        (slots[:, scene.SHOWN] == 0) & ~bare & ~ended,
        [last_moved_us(ledger, int(each), question.as_of) for each in account],
    )
    return table_of(HOLDINGS, np.column_stack(columns), keys=("account",))


def _states(slots: Rows64, level: Int64s, question: Question) -> Int64s:
    """What money of `level` is while it lies in each account; as `settling.lying`."""
    state = np.where(slots[:, scene.COVERED] != 0, EndState.RESTING, EndState.FRONTIER)
    state = np.where(level >= question.max_level, EndState.LEVEL_CAP, state)
    state = np.where(slots[:, scene.VICTIM] != 0, EndState.RETURNED, state)
    return np.where(slots[:, scene.END] != NO_END, slots[:, scene.END], state)


def last_moved_us(ledger: Ledger, account: int, as_of: int) -> int:
    """The account's last transfer in or out up to as-of, traced or not."""
    first, last = ledger.book.first_event[account : account + 2]
    row = ledger.book.event[first:last] >> 1
    row = row[ledger.book.second[row] <= as_of]
    return int(moved_us(ledger, row).max(initial=np.iinfo(np.int64).min))


def superseded(ledger: Ledger, asked: Asked, found: Walked) -> pa.Table:
    """Money of one claim that a newer one now names, at the newer one's transfer."""
    claim, newer, row, fen = found.displaced.T
    columns = (asked.claims[claim], asked.claims[newer], ledger.transfer[row], fen)
    return table_of(SUPERSEDED, np.column_stack(columns), keys=("claim", "newer_claim", "transfer"))


def faults(ledger: Ledger, folk: Folk, asked: Asked) -> pa.Table:
    """What is wrong with the data of all accounts, and with the claims."""
    as_of = asked.question.as_of
    accounts = np.flatnonzero(_purses(ledger, folk, asked.question))
    told = np.empty((1024, 4), dtype=np.int64)
    count = inspected(ledger.book, folk, accounts, as_of, told)
    if count > len(told):
        told = np.empty((count, 4), dtype=np.int64)
        inspected(ledger.book, folk, accounts, as_of, told)
    fault, account, row, fen = told[:count].T
    nobody = np.full(count, MISSING)
    found = np.column_stack([fault, account, ledger.transfer[row], nobody, fen])
    rows = np.concatenate([found, _rows(asked.findings + _same_account(ledger), 5)])
    rows[:, 1] = ledger.codes[rows[:, 1]]
    return table_of(FAULTS, rows, keys=("transfer", "fault", "account", "claim", "fen"))


def _purses(ledger: Ledger, folk: Folk, question: Question) -> NDArray[np.bool_]:
    """By account: whether it is somebody's, so that its balance means something."""
    hub = (ledger.book.hub_from <= question.as_of) & (ledger.book.hub_from < NO_HUB)
    hub[question.victims] = False
    ended = (folk.end != NO_END) | hub
    ended[question.opened] = False
    return ~ended


def _same_account(ledger: Ledger) -> list[Finding]:
    columns = (
        ledger.unmoved.column(name).to_pylist() for name in ("transfer", "payer", "payee", "fen")
    )
    return [
        Finding(Fault.SAME_ACCOUNT, payer, transfer, MISSING, fen)
        for transfer, payer, payee, fen in zip(*columns, strict=True)
        if payer == payee
    ]


def voided_pairs(ledger: Ledger, as_of: int) -> pa.Table:
    """Each voided transfer with its reversal, once."""
    row = np.flatnonzero(ledger.book.reversal != MISSING)
    other = ledger.book.reversal[row]
    known = (ledger.book.second[row] <= as_of) & (ledger.book.second[other] <= as_of)
    row, other = row[known & (other >= row)], other[known & (other >= row)]
    pairs = np.column_stack([ledger.transfer[row], ledger.transfer[other]])
    return table_of(VOIDED, pairs, keys=("transfer",))


def order_notes(ledger: Ledger) -> pa.Table:
    """Transfers placed to break a cycle inside one unit of time."""
    return table_of(ORDER_NOTES, ledger.cycles[:, None], keys=("transfer",))


def _rows(rows: Sequence[Sequence[int]], width: int) -> Rows64:
    return np.array(rows, dtype=np.int64).reshape(len(rows), width)


def table_of(schema: pa.Schema, rows: NDArray[np.integer], *, keys: tuple[str, ...]) -> pa.Table:
    """`rows` of whole numbers as a table of `schema`, ascending by `keys`."""
    order = np.lexsort([rows[:, schema.get_field_index(key)] for key in reversed(keys)])
    columns = [
        pa.array(rows[order, i], pa.int64()).cast(field.type) for i, field in enumerate(schema)
    ]
    return pa.table(columns, schema=schema)
