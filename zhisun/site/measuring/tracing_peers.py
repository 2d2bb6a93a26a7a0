"""What a user would reach for instead: the same rows, time-respecting reach within two hours a hop.

None of them says how much; only the sweep does, over every row of the ledger.
"""

import tempfile
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from zhisun.engines.tracing.ledger import Ledger

HOP_SECONDS, DEPTH = 7_200, 6
SQL = """
with recursive reach(id, payee, sec, level) as (
  select id, payee, sec, 1 from moves where id = any({seeds})
  union
  select n.id, n.payee, n.sec, r.level + 1 from reach r
  join moves n on n.payer = r.payee and n.id > r.id and n.sec <= r.sec + {hop}
  where r.level < {depth} and r.payee < {people}
)
select count(distinct id) from reach
"""
Ask = Callable[[Sequence[int]], int]


def moves(ledger: Ledger) -> pa.Table:
    """The rows in canonical order: id, payer, payee, fen, sec."""
    book = ledger.book
    return pa.table(
        {
            "id": pa.array(range(len(ledger)), pa.int32()),
            "payer": book.payer,
            "payee": book.payee,
            "fen": book.fen,
            "sec": book.second,
        }
    )


def _sql(seeds: str, people: int) -> str:
    return SQL.format(seeds=seeds, hop=HOP_SECONDS, depth=DEPTH, people=people)


@contextmanager
def duckdb_reach(table: pa.Table, people: int) -> Iterator[tuple[float, Ask]]:
    """Seconds to load, and the question."""
    import duckdb  # noqa: PLC0415 a peer, installed only for the bench

    with duckdb.connect() as base:
        base.execute("set threads = 2")
        begin = time.perf_counter()
        base.register("given", table)
        base.execute("create table moves as select * from given")
        took = time.perf_counter() - begin

        def ask(seeds: Sequence[int]) -> int:
            (count,) = base.execute(_sql("?", people), [list(seeds)]).fetchone() or (0,)
            return int(count)

        yield took, ask


@contextmanager
def postgres_reach(table: pa.Table, people: int) -> Iterator[tuple[float, Ask]]:
    """As above, in the embedded PostgreSQL: an index that covers the question, planned once."""
    import psycopg  # noqa: PLC0415 only where it is measured

    from zhisun.site.embedded import DATABASE, SUPERUSER, EmbeddedPostgres  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="zb") as folder:
        server = EmbeddedPostgres(Path(folder), durable=False)
        server.ensure()
        try:
            with psycopg.connect(
                host=str(server.places.run), user=SUPERUSER, dbname=DATABASE, autocommit=True
            ) as base:
                begin = time.perf_counter()
                _load(base, table)
                took = time.perf_counter() - begin
                question = _sql("%s::int4[]", people).encode()

                def ask(seeds: Sequence[int]) -> int:
                    row = base.execute(question, [list(seeds)], prepare=True).fetchone()
                    return int(row[0]) if row else 0

                yield took, ask
        finally:
            server.stop()


def _load(base: Any, table: pa.Table) -> None:
    base.execute("create table moves (id int4, payer int4, payee int4, fen int8, sec int8)")
    with base.cursor().copy("copy moves from stdin") as copy:
        for batch in table.to_batches(max_chunksize=100_000):
            rows = zip(*(column.to_pylist() for column in batch.columns), strict=True)
            copy.write("".join(f"{a}\t{b}\t{c}\t{d}\t{e}\n" for a, b, c, d, e in rows))
    base.execute("create index on moves (payer, id) include (payee, sec)")
    base.execute("create index on moves (id)")
    base.execute("vacuum analyze moves")
    base.execute("set jit = off")  # compiling costs more than these questions


@contextmanager
def networkx_reach(table: pa.Table, people: int) -> Iterator[tuple[float, Ask]]:
    """As above, a MultiDiGraph in memory."""
    import networkx as nx  # noqa: PLC0415 a peer, installed only for the bench

    begin = time.perf_counter()
    graph = nx.MultiDiGraph()
    columns = [table.column(name).to_pylist() for name in ("payer", "payee", "id", "sec")]
    graph.add_edges_from(
        (payer, payee, number, {"sec": sec})
        for payer, payee, number, sec in zip(*columns, strict=True)
    )
    took = time.perf_counter() - begin
    payee_of: list[Any] = columns[1]
    sec_of: list[Any] = columns[3]

    def ask(seeds: Sequence[int]) -> int:
        reached = dict.fromkeys(seeds, 1)
        queue = deque(seeds)
        while queue:
            number = queue.popleft()
            level, account, sec = reached[number], payee_of[number], sec_of[number]
            if level == DEPTH or account >= people:
                continue
            for _, _, later, facts in graph.out_edges(account, keys=True, data=True):
                if later > number and facts["sec"] <= sec + HOP_SECONDS and later not in reached:
                    reached[later] = level + 1
                    queue.append(later)
        return len(reached)

    yield took, ask


def sweep(table: pa.Table, claims: dict[int, int], people: int) -> float:
    """Seconds of a plain Python FIFO over every row: what a notebook would do."""
    columns = [table.column(name).to_pylist() for name in ("payer", "payee", "fen")]
    begin = time.perf_counter()
    purses: dict[int, deque[list[int]]] = defaultdict(deque)
    for row, (payer, payee, fen) in enumerate(zip(*columns, strict=True)):
        drawn, left = [], fen
        purse = purses[payer]
        while left and purse:
            piece = purse[0]
            taken = min(piece[0], left)
            left -= taken
            drawn.append([taken, piece[1]])
            piece[0] -= taken
            if not piece[0]:
                purse.popleft()
        if row in claims:
            drawn, left = [[claims[row], row]], fen - claims[row]
        if payee < people:
            purses[payee].extend([*drawn, [left, -1]] if left else drawn)
    return time.perf_counter() - begin
