"""Contacts, the ladder of calls and moved days at the desk."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.builders.city import ABC, AT
from tests.desks.funds_desk.conftest import Case, Seat, text
from zhisun.domains.stop_payment.models import Order

CONTACT = {
    "role": "liaison",
    "institution_code": ABC,
    "name": "何丽娟",
    "phone": "13700000201",
    "days": "every_day",
    "from_clock": "00:00",
    "to_clock": "00:00",
    "area": "370800",
}


def test_a_contact_is_kept_masked_shown_for_a_reason_and_taken_out(seat: Seat) -> None:
    chief = seat("chenjing")
    page = reverse("funds_desk:contacts")
    wrong = chief.post(reverse("funds_desk:keep_contact"), CONTACT | {"phone": "总机"})
    assert wrong.status_code == 400
    assert "电话看不懂" in text(wrong)
    assert "何丽娟" in text(wrong), "what was typed stays"
    chief.post(reverse("funds_desk:keep_contact"), CONTACT)
    shown = text(chief.get(page))
    assert "何丽娟" not in shown
    assert "13700000201" not in shown
    assert "现在值班" in shown
    chief.post(reverse("funds_desk:reveal_contacts"), {"reason": "核对指令要素"})
    assert "13700000201" in text(chief.get(page))
    assert "13700000201" not in text(seat("wangqiang").get(page))


def test_only_the_duty_officer_keeps_them(seat: Seat) -> None:
    taker = seat("wangqiang")
    assert 'name="phone"' not in text(taker.get(reverse("funds_desk:contacts")))
    for name, *arguments in (
        ("keep_contact",),
        ("set_ladder",),
        ("keep_papers", ABC),
        ("keep_days",),
        ("drop_day", "2026-10-01"),
        ("drop_contact", 1),
    ):
        address = reverse(f"funds_desk:{name}", args=arguments)
        assert taker.post(address, CONTACT).status_code == 403, name


def test_the_ladder_and_the_papers_are_set_with_a_reason(seat: Seat) -> None:
    chief = seat("chenjing")
    steps = {"minutes_1": "5", "role_1": "branch_head"}
    refused = chief.post(reverse("funds_desk:set_ladder"), steps)
    assert refused.status_code == 400
    chief.post(reverse("funds_desk:set_ladder"), steps | {"note": "支队会议纪要"})
    ways = {"papers": ["fax", "counter"], "counter": "示例路 1 号"}
    chief.post(reverse("funds_desk:keep_papers", args=[ABC]), ways)
    shown = text(chief.get(reverse("funds_desk:contacts")))
    assert "随附的阶梯" not in shown
    assert "示例路 1 号" in shown


def test_moved_days_are_entered_and_taken_out(seat: Seat) -> None:
    chief, page = seat("chenjing"), reverse("funds_desk:calendar")
    days = {"first": "2026-10-01", "last": "2026-10-07", "works": "no", "name": "国庆节"}
    assert chief.post(reverse("funds_desk:keep_days"), days | {"first": "国庆"}).status_code == 400
    chief.post(reverse("funds_desk:keep_days"), days)
    assert text(chief.get(page)).count("国庆节</td>") == len(range(1, 8))
    chief.post(reverse("funds_desk:drop_day", args=["2026-10-03"]))
    assert "2026-10-03" not in text(chief.get(page))


@pytest.mark.parametrize("where", ["board", "order", "replies", "league_orders"])
def test_a_late_order_says_whom_to_call_now(seat: Seat, case: Case, where: str) -> None:
    seat("chenjing").post(reverse("funds_desk:keep_contact"), CONTACT)
    Order.objects.filter(order_no=case.waiting).update(
        state="sent",
        approved_by="wangqiang",
        document_no="x",
        approved_at=AT - timedelta(hours=25),
        sent_at=AT - timedelta(hours=25),
        due_at=AT - timedelta(minutes=1),
    )
    arguments = [case.waiting] if where == "order" else []
    page = reverse(f"funds_desk:{where}", args=arguments) + "?late=1"
    shown = text(seat("zhaoqian").get(page))
    assert "何**" in shown
    assert "何丽娟" not in shown
    assert "1 级催办：机构联络员" in shown
