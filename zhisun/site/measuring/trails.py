"""Ledgers to look at: the money page, its machine interface and the league before many rows."""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import httpx
import numpy as np
import psycopg
import pyarrow as pa

from zhisun.domains.access.services import register_machine
from zhisun.domains.access.terms import Duty
from zhisun.domains.money_trails.services.basis import keep_basis
from zhisun.domains.money_trails.tables.basis import Origin
from zhisun.domains.money_trails.tables.trail import Ledger, standing_of
from zhisun.engines.tables import INSTANT
from zhisun.kernel.actors import job
from zhisun.kernel.errors import GatewayUnavailable
from zhisun.site import connection
from zhisun.site.cast import CAST, CITY_AREA
from zhisun.site.measuring import processor
from zhisun.site.measuring.boards import OFFICER
from zhisun.site.measuring.ground import Ground
from zhisun.site.measuring.visits import browsing

ACCOUNTS, CLAIM_FEN, CLAIMED_AT = 4_300, 2_800_000, 1_000
SPAN = timedelta(days=2)
SEED = 7
"""The ledger of docs/specs/0008: 4,300 accounts, one claim, two days."""

TRACED = """
select incident_id, traced_at from money_trails_trace as trace
join cases_incident as incident on incident.id = trace.incident_id where incident_no = %s
"""
SENT = """
update stop_payment_order set approved_by = 'wangqiang', document_no = 'B',
 approved_at = drafted_at, sent_at = drafted_at,
 acknowledged_at = case when state <> 'drafted' then drafted_at + interval '20 second' end,
 answered_at = case when state in ('active', 'answered', 'refused')
   then drafted_at + (1 + id % 900) * interval '1 second' end,
 due_at = drafted_at + interval '1 day'
where order_no like 'B%'
"""


def with_large_ledger(incident_no: str, transfers: int) -> None:
    """Let the last trace of a case have read so many transfers, all in one table.

    What follows from a trace (orders, ledger entries) is left as it stands: pages read the basis.
    """
    with psycopg.connect(connection.dsn()) as database:
        [(incident, traced_at)] = database.execute(TRACED, [incident_no]).fetchall()
    keep_basis(incident, _ledger(transfers, until=traced_at), _origin(transfers))


def _ledger(count: int, *, until: datetime) -> Ledger:
    random = np.random.default_rng(SEED)
    payer = random.integers(0, ACCOUNTS, count).astype(np.int32)
    payee = ((payer + random.integers(1, ACCOUNTS, count)) % ACCOUNTS).astype(np.int32)
    fen = random.integers(100, 300_000, count).astype(np.int64)
    fen[CLAIMED_AT] = CLAIM_FEN
    begins = int((until - SPAN - timedelta(minutes=1)).timestamp())
    seconds = begins + np.arange(count) * int(SPAN.total_seconds()) // count
    numbers = tuple(f"62220202{number:011d}" for number in range(ACCOUNTS))
    return Ledger(
        transfers=pa.table(
            {
                "transfer": np.arange(count, dtype=np.int32),
                "payer": payer,
                "payee": payee,
                "fen": fen,
                "moved_at": pa.array(seconds * 1_000_000).cast(INSTANT),
            }
        ),
        claims=pa.table(
            {
                "claim": pa.array([0], pa.int32()),
                "transfer": pa.array([CLAIMED_AT], pa.int32()),
                "fen": pa.array([CLAIM_FEN], pa.int64()),
            }
        ),
        standing=standing_of(numbers, {}, dict.fromkeys(numbers[:300], until)),
        accounts=numbers,
        victims=frozenset({numbers[payer[CLAIMED_AT]]}),
    )


def _origin(count: int) -> Origin:
    return Origin(np.arange(count), np.full(count, 2), np.full(count, -1))


def send_all() -> None:
    """Stamp the board's copies as sent, most of them as answered: the league counts them."""
    with psycopg.connect(connection.dsn(), autocommit=True) as database:
        database.execute(SENT)
        database.execute("vacuum analyze stop_payment_order")


def token() -> str:
    """A program that may read trails of the sample city."""
    by, at = job("bench"), datetime.now(UTC)
    return register_machine("bench", duties=[Duty.SEE_TRAIL], area=CITY_AREA, by=by, at=at)


def looks(ground: Ground, address: str, visits: int) -> tuple[list[float], float]:
    """Seconds of each look of a signed-in officer at a page, and of processor time a look."""
    player = next(player for player in CAST if player.username == OFFICER)
    with browsing(ground.doors.address, player.username, player.password) as browser:
        return _repeated(ground, lambda: browser.get(address), visits)


def reads(
    ground: Ground, address: str, headers: Mapping[str, str], visits: int
) -> tuple[list[float], float]:
    """The same of a program that reads the machine interface."""
    with httpx.Client(base_url=ground.doors.address, timeout=120, headers=dict(headers)) as program:
        return _repeated(ground, lambda: program.get(address), visits)


def _repeated(
    ground: Ground, get: Callable[[], httpx.Response], visits: int
) -> tuple[list[float], float]:
    before, took = sum(processor.spent(ground).values()), []
    for _ in range(visits):
        began = time.perf_counter()
        answer = get()
        took.append(time.perf_counter() - began)
        if answer.status_code != httpx.codes.OK:
            raise GatewayUnavailable("part_did_not_start", part=f"{answer.status_code}")
    return took, (sum(processor.spent(ground).values()) - before) / visits
