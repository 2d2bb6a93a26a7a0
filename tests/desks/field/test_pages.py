"""The officer's telephone, page by page."""

import re
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.builders.city import AT, officer
from tests.builders.own_accounts import answered, approved, asked, fetched, in_danger
from tests.builders.photos import jpeg, png
from tests.builders.takedowns import CARRIER, line_up
from tests.builders.takedowns import answered as phone_answered
from tests.builders.takedowns import fetched as phone_fetched
from tests.builders.warnings import (
    a_channel,
    at_the_station,
    dissuaded,
    signed,
    the,
    warned,
)
from tests.desks.field.conftest import Seat
from zhisun.desks.field.whose import officer_mark
from zhisun.domains.dissuasion.services.holds import ask_phone_hold
from zhisun.domains.dissuasion.services.persons import Named
from zhisun.domains.dissuasion.terms import (
    Check,
    DispatchState,
    Outcome,
    SignalKind,
    SignalSource,
)
from zhisun.domains.takedown.services.approve import approve
from zhisun.kernel.places import Datum, Position, wgs84

pytestmark = pytest.mark.django_db

JSON = {"accept": "application/json"}
OTHER = Named(phone="13799990000", name="吴刚")


def phone_asked(number: str) -> str:
    """The number of a drafted suspension of her phone, whose carrier's line is up."""
    a_channel()
    line_up()
    lasts, by = timedelta(minutes=30), officer("gaofei")
    return ask_phone_hold(number, CARRIER, "两次无人接", lasts=lasts, by=by, at=AT)


def test_my_tasks_come_first_then_what_nobody_has(seat: Seat) -> None:
    mine, free = signed(), at_the_station(person=OTHER)
    elsewhere = warned(area="370830", person=Named(phone="13799990009", name="郑丽"))
    page = seat("mahai").get("/field/").content.decode()
    assert page.index(mine) < page.index(free)
    assert elsewhere not in page
    assert seat("mahai").get(f"/field/tasks/{elsewhere}/").status_code == HTTPStatus.NOT_FOUND


def test_a_task_says_who_where_why_and_what_to_say(seat: Seat) -> None:
    number = signed()
    page = seat("mahai").get(f"/field/tasks/{number}/").content.decode()
    now = the(number)
    for said in ("周敏", "观音阁街道示例小区", 'href="tel:13700001234"', now.why):
        assert said in page
    assert all(str(check.label) in page for check in Check)


def test_why_says_by_whom_and_what_it_is_known_and_not_who_told(seat: Seat) -> None:
    number = signed()
    told: dict[str, Any] = {
        "kind": SignalKind.TOLD,
        "counterpart": "13811112222",
        "told": "邻居李芳说的",
    }
    warned(source=SignalSource.CITIZEN, **told)
    warned(source=SignalSource.APP, kind=SignalKind.APP)
    page = seat("mahai").get(f"/field/tasks/{number}/").content.decode()
    known = (
        "省厅下发预警：打开过涉诈网址；群众反映：正在被骗；国家反诈中心应用提示：接触过涉诈应用。"
    )
    assert f"{known}疑似刷单返利" in page
    assert not any(secret in page for secret in ("李芳", "13811112222", "shua.example"))


def test_what_is_only_asked_for_is_not_announced_as_done(seat: Seat) -> None:
    number = in_danger()
    phone, account = phone_asked(number), asked(number)
    address, street = f"/field/tasks/{number}/", seat("mahai")

    def words(ask: str, *, said: str, unsaid: str) -> None:
        page = street.get(address).content.decode()
        [notice] = re.findall(rf'id="{ask}".*?</div></div>', page, re.DOTALL)
        assert said in notice
        assert unsaid not in notice

    done = "打不通是正常的"
    words(f"hold-{phone}", said="待审批</strong>", unsaid=done)
    words(f"hold-{phone}", said="还没有停机", unsaid="自动恢复")
    approve(phone, by=officer("chenjing"), at=AT)
    words(f"hold-{phone}", said="可能已经停机", unsaid=done)
    phone_answered(phone_fetched(phone))
    words(f"hold-{phone}", said=done, unsaid="还没有")

    done = "暂时付不出钱"
    words(f"account-{account}", said="待审批</strong>", unsaid=done)
    words(f"account-{account}", said="还没有止付", unsaid="自动恢复")
    fetched(approved(account))
    words(f"account-{account}", said="可能已经止付", unsaid=done)
    answered(account)
    words(f"account-{account}", said=done, unsaid="还没有")


def test_what_is_only_asked_for_is_withdrawn_not_given_back(seat: Seat) -> None:
    number = in_danger()
    phone, account = phone_asked(number), asked(number)
    address, street = f"/field/tasks/{number}/", seat("mahai")
    page = street.get(address).content.decode()
    assert [words in page for words in ("撤回停机申请", "撤回止付申请")] == [True, True]
    assert [words in page for words in ("恢复本人手机", "恢复本人账户")] == [False, False]
    street.post(f"{address}phone/")
    street.post(f"{address}account/")
    now = the(number)
    dropped = [(hold.takedown_no, hold.state.value) for hold in now.holds]
    dropped += [(each.hold.hold_no, each.hold.state.value) for each in now.account_holds]
    assert dropped == [(phone, "declined"), (account, "declined")]


def test_a_point_alone_leads_there_too_as_a_receiver_gives_it(seat: Seat) -> None:
    somewhere = Position(35.4155, 116.5963, Datum.GCJ02)
    number = signed(person=OTHER, position=somewhere)
    page = seat("mahai").get(f"/field/tasks/{number}/").content.decode()
    there = wgs84(somewhere)
    assert f'href="geo:{there.latitude:.6f},{there.longitude:.6f}?q=' in page
    nowhere = signed(person=Named(phone="13799990008"))
    assert "geo:" not in seat("mahai").get(f"/field/tasks/{nowhere}/").content.decode()


def test_one_press_signs_writes_down_and_concludes_and_a_repeat_changes_nothing(
    seat: Seat,
) -> None:
    number = at_the_station()
    phone, address = seat("mahai"), f"/field/tasks/{number}/report/"
    sent = {
        "key": "k1",
        "done": "visit:met:dissuaded",
        "checks": ["calls", "protect", "nonsense"],
        "tried_at": "2026-09-11T06:30:00Z",
        "note": "已停止转账",
    }
    for _twice in range(2):
        assert phone.post(address, sent, headers=JSON).json() == {"done": True}
    now = the(number)
    assert (now.line.state, now.line.outcome) == (DispatchState.CONCLUDED, Outcome.DISSUADED)
    assert now.contacts[0].checks == (Check.CALLS, Check.PROTECT)
    assert len(now.contacts) == 1


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"done": "visit:met"}, HTTPStatus.BAD_REQUEST),
        ({"done": "visit:no_answer:"}, HTTPStatus.BAD_REQUEST),
        ({"done": "call:no_answer:dissuaded"}, HTTPStatus.BAD_REQUEST),
        ({"key": ""}, HTTPStatus.BAD_REQUEST),
        ({"tried_at": "gestern"}, HTTPStatus.BAD_REQUEST),
        ({"note": "a\0"}, HTTPStatus.BAD_REQUEST),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_half_saved(
    seat: Seat, changes: dict[str, str], status: int
) -> None:
    number = at_the_station()
    sent = {"key": "k", "done": "visit:met:dissuaded", "tried_at": "", "note": ""} | changes
    answer = seat("mahai").post(f"/field/tasks/{number}/report/", sent, headers=JSON)
    assert answer.status_code == status
    assert answer.json()["text"]
    assert (the(number).contacts, the(number).line.state) == ((), DispatchState.ASSIGNED)


def test_a_report_of_the_round_before_says_what_became_of_it(seat: Seat) -> None:
    number = dissuaded()
    late = AT + timedelta(hours=5)
    warned(seen_at=late, at=late)
    phone, address = seat("mahai"), f"/field/tasks/{number}/"
    sent = {"key": "k", "done": "visit:met:safe", "round": "0", "tried_at": "2026-09-11T06:30:00Z"}
    told = phone.post(f"{address}report/", sent, headers=JSON).json()
    assert told == {"done": True, "told": "上一轮的结果，已记入，不结束本轮。"}
    assert phone.post(f"{address}report/", sent)["Location"] == address
    for page in (phone.get(address), seat("gaofei").get(f"/dissuasion/dispatches/{number}/")):
        assert "当时结果：未受骗，不结束本轮" in page.content.decode()
    assert 'name="round" value="1"' in phone.get(address).content.decode()
    assert the(number).line.state is DispatchState.ASSIGNED


def test_what_another_officer_made_is_not_taken_under_this_name(seat: Seat) -> None:
    number = at_the_station()
    mark = officer_mark("gaofei")
    sent = {"key": "k", "done": "visit:met:dissuaded", "officer": mark, "whom": "guardian"}
    phone = seat("mahai")
    for what in ("report", "inform", "photos"):
        refused = phone.post(f"/field/tasks/{number}/{what}/", sent, headers=JSON)
        assert refused.status_code == HTTPStatus.FORBIDDEN
    assert the(number).contacts == ()
    own = sent | {"officer": officer_mark("mahai")}
    assert phone.post(f"/field/tasks/{number}/report/", own, headers=JSON).json() == {"done": True}


def a_photo(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def test_a_photo_is_taken_in_once_and_shown_at_the_desk(seat: Seat) -> None:
    number = signed()
    phone, address = seat("mahai"), f"/field/tasks/{number}/photos/"
    for _twice in range(2):
        sent = {"photo": a_photo(jpeg()), "key": "p1", "taken_at": "2026-09-11T06:30:00Z"}
        assert phone.post(address, sent, headers=JSON).json() == {"done": True}
    assert phone.post(address, {"photo": a_photo(png())}).status_code == HTTPStatus.FOUND
    assert "data-sent>2<" in phone.get(f"/field/tasks/{number}/").content.decode()
    first, second = the(number).photos
    desk = seat("gaofei")
    page = desk.get(f"/dissuasion/dispatches/{number}/photos/{first.key}/").content.decode()
    assert first.sha256 in page
    assert f"photos/{second.key}/" in page
    picture = desk.get(f"/dissuasion/dispatches/{number}/photos/{first.key}/file/")
    assert (picture["Content-Type"], picture["Content-Security-Policy"]) == (
        "image/jpeg",
        "sandbox",
    )
    assert "查看照片" in desk.get(f"/dissuasion/dispatches/{number}/").content.decode()
    elsewhere = desk.get(f"/dissuasion/dispatches/{number}/photos/999/")
    assert elsewhere.status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"", b"\xff\xd8\xff", b"0" * (7 << 20)])
def test_what_is_no_photo_is_refused(seat: Seat, content: bytes) -> None:
    number = signed()
    address = f"/field/tasks/{number}/photos/"
    answer = seat("mahai").post(address, {"photo": a_photo(content), "key": "p"}, headers=JSON)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert answer.json()["text"]
    assert seat("mahai").post(address, {"photo": "no file"}).status_code == HTTPStatus.BAD_REQUEST
    assert the(number).photos == ()


def test_a_task_of_somebody_elses_ground_is_returned_from_the_street(seat: Seat) -> None:
    number = at_the_station()
    street = seat("mahai")
    page = f"/field/tasks/{number}/"
    assert f'action="{page}return/"' in street.get(page).content.decode()
    no_reason = street.post(f"{page}return/", {"reason": ""}, headers=JSON)
    assert (no_reason.status_code, the(number).line.state) == (
        HTTPStatus.BAD_REQUEST,
        DispatchState.ASSIGNED,
    )
    for _twice in range(2):  # a telephone may send it again
        answer = street.post(f"{page}return/", {"reason": "已搬走"}, headers=JSON)
        assert answer.json() == {"done": True}
    now = the(number)
    assert (now.line.state, now.returned_reason) == (DispatchState.RETURNED, "已搬走")


def test_signing_without_scripts_leads_back_to_the_task(seat: Seat) -> None:
    number = at_the_station()
    answer = seat("mahai").post(f"/field/tasks/{number}/sign/")
    assert answer["Location"] == f"/field/tasks/{number}/"
    assert the(number).line.handler == "mahai"


def test_it_can_be_installed(seat: Seat) -> None:
    phone = seat("mahai")
    manifest = phone.get("/field/manifest.webmanifest")
    assert (manifest.json()["scope"], manifest.json()["display"]) == ("/field/", "standalone")
    worker = phone.get("/field/worker.js")
    assert worker["Content-Type"].startswith("text/javascript")
    assert "manifest-src 'self'" in phone.get("/field/")["Content-Security-Policy"]


def test_a_minors_guardian_is_told_from_the_street(seat: Seat) -> None:
    phone = seat("mahai")
    minor = Named(phone="13799990005", id_number="370811201005010011")
    number = signed(person=minor)
    address = f"/field/tasks/{number}/"
    assert "还要告知：" in phone.get(address).content.decode()
    told = {"key": "k", "done": "guardian:told", "told": ["danger"], "relation": "父亲"}
    assert (
        phone.post(f"{address}inform/", told | {"done": "x"}).status_code == HTTPStatus.BAD_REQUEST
    )
    for _again in range(2):
        sent = phone.post(f"{address}inform/", told, headers=JSON)
        assert sent.json() == {"done": True}
    assert "还要告知：" not in phone.get(address).content.decode()
