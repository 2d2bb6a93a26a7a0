"""The league agrees with orders counted one by one, and leaves nobody's silence out."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest

from tests.builders.city import ABC, AT, CCB, ICBC, a_city, officer
from tests.builders.orders import an_incident, approved, drafted, fetched
from zhisun.domains.stop_payment.models import Order
from zhisun.domains.stop_payment.selectors.league import (
    Asked,
    Behind,
    Speed,
    Standing,
    behind,
    league,
    overdue,
    refusals,
)
from zhisun.domains.stop_payment.terms import OrderKind, OrderState
from zhisun.kernel.moments import CHINA

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)
NAMES = {ICBC: "中国工商银行", ABC: "中国农业银行", CCB: "中国建设银行"}
ASKED = Asked(since=AT - WEEK, until=AT)


def many(number: int, seed: int) -> list[Order]:
    """Copies of one sent order with stamps, states and institutions drawn at random."""
    draw = random.Random(seed)  # noqa: S311 a test
    pattern = Order.objects.get(order_no=fetched(approved(drafted(an_incident()))))
    made = []
    for each in range(number):
        sent_at = AT - timedelta(minutes=draw.randrange(1, 20 * 24 * 60))
        answered_at = sent_at + timedelta(seconds=draw.randrange(5, 90_000))
        answers = draw.random() < 0.8
        refuses = answers and draw.random() < 0.3
        code = draw.choice(sorted(NAMES))
        done = OrderState.REFUSED if refuses else OrderState.ANSWERED
        made.append(
            Order(
                **{
                    field.attname: getattr(pattern, field.attname)
                    for field in Order._meta.concrete_fields  # noqa: SLF001 public by documentation
                    if field.attname != "id"
                }
                | {
                    "order_no": f"L{each:08d}",
                    "application_id": f"L{each:035d}",
                    "account_no": f"L{each}",
                    "institution_code": code,
                    "institution_name": NAMES[code],
                    "kind": draw.choice([OrderKind.STOP, OrderKind.QUERY_DETAIL]),
                    "state": done if answers else OrderState.ACKNOWLEDGED,
                    "result": "0301" if refuses else "0000" if answers else "",
                    "approved_at": sent_at,
                    "sent_at": sent_at,
                    "acknowledged_at": sent_at + timedelta(seconds=draw.randrange(1, 90)),
                    "answered_at": answered_at if answers else None,
                    "due_at": sent_at + timedelta(hours=24),
                }
            )
        )
    Order.objects.filter(pk=pattern.pk).update(
        state=OrderState.RECALLED, sent_at=None, acknowledged_at=None
    )
    return Order.objects.bulk_create(made)


def slowly(orders: list[Order]) -> Speed:
    """The figures of some orders, one by one."""
    took = [_seconds(each.answered_at, each.sent_at) for each in orders if each.answered_at]
    stamped = [_seconds(each.acknowledged_at, each.sent_at) for each in orders]
    return Speed(
        sent=len(orders),
        answered=len(took),
        refused=sum(each.state == OrderState.REFUSED for each in orders),
        overdue=sum(not each.answered_at and _due(each) < AT for each in orders),
        acknowledged_s=float(np.percentile(stamped, 50)) if stamped else None,
        median_s=float(np.percentile(took, 50)) if took else None,
        p90_s=float(np.percentile(took, 90)) if took else None,
    )


def _seconds(later: datetime | None, earlier: datetime | None) -> float:
    assert later is not None
    assert earlier is not None
    return (later - earlier).total_seconds()


def _due(order: Order) -> datetime:
    assert order.due_at is not None
    return order.due_at


def _rounded(speed: Speed) -> Speed:
    return replace(
        speed,
        acknowledged_s=_to_milliseconds(speed.acknowledged_s),
        median_s=_to_milliseconds(speed.median_s),
        p90_s=_to_milliseconds(speed.p90_s),
    )


def _to_milliseconds(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)


def within(order: Order, asked: Asked) -> bool:
    assert order.sent_at is not None
    hour = order.sent_at.astimezone(CHINA).hour
    return (
        asked.since < order.sent_at <= asked.until
        and asked.institution_code in {"", order.institution_code}
        and asked.kind in {"", order.kind}
        and asked.hour in {None, hour}
    )


@pytest.mark.parametrize(
    "asked",
    [
        ASKED,
        replace(ASKED, institution_code=ABC),
        replace(ASKED, kind="stop"),
        replace(ASKED, hour=14),
        replace(ASKED, institution_code=ICBC, kind="query_detail", hour=3),
    ],
    ids=["all", "a bank", "a kind", "an hour", "all three"],
)
def test_every_figure_is_that_of_the_orders_counted_one_by_one(asked: Asked) -> None:
    a_city()
    orders = many(600, seed=7)
    found = league(asked, before=WEEK, by=officer("wangqiang"), at=AT)
    keys: list[tuple[tuple[Standing, ...], Callable[[Order], str]]] = [
        ((found.total,), lambda _each: ""),
        (found.institutions, lambda each: each.institution_code),
        (found.kinds, lambda each: str(each.kind)),
        (found.hours, lambda each: str(each.sent_at.astimezone(CHINA).hour)),  # type: ignore[union-attr]  # all are sent
    ]
    now = [each for each in orders if within(each, asked)]
    former = [each for each in orders if within(each, asked.earlier(WEEK))]
    for standings, key in keys:
        assert {each.key for each in standings} >= {key(each) for each in now}
        for each in standings:
            told = (_rounded(each.now), _rounded(each.before))
            counted = (
                slowly([one for one in now if key(one) == each.key]),
                slowly([one for one in former if key(one) == each.key]),
            )
            assert told == tuple(_rounded(one) for one in counted)


def test_a_figure_opens_exactly_its_orders() -> None:
    a_city()
    many(150, seed=3)
    by = officer("wangqiang")
    total = league(ASKED, before=WEEK, by=by, at=AT).total.now
    counts = {what: behind(ASKED, what, by=by, at=AT)[0] for what in Behind}
    assert counts == {
        Behind.SENT: total.sent,
        Behind.ANSWERED: total.answered,
        Behind.REFUSED: total.refused,
        Behind.OPEN: total.open,
        Behind.OVERDUE: total.overdue,
    }
    refused = refusals(ASKED, by=by)
    assert sum(each.orders for each in refused) == total.refused > 0
    first = replace(ASKED, institution_code=refused[0].institution_code)
    number, rows = behind(first, Behind.REFUSED, by=by, at=AT, result=refused[0].result)
    assert number == len(rows) == refused[0].orders


def test_a_silence_of_weeks_stands_first_and_is_not_hidden_by_the_period() -> None:
    a_city()
    orders = many(150, seed=5)
    number, late = overdue(ASKED, by=officer("wangqiang"), at=AT)
    silent = sorted(_due(each) for each in orders if not each.answered_at and _due(each) < AT)
    assert [each.due_at for each in late] == silent
    assert number == len(silent)
    assert silent[0] < ASKED.since


def test_another_city_has_a_league_of_its_own() -> None:
    a_city()
    many(20, seed=1)
    stranger = officer("outsider")
    assert league(ASKED, before=WEEK, by=stranger, at=AT).institutions == ()
    assert behind(ASKED, Behind.SENT, by=stranger, at=AT) == (0, [])
    assert overdue(ASKED, by=stranger, at=AT) == (0, [])
