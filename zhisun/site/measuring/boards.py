"""The funds desk's board before many orders: the page over HTTP, and its queries alone."""

from datetime import UTC, datetime

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from zhisun.domains.access.selectors import actor_of
from zhisun.domains.stop_payment.selectors import board as selectors
from zhisun.site import connection
from zhisun.site.cast import CAST
from zhisun.site.measuring.ground import Ground
from zhisun.site.measuring.visits import browsing, timed, visit

OFFICER = "wangqiang"
PAGE = "/funds/"
MADE = {
    "order_no": "'B' || lpad(n::text, 12, '0')",
    "application_id": "'B' || lpad(n::text, 35, '0')",
    "account_no": "'B' || n",
    "save_rank": "random() * 40",
    "called_at": "now() - n * interval '1 second'",
    "transferred_at": "now() - n * interval '1 second'",
    "drafted_at": "now() - n * interval '1 second'",
    "held_until": "now() + n %% 90 * interval '1 hour'",
    "original_id": "null",
    "corrects_id": "null",
}
"""What differs from order to order; all else is copied from one real stop."""
WAITING_STATES = ("drafted", "drafted", "drafted", "approved", "sent", "acknowledged")
DONE_STATES = ("active", "answered", "answered", "refused", "expired", "released")
"""The mix of the board and of what has left it."""
ALL_WAITING = """
select * from stop_payment_order
where area like '3708%' and state in ('drafted', 'approved', 'sent', 'acknowledged')
"""


def fill(orders: int, waiting: int) -> None:
    """Make the table hold so many orders more, `waiting` of them on the board.

    Copies of one stop that is there already: bulk rows, no messages and no papers behind them.
    """
    with psycopg.connect(connection.dsn(), autocommit=True) as database:
        names = [
            row[0]
            for row in database.execute(
                "select column_name from information_schema.columns"
                " where table_name = 'stop_payment_order' and column_name <> 'id'"
            )
        ]
        made = {**MADE, "state": _STATE, "answered_at": _ANSWERED_AT}
        insert = sql.SQL("insert into stop_payment_order ({}) select {} from {}").format(
            sql.SQL(", ").join(map(sql.Identifier, names)),
            sql.SQL(", ").join(
                sql.SQL(made[name]) if name in made else sql.Identifier("pattern", name)
                for name in names
            ),
            sql.SQL(_SOURCE),
        )
        facts = {"orders": orders, "waiting": waiting}
        database.execute(insert, facts | {"still": list(WAITING_STATES), "done": list(DONE_STATES)})
        database.execute("vacuum analyze stop_payment_order")


_SOURCE = """
(select * from stop_payment_order where kind = 'stop' order by id limit 1) as pattern,
(select coalesce(max(substr(order_no, 2)::bigint), 0) as last from stop_payment_order
 where order_no like 'B%%') as numbers,
generate_series(numbers.last + 1, numbers.last + %(orders)s) as n
"""
_STATE = """
case when n - numbers.last <= %(waiting)s then (%(still)s::text[])[1 + n %% 6]
else (%(done)s::text[])[1 + n %% 6] end
"""
_ANSWERED_AT = """
case when n - numbers.last > %(waiting)s then now() - n * interval '1 second' end
"""


def page_times(ground: Ground, visits: int) -> list[float]:
    """Seconds of so many visits to the board, one after the other, by a signed-in officer."""
    player = next(player for player in CAST if player.username == OFFICER)
    with browsing(ground.doors.address, player.username, player.password) as browser:
        return [timed(lambda: visit(browser, PAGE)) for _ in range(visits)]


def selector_times(visits: int) -> list[float]:
    """Seconds of the board's queries alone, without session, template and network."""
    by = actor_of(OFFICER)

    def read() -> None:
        selectors.board(by)
        selectors.counts(by, at=datetime.now(UTC))
        selectors.answered(by)
        selectors.corrections(by)
        selectors.alarms(by)

    return [timed(read) for _ in range(visits)]


def sorted_in_python_times(visits: int) -> list[float]:
    """Seconds of the same lines without the stored rank's index: fetch what waits, sort, cut."""
    with psycopg.connect(connection.dsn(), autocommit=True, row_factory=dict_row) as database:

        def read() -> None:
            waiting = database.execute(ALL_WAITING).fetchall()
            _ = sorted(waiting, key=lambda row: -row["save_rank"])[: selectors.LINES]

        return [timed(read) for _ in range(visits)]
