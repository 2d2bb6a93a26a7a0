"""The person's own account on the page of a dispatch, from the asking to the giving back."""

from datetime import timedelta
from http import HTTPStatus

import pytest

from tests.builders.city import AT, CCB, officer
from tests.builders.own_accounts import (
    CARD,
    answered,
    fetched,
    in_danger,
    release_of,
    the_hold,
)
from tests.builders.takedowns import CARRIER, approved, line_up
from tests.builders.warnings import a_channel, the, warned
from tests.desks.dissuasion_desk.conftest import Seat
from zhisun.domains.dissuasion.services.holds import ask_phone_hold
from zhisun.domains.stop_payment.models import OwnHold
from zhisun.domains.stop_payment.terms import OrderState

pytestmark = pytest.mark.django_db

TYPED = {
    "institution": CCB,
    "account_no": CARD,
    "account_name": "周敏",
    "minutes": "20",
    "evidence": "两次拨打占线",
}


def to(number: str, verb: str) -> str:
    return f"/dissuasion/dispatches/{number}/{verb}/"


def page_of(seat: Seat, number: str, who: str = "gaofei") -> str:
    return seat(who).get(f"/dissuasion/dispatches/{number}/").content.decode()


def test_asked_approved_held_and_given_back_on_an_appeal(seat: Seat) -> None:
    number = in_danger()
    assert "申请保护性止付" in page_of(seat, number)
    asked = seat("gaofei").post(to(number, "ask-account-hold"), TYPED)
    assert asked.status_code == HTTPStatus.FOUND
    [line] = the(number).account_holds
    hold = line.hold.hold_no
    assert "等值班长批准" in page_of(seat, number)
    denied = seat("gaofei").post(to(number, "approve-account-hold"), {"hold": hold})
    assert denied.status_code == HTTPStatus.FORBIDDEN
    seat("chenjing").post(to(number, "approve-account-hold"), {"hold": hold})
    answered(fetched(hold))
    page = page_of(seat, number)
    for said in ("生效中", "14:30 自动恢复", "控制", "还没有短信告知本人"):
        assert said in page
    assert "可随时要求恢复" in seat("mahai").get(f"/field/tasks/{number}/").content.decode()
    back = {"ground": "appeal", "reason": "查实是本人正常付款"}
    seat("gaofei").post(to(number, "give-account-back"), back)
    answered(fetched(release_of(hold)), "0000")
    assert the_hold(hold).state is OrderState.RELEASED
    assert (the_hold(release_of(hold)).ground, the_hold(hold).ends_at is not None) == (
        "appeal",
        True,
    )


def test_the_officer_at_the_door_gives_it_back(seat: Seat) -> None:
    number = in_danger()
    seat("gaofei").post(to(number, "ask-account-hold"), TYPED)
    [line] = the(number).account_holds
    seat("chenjing").post(to(number, "approve-account-hold"), {"hold": line.hold.hold_no})
    answered(fetched(line.hold.hold_no))
    assert seat("mahai").post(f"/field/tasks/{number}/account/").status_code == HTTPStatus.FOUND
    assert OwnHold.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"account_name": "张伟"}, "只能止付本人账户"),
        ({"account_no": "6217001234567890000"}, "校验位不符"),
        ({"minutes": "三十"}, "没有这个选项"),
        ({"minutes": "5"}, "最短 10 分钟"),
        ({"evidence": ""}, "请写明劝阻经过"),
    ],
)
def test_a_refused_form_says_why_and_keeps_what_was_typed(
    seat: Seat, changes: dict[str, str], words: str
) -> None:
    number = in_danger()
    reply = seat("gaofei").post(to(number, "ask-account-hold"), TYPED | changes)
    assert reply.status_code in {HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY}
    page = reply.content.decode()
    assert words in page
    kept = [(TYPED | changes)[name] for name in ("account_no", "account_name", "evidence")]
    assert all(f'value="{value}"' in page for value in kept)
    assert not OwnHold.objects.exists()


def test_a_refusal_stands_on_the_page_in_words(seat: Seat) -> None:
    number = in_danger()
    seat("gaofei").post(to(number, "ask-account-hold"), TYPED)
    [line] = the(number).account_holds
    seat("chenjing").post(to(number, "approve-account-hold"), {"hold": line.hold.hold_no})
    answered(fetched(line.hold.hold_no), "0301", failure_cause="账号与户名不符")
    page = page_of(seat, number)
    assert "机构没有止付" in page
    assert "账号与户名不符" in page


def test_without_danger_it_is_not_offered_and_not_taken(seat: Seat) -> None:
    number = warned()
    assert "申请保护性止付" not in page_of(seat, number)
    reply = seat("gaofei").post(to(number, "ask-account-hold"), TYPED)
    assert reply.status_code == HTTPStatus.BAD_REQUEST
    assert "只有急件或高等级任务" in reply.content.decode()
    foreign = seat("chenjing").post(to(number, "approve-account-hold"), {"hold": "B1"})
    assert foreign.status_code == HTTPStatus.BAD_REQUEST


def test_an_account_the_bank_called_wrong_is_shown_and_not_filled_in_again(seat: Seat) -> None:
    number = in_danger()
    seat("gaofei").post(to(number, "ask-account-hold"), TYPED)
    [line] = the(number).account_holds
    seat("chenjing").post(to(number, "approve-account-hold"), {"hold": line.hold.hold_no})
    answered(fetched(line.hold.hold_no), "0301")
    page = page_of(seat, number)
    assert "银行说账号有误" in page
    assert "账号与户名不符" in page
    assert f'value="{CARD}"' not in page


def test_a_suspension_only_asked_for_is_withdrawn_and_not_given_back(seat: Seat) -> None:
    number = in_danger()
    a_channel()
    line_up()
    lasts, by = timedelta(minutes=30), officer("gaofei")
    phone = ask_phone_hold(number, CARRIER, "两次无人接", lasts=lasts, by=by, at=AT)
    page = page_of(seat, number)
    assert ("撤回停机申请" in page, "恢复本人手机" in page) == (True, False)
    approved(phone)
    page = page_of(seat, number)
    assert ("撤回停机申请" in page, "恢复本人手机" in page) == (False, True)
