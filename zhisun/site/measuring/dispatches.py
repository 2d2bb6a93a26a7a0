"""The dissuasion desk before many warnings: bulk rows, a county's officer, his pages."""

import json
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import psycopg
from django.db import connection as django_connection
from psycopg import sql

from zhisun.domains.access import services as access
from zhisun.domains.access.selectors import actor_of
from zhisun.domains.access.terms import Role
from zhisun.domains.directory import services as directory
from zhisun.domains.dissuasion.selectors import board
from zhisun.domains.dissuasion.selectors.board import Shown
from zhisun.domains.dissuasion.terms import DispatchState
from zhisun.kernel.actors import job
from zhisun.site import connection
from zhisun.site.measuring.ground import Ground
from zhisun.site.measuring.visits import browsing, timed, visit

BY = job("measure_warnings")
OFFICER, UNIT, COUNTY = "county-officer", "370811000000", "370811"
PASSWORD = "county-officer-demo"  # noqa: S105 gone with its platform
COUNTIES, STATIONS = 11, 20
"""Counties of the city, and stations of each: the share of a county is one eleventh."""

LISTS: Mapping[str, str] = {
    "待办": "/dissuasion/",
    "待分派": "/dissuasion/?list=unassigned",
    "办理中": "/dissuasion/?list=worked",
    "待回访": "/dissuasion/?list=look_back",
    "已有结果": "/dissuasion/?list=done",
    "待办 · 四级以上": "/dissuasion/?list=waiting&grade=4",
    "待办 · 急": "/dissuasion/?list=waiting&urgent=on",
    "待办 · 超时": "/dissuasion/?list=waiting&late=on",
    "待办 · 一个派出所": "/dissuasion/?list=waiting&unit=370811001000",
    "待办 · 一种类型": "/dissuasion/?list=waiting&type=SD",
    "已有结果 · 一种类型": "/dissuasion/?list=done&type=SD",
}
"""The lists of the board and filters on them."""

FILL = """
set session_replication_role = replica;
insert into dissuasion_person
    (id, name, phone, family_phone, id_number, address, unit, language, first_seen_at)
    select {base} + n, '测试' || n, '139' || lpad(n::text, 8, '0'), '', '', '示例小区' || n, '', '',
        now() - n * interval '6 seconds'
    from generate_series(1, {rows}) n;
insert into dissuasion_personkey (person_id, kind, value)
    select {base} + n, 'phone', '139' || lpad(n::text, 8, '0') from generate_series(1, {rows}) n;
insert into dissuasion_dispatch (
    id, dispatch_no, person_id, episode, state, area, unit_code, unit_name, fraud_type, score,
    grade, urgent, points, opened_at, raised_at, sign_due_at, contact_due_at, meet_due_at,
    assigned_at, signed_at, handler, contacted_at, met_at, concluded_at, outcome, outcome_note,
    closed_at, reopened, returned_by, returned_reason, bell_at, locked_by, {more_names})
    select {base} + n, 'B' || lpad(n::text, 14, '0'), {base} + n, 1, state, area,
        case when state = 'graded' then '' else rpad(area, 12, '0') end,
        case when state = 'graded' then '' else '派出所 ' || right(area, 5) end,
        (array['SD','TZ','GJF','DK','KF','QT'])[1 + n %% 6],
        score, least(1 + score / 20, 5), n %% 23 = 0, '[]', at, at,
        at + interval '10 minutes', at + interval '30 minutes', at + interval '4 hours',
        case when state <> 'graded' then at end,
        case when state not in ('graded', 'assigned') then at end,
        case when state in ('graded', 'assigned') then '' else 'county-officer' end,
        case when state in ('reached', 'concluded', 'closed') then at end, null,
        case when state in ('concluded', 'closed') then at + interval '2 hours' end,
        case when state in ('concluded', 'closed')
            then (array['dissuaded','safe','defrauded','not_found'])[1 + n %% 4] else '' end,
        '', case when state = 'closed' then at + interval '72 hours' end, 0, '', '',
        case when state = 'closed' then null else at + interval '24 hours' end, '', {more_values}
    from (
        select n, 3 * n %% 97 as score, now() - n * interval '6 seconds' as at,
            '3708' || lpad((1 + n * 7 %% {counties})::text, 2, '0')
                || lpad((1 + n * 13 / 11 %% {stations})::text, 3, '0') as area,
            case when n <= {waiting}
                then (array['graded','assigned','signed','contacting','unreachable','reached'])
                    [1 + n %% 6]
                when n <= {waiting} + {waiting} / 2 then 'concluded' else 'closed' end as state
        from generate_series(1, {rows}) n
    ) as told;
insert into dissuasion_signal (dispatch_id, source, ref, kind, seen_at, received_at, counterpart,
    fraud_type, severity, confidence, seconds, times, amount_fen, under_way, told)
    select {base} + n, (array['own','province','bank','citizen'])[1 + n %% 4], 'B' || n || '-' || k,
        (array['call','link','app','trade'])[1 + (n + k) %% 4], now() - n * interval '6 seconds',
        now() - n * interval '6 seconds', 'shua.example', 'SD', 3, 90, 0, 1, 0, false, ''
    from generate_series(1, {rows}) n, generate_series(1, 1 + n %% 3 / 2) k;
insert into dissuasion_dispatchalarm (dispatch_id, bell, round, hours, about, rang_at, seen_by)
    select {base} + n, 'contact', 0, 0, '', now() - n * interval '6 seconds',
        case when n <= {waiting} / 10 then '' else 'county-officer' end
    from generate_series(1, {rows}, 10) n;
set session_replication_role = origin
"""
"""Copies of no real row: one person, one dispatch, 1⅓ signals and a tenth of an alarm each."""

TABLES = ("person", "personkey", "dispatch", "signal", "dispatchalarm")


def fill(rows: int, waiting: int) -> dict[str, int]:
    """Put so many dispatches into the city's tables, `waiting` of them on the boards.

    How many rows each table holds then, and how many bytes all have with their indexes.
    """
    with psycopg.connect(connection.dsn(), autocommit=True) as database:
        found = database.execute("select coalesce(max(id), 0) from dissuasion_dispatch").fetchone()
        numbers = {"base": found[0] if found else 0, "rows": rows, "waiting": waiting}
        numbers |= {"counties": COUNTIES, "stations": STATIONS}
        texts = {name: sql.Literal(value) for name, value in numbers.items()}
        names, values = _added_later(database)
        script = sql.SQL(FILL.replace("%%", "%")).format(
            **texts, more_names=names, more_values=values
        )
        for statement in script.as_string(database).split(";\n"):
            database.execute(statement)
        told = {}
        for table in TABLES:
            name = sql.Identifier(f"dissuasion_{table}")
            database.execute(sql.SQL("vacuum analyze {}").format(name))
            counted = database.execute(sql.SQL("select count(*) from {}").format(name)).fetchone()
            told[table] = counted[0] if counted else 0
        return told | {"bytes": _bytes(database)}


def _added_later(database: psycopg.Connection) -> tuple[sql.Composable, sql.Composable]:
    """Columns the script does not name: empty text, or nothing where nothing may stand."""
    rows = database.execute(
        "select column_name, is_nullable = 'YES', data_type from information_schema.columns"
        " where table_name = 'dissuasion_dispatch'"
    ).fetchall()
    empty = {"boolean": "false", "jsonb": "'[]'", "smallint": "0", "integer": "0"}
    missing = [
        (name, "null" if may_miss else empty.get(kind, "''"))
        for name, may_miss, kind in rows
        if f" {name}," not in FILL.replace("\n", " ") and name != "id"
    ]
    return (
        sql.SQL(", ").join(sql.Identifier(name) for name, _ in missing),
        sql.SQL(", ").join(sql.SQL(value) for _, value in missing),
    )


def _bytes(database: psycopg.Connection) -> int:
    sizes = "select sum(pg_total_relation_size('dissuasion_' || name)) from unnest(%s::text[]) name"
    found = database.execute(sizes, [list(TABLES)]).fetchone()
    return int(found[0]) if found else 0


def post_officer() -> None:
    """An officer at the county's desk, who sees his county only."""
    at = datetime.now(UTC)
    directory.register_officer(
        OFFICER, "区县席", unit_code=UNIT, password=PASSWORD, badge_no="", by=BY, at=at
    )
    access.post(OFFICER, Role.DISSUASION_OFFICER, by=BY, at=at)


def page_times(ground: Ground, page: str, visits: int) -> list[float]:
    """Seconds of so many visits of the county's officer to a page, after as many for warming."""
    with browsing(ground.doors.address, OFFICER, PASSWORD) as browser:
        for _ in range(math.ceil(visits / 10)):
            visit(browser, page)
        return [timed(lambda: visit(browser, page)) for _ in range(visits)]


def indexes_used() -> dict[str, list[str]]:
    """Which indexes the queries of the board go through, by query, as PostgreSQL plans them."""
    by, at = actor_of(OFFICER), datetime.now(UTC)
    acts: dict[str, Any] = {
        "queue": lambda: board.queue(by),
        "queue_of_grade": lambda: board.queue(by, Shown(least_grade=4)),
        "unassigned": lambda: board.queue(by, Shown(states=frozenset({DispatchState.GRADED}))),
        "look_backs": lambda: board.look_backs(by),
        "latest": lambda: board.latest(by),
        "counts": lambda: board.counts(by, at=at),
        "alarms": lambda: board.alarms(by),
    }
    return {name: _indexes(act) for name, act in acts.items()}


def _indexes(act: Any) -> list[str]:
    with _captured() as asked:
        act()
    found: list[str] = []
    with django_connection.cursor() as cursor:
        for query, parameters in asked:
            cursor.execute(f"explain (format json) {query}", parameters)
            plan = cursor.fetchone()[0]
            found += _named(json.loads(plan) if isinstance(plan, str) else plan)
    return found


@contextmanager
def _captured() -> Iterator[list[tuple[str, Any]]]:
    asked: list[tuple[str, Any]] = []

    def keep(execute: Any, query: str, parameters: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 Django's own signature
        asked.append((query, parameters))
        return execute(query, parameters, many, context)

    with django_connection.execute_wrapper(keep):
        yield asked


def _named(plan: Any) -> list[str]:
    """All index names of a plan, and the tables that are read whole."""
    if isinstance(plan, list):
        return [name for part in plan for name in _named(part)]
    if not isinstance(plan, dict):
        return []
    own = [plan["Index Name"]] if "Index Name" in plan else []
    if plan.get("Node Type") == "Seq Scan":
        own = [f"whole {plan['Relation Name']}"]
    return own + [name for part in plan.values() for name in _named(part)]
