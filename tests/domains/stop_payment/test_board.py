"""The board's head and its lists."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.builders.city import AT, a_city, officer
from tests.builders.orders import an_incident, answered, approved, drafted, fetched, the
from zhisun.domains.stop_payment.selectors.board import answered as latest
from zhisun.domains.stop_payment.selectors.board import board, corrections, counts
from zhisun.domains.stop_payment.services.correct import Correction, correct
from zhisun.domains.stop_payment.services.take import take_next
from zhisun.domains.stop_payment.terms import OrderKind

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_head_counts_each_order_where_it_stands() -> None:
    a_city()
    incident_no = an_incident()
    drafted(incident_no, kind=OrderKind.QUERY_HOLDER)
    fetched(approved(drafted(incident_no)))
    now = counts(officer("wangqiang"), at=AT)
    assert (now.drafted, now.on_the_way, now.overdue, now.active) == (1, 1, 0, 0)
    assert counts(officer("wangqiang"), at=AT + timedelta(days=2)).overdue == 1
    assert counts(officer("outsider"), at=AT).drafted == 0


def test_of_a_stop_and_a_query_of_the_same_money_the_stop_comes_first() -> None:
    a_city()
    incident_no = an_incident()
    stop = drafted(incident_no)
    query = drafted(incident_no, kind=OrderKind.QUERY_DETAIL)
    with connection.cursor() as cursor:  # a row that was written again lies behind the others
        cursor.execute("update stop_payment_order set reason = reason where order_no = %s", [stop])
    assert [row.order_no for row in board(officer("wangqiang"))] == [stop, query]
    assert take_next(by=officer("wangqiang"), at=AT) == stop


def test_a_refused_order_is_counted_until_it_is_corrected() -> None:
    a_city()
    refused = answered(fetched(approved(drafted(an_incident()))), "0301")
    reader = officer("wangqiang")
    assert counts(reader, at=AT).refused == 1
    assert [row.order_no for row in corrections(reader)] == [refused]
    order = the(refused)
    correction = Correction(
        institution_code=order.institution_code,
        account_no=order.account_no,
        account_name="张玮",
        reason="户名听错",
    )
    correct(refused, correction, by=officer("limin"), at=AT)
    assert counts(reader, at=AT).refused == 0
    assert corrections(reader) == []


def test_the_latest_answer_stands_first_and_a_waiting_order_on_the_board() -> None:
    a_city()
    incident_no = an_incident()
    query = drafted(incident_no, kind=OrderKind.QUERY_DETAIL)
    stop = answered(fetched(approved(drafted(incident_no))), balance_fen=2_800_000)
    reader = officer("wangqiang")
    assert [row.order_no for row in latest(reader)] == [stop]
    assert [row.order_no for row in board(reader)] == [query]
    assert counts(reader, at=AT).active == 1
