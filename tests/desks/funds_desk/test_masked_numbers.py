"""Numbers at the funds desk: masked, whole for one's own work, whole for a reason."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from tests.builders.city import ABC, AT, officer
from tests.builders.orders import CARD, T0, a_movement, answered, approved, drafted, fetched
from tests.builders.statements import delimited, stamp
from tests.builders.uploads import confirmed, uploaded
from tests.desks.funds_desk import conftest
from tests.desks.funds_desk.conftest import SECOND_CARD, Case, Seat, text
from zhisun.domains.audit.selectors import history
from zhisun.domains.money_trails.jobs import read_statement
from zhisun.domains.stop_payment.services.take import take
from zhisun.domains.stop_payment.terms import OrderKind
from zhisun.gateways.port import Holder
from zhisun.shell.revealing import SEEN_FOR

pytestmark = pytest.mark.django_db(transaction=True)

HTMX = {"HX-Request": "true"}
ID_NUMBER = "370802199001011234"
COUNTERPARTY = "6217001234567890121"


def digits(page: str) -> str:
    """The page without markup and space, so that a number in fours is found too."""
    return re.sub(r"<[^>]*>|\s", "", page) + page


def pages(case: Case) -> list[str]:
    return [
        "/funds/",
        "/funds/?list=refused",
        "/funds/?list=holds",
        f"/funds/orders/{case.hold}/",
        f"/funds/orders/{case.statement}/panel/",
        f"/funds/orders/{case.refused}/",
        f"/funds/money/{case.incident_no}/",
        f"/funds/money/{case.incident_no}/part/?view=table&beside=lifo",
        f"/funds/money/{case.incident_no}/added/",
    ]


def seen(client: Client, address: str) -> set[str]:
    """The account numbers of the case that stand whole on a page."""
    page = digits(text(client.get(address)))
    return {number for number in (CARD, SECOND_CARD) if number in page}


def test_numbers_are_masked_until_a_reason_is_given_and_after_ten_minutes(
    seat: Seat, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = seat("zhaoqian")
    for address in pages(case):
        assert seen(stranger, address) == set(), address
    order = f"/funds/orders/{case.hold}/"
    assert stranger.post(f"{order}reveal/", {"reason": " "}, headers=HTMX).status_code == 400
    assert seen(stranger, order) == set()
    fresh = stranger.post(f"{order}reveal/", {"reason": "核对指令要素"}, headers=HTMX)
    assert CARD in digits(text(fresh))
    for address in pages(case)[3:-1]:
        assert CARD in seen(stranger, address), address
    assert seen(seat("chenjing"), order) == set()
    told = [act for act in history(case.incident_no, by=officer("wangqiang"))
            if act.verb == "subjects.reveal"]  # fmt: skip
    assert [(act.actor, act.reason) for act in told] == [("zhaoqian", "核对指令要素")]
    monkeypatch.setattr(conftest, "AT", AT + SEEN_FOR + timedelta(seconds=1))
    assert seen(stranger, order) == set()


def test_the_money_page_asks_too(seat: Seat, case: Case) -> None:
    stranger = seat("zhaoqian")
    address = f"/funds/money/{case.incident_no}/"
    assert stranger.post(f"{address}reveal/", {"reason": "制作文书"})["Location"] == address
    assert seen(stranger, address) == {CARD, SECOND_CARD}


def test_who_has_taken_or_approved_an_order_sees_it_whole(seat: Seat, case: Case) -> None:
    waiting = f"/funds/orders/{case.waiting}/"
    assert seen(seat("zhaoqian"), waiting) == set()
    take(case.waiting, by=officer("zhaoqian"), at=AT)
    assert seen(seat("zhaoqian"), waiting) == {CARD}
    assert CARD in seen(seat("wangqiang"), f"/funds/orders/{case.hold}/")


def test_a_refused_order_is_corrected_without_seeing_its_account(seat: Seat, case: Case) -> None:
    stranger = seat("zhaoqian")
    sent = {"institution": ABC, "account_name": "张玮", "reason": "事主出示的凭证"}
    stranger.post(f"/funds/orders/{case.refused}/correct/", sent, headers=HTMX)
    page = text(stranger.get(f"/funds/orders/{case.refused}/"))
    after = re.search(r"已更正为 (Z\d+)", page)
    assert after is not None
    assert CARD in seen(seat("limin"), f"/funds/orders/{after[1]}/")


def test_what_an_answer_says_of_people_is_masked_too(seat: Seat, case: Case) -> None:
    order = fetched(
        approved(drafted(case.incident_no, kind=OrderKind.QUERY_HOLDER, amount_fen=0, window=2))
    )
    holder = Holder(name="张伟", credential_number=ID_NUMBER, phone="13700001234", address="任城区")
    answered(order, holder=holder, movements=(a_movement(counterparty_account=COUNTERPARTY),))
    page = digits(text(seat("zhaoqian").get(f"/funds/orders/{order}/")))
    for secret in (ID_NUMBER, "13700001234", "任城区", COUNTERPARTY, "报文原文"):
        assert secret not in page
    assert "370802********1234" in page
    assert ID_NUMBER in digits(text(seat("wangqiang").get(f"/funds/orders/{order}/")))


def test_an_uploaded_statement_shows_numbers_to_who_uploaded_it(seat: Seat, case: Case) -> None:
    head = ["卡号", "户名", "交易时间", "借贷标志", "交易金额", "账户余额", "对方账号", "对方户名"]
    row = [CARD, "张伟", "某时", "贷", "28000.00", "28000.00", COUNTERPARTY, "周敏"]
    good = [CARD, "张伟", stamp(T0), *row[3:]]
    content = delimited([head, good, row], encoding="gb18030")
    key = uploaded(case.incident_no, "农行.csv", content, bank=ABC)
    address = f"/funds/statements/{key}/"
    mine, other = seat("wangqiang"), seat("zhaoqian")
    for read in (False, True):
        if read:
            confirmed(key)
            read_statement(key, at=AT)
        assert COUNTERPARTY in digits(text(mine.get(address)))
        assert COUNTERPARTY not in digits(text(other.get(address)))
    other.post(f"{address}reveal/", {"other": "核对流水"})
    assert COUNTERPARTY in digits(text(other.get(address)))
