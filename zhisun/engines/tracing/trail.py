"""The trail (资金链): what following money gives back, as Arrow tables that sum to the fen."""

from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from zhisun.engines.tables import INSTANT


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema([pa.field(name, kind, nullable=False) for name, kind in columns.items()])


CODE, FEN, SMALL = pa.int32(), pa.int64(), pa.int8()

TRACED_ACCOUNTS = _schema(
    claim=CODE,
    account=CODE,
    level=CODE,  # of this money; 0 where it never left the victim
    fen=FEN,  # per claim the column sums to the claim
    state=SMALL,  # EndState
    still_there_fen=FEN,  # the part of `fen` that is in the account
)
TRACED_EDGES = _schema(
    claim=CODE,
    transfer=CODE,
    level=CODE,  # on entering the payee; the claimed transfer itself is level 1
    fen=FEN,  # this claim's money in this transfer
    payer=CODE,
    payee=CODE,
    transfer_fen=FEN,  # the whole transfer
    moved_at=INSTANT,
)
HOLDINGS = _schema(
    account=CODE,
    level=CODE,  # smallest level of any money that came
    state=SMALL,  # EndState of money that lies here
    inflow_fen=FEN,  # traced money that came, every time it came
    still_there_fen=FEN,  # traced money in the account
    clean_fen=FEN,  # other money in the account; MISSING where money ends (pooled, cash)
    opening_fen=FEN,  # MISSING where money ends
    opening_assumed=SMALL,  # 1: no source states the opening
    last_moved_at=INSTANT,  # last transfer in or out, traced or not
)
SUPERSEDED = _schema(claim=CODE, newer_claim=CODE, transfer=CODE, fen=FEN)
FAULTS = _schema(fault=SMALL, account=CODE, transfer=CODE, claim=CODE, fen=FEN)
VOIDED = _schema(transfer=CODE, reversal=CODE)
ORDER_NOTES = _schema(transfer=CODE)


@dataclass(frozen=True, slots=True)
class Trail:
    """Where each claim's money went and lies.

    accounts: TRACED_ACCOUNTS. edges: TRACED_EDGES. holdings: one row per account money came to.
    superseded: money of a claim that a newer claim now names. faults: what is wrong with the
    data. voided: transfers taken out with their reversal, or with themselves where the bank
    flagged one and no opposite is known. order_notes: transfers placed to break a cycle inside
    one second. method, digest: version of the method; fingerprint of it, the input and Params,
    equal for equal answers. Every table is sorted by its key columns.
    """

    accounts: pa.Table
    edges: pa.Table
    holdings: pa.Table
    superseded: pa.Table
    faults: pa.Table
    voided: pa.Table
    order_notes: pa.Table
    as_of: datetime
    method: str
    digest: str
