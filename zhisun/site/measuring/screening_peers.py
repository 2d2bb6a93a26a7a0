"""What a user would run instead: the same hosts and domains in Polars, DuckDB, ClickHouse, a dict.

Each in the best formulation found: the table of indicators is kept, hosts are made distinct first,
every parent of a host is joined, hits are counted per event. Installed with `zhisun[bench]`.
"""

from collections.abc import Callable
from typing import Any

import pyarrow as pa

from zhisun.engines.screening.arrow import Column

Peer = Callable[[], int]
MOST_LABELS = 6
"""Labels of the longest generated host; the joins below look no deeper."""


def python_dict(domains: Column, hosts: Column) -> Peer:
    """A tight loop over a set, strings already in Python."""
    known = dict.fromkeys(domains.to_pylist(), 1)
    asked = hosts.to_pylist()

    def count() -> int:
        hits = 0
        for host in asked:
            at = 0
            while True:
                if host[at:] in known:
                    hits += 1
                at = host.find(".", at) + 1
                if at == 0:
                    break
        return hits

    return count


def polars(domains: Column, hosts: Column) -> Peer:
    """Distinct hosts, labels stripped one after the other, one join."""
    import polars as pl  # noqa: PLC0415 not every installation has it

    known = pl.DataFrame({"suffix": domains})
    events = pl.Series("host", hosts).to_frame()

    def count() -> int:
        distinct = events.group_by("host").len()
        levels = [distinct.select("host", suffix=pl.col("host"))]
        while len(levels) < MOST_LABELS:
            last = levels[-1].filter(pl.col("suffix").str.contains(".", literal=True))
            behind = pl.col("suffix").str.slice(pl.col("suffix").str.find(".", literal=True) + 1)
            levels.append(last.select("host", suffix=behind))
        found = pl.concat(levels).join(known, on="suffix")
        return int(events.join(found, on="host").height)

    return count


def duckdb(domains: Column, hosts: Column) -> Peer:
    """Distinct hosts, every suffix unnested, one join; the table of domains is kept."""
    import duckdb as db  # noqa: PLC0415 not every installation has it

    connection = db.connect()
    connection.register("given", pa.table({"suffix": domains}))
    connection.execute("CREATE TABLE known AS SELECT suffix FROM given")
    connection.register("events", pa.table({"host": hosts}))
    levels = " UNION ALL ".join(
        f"SELECT host, array_to_string(parts[{level}:], '.') AS suffix"  # noqa: S608 numbers
        f" FROM parted WHERE len(parts) >= {level}"
        for level in range(1, MOST_LABELS + 1)
    )
    query = f"""
        WITH parted AS (SELECT DISTINCT host, string_split(host, '.') AS parts FROM events),
        found AS (SELECT host FROM ({levels}) JOIN known USING (suffix))
        SELECT count(*) FROM events JOIN found USING (host)
    """  # noqa: S608 no value comes from outside

    def count() -> int:
        return int(connection.execute(query).fetchall()[0][0])

    return count


def clickhouse(domains: Column, hosts: Column) -> Peer:
    """ClickHouse in this process: a kept `Set`, distinct hosts, every suffix asked."""
    from chdb import session  # noqa: PLC0415 not every installation has it

    given = pa.table({"suffix": domains})  # noqa: F841 chdb finds tables by their names here
    connection: Any = session.Session()
    connection.query("DROP DATABASE IF EXISTS bench")
    connection.query("CREATE DATABASE bench ENGINE = Atomic")
    connection.query("CREATE TABLE bench.known (suffix String) ENGINE = Set")
    connection.query("INSERT INTO bench.known SELECT suffix FROM Python(given)")
    events = pa.table({"host": hosts})  # noqa: F841 chdb finds tables by their names here
    connection.query("CREATE TABLE bench.events (host String) ENGINE = Memory")
    connection.query("INSERT INTO bench.events SELECT host FROM Python(events)")
    query = """
        SELECT sum(times) FROM (
            SELECT times, arrayJoin(arrayMap(
                i -> arrayStringConcat(arraySlice(parts, i), '.'), arrayEnumerate(parts))) AS suffix
            FROM (SELECT splitByChar('.', host) AS parts, count() AS times
                FROM bench.events GROUP BY host))
        WHERE suffix IN bench.known
    """

    def count() -> int:
        return int(str(connection.query(query, "CSV")).strip() or 0)

    return count


PEERS: dict[str, Callable[[Column, Column], Peer]] = {
    "Polars": polars,
    "DuckDB": duckdb,
    "ClickHouse (chdb)": clickhouse,
    "Python dict": python_dict,
}
