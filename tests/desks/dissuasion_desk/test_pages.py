"""The dissuasion desk, page by page."""

import html
import re
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest

from tests.builders.city import ABC, AT
from tests.builders.suspicions import PAYEE, an_event, suspected
from tests.builders.warnings import (
    a_channel,
    at_the_station,
    dissuaded,
    receipted,
    signed,
    the,
    the_message,
    tried,
    warned,
)
from tests.desks.dissuasion_desk.conftest import Seat
from zhisun.domains.access.selectors import institution_actor
from zhisun.domains.dissuasion.jobs import run_clocks, run_draws
from zhisun.domains.dissuasion.models import (
    BankReport,
    Dispatch,
    DispatchAlarm,
    LookBack,
    Review,
)
from zhisun.domains.dissuasion.reactions import REACTIONS
from zhisun.domains.dissuasion.selectors.rules import rules_of
from zhisun.domains.dissuasion.services.persons import Named
from zhisun.domains.dissuasion.services.suspicions import take_report
from zhisun.domains.dissuasion.terms import (
    DispatchState,
    Outcome,
    ReviewKind,
    SignalKind,
    SignalSource,
)
from zhisun.domains.outbox.services import dispatch as deliver
from zhisun.gateways.codes import WITHDRAWN
from zhisun.gateways.port import UnreadRow

pytestmark = pytest.mark.django_db

OTHER = Named(phone="13799990000", name="吴刚")


def test_the_most_urgent_stands_on_top_and_is_taken_first(seat: Seat) -> None:
    desk = seat("gaofei")
    calm = warned()
    grave = warned(person=OTHER, kind=SignalKind.TRADE, amount_fen=5_000_000)
    page = desk.get("/dissuasion/").content.decode()
    assert page.index(grave) < page.index(calm)
    went = desk.post("/dissuasion/next/")
    assert went["Location"] == f"/dissuasion/dispatches/{grave}/"
    assert seat("chenjing").post("/dissuasion/next/")["Location"].endswith(f"{calm}/")
    assert "高飞在办" in seat("chenjing").get(went["Location"]).content.decode()


@pytest.mark.parametrize("listed", ["", "unassigned", "worked", "look_back", "done", "reviews"])
def test_every_list_can_be_read_in_few_queries(
    seat: Seat, listed: str, django_assert_max_num_queries: object
) -> None:
    desk = seat("gaofei")
    dissuaded()
    warned(person=OTHER)
    assert callable(django_assert_max_num_queries)
    with django_assert_max_num_queries(13):
        assert desk.get(f"/dissuasion/?list={listed}").status_code == HTTPStatus.OK


def test_a_call_and_an_outcome_in_three_presses(seat: Seat) -> None:
    desk = seat("gaofei")
    number = warned()
    page = f"/dissuasion/dispatches/{number}/"
    assert "为什么" not in desk.get(page).content.decode()
    desk.post(f"{page}sign/")
    desk.post(f"{page}contact/", {"key": "k", "step": "call", "result": "cooperates"})
    desk.post(f"{page}conclude/", {"outcome": "dissuaded"})
    now = the(number)
    assert (now.line.state, now.line.outcome) == (DispatchState.CONCLUDED, Outcome.DISSUADED)
    too_soon = desk.post(f"{page}look-back/", {"finding": "safe", "hours": "24"})
    assert too_soon.status_code == HTTPStatus.CONFLICT
    assert "到时再登记" in too_soon.content.decode()
    LookBack.objects.update(due_at=now.line.opened_at)
    for hours in ("24", "24", "72"):  # pressed twice it is one look-back, not two
        desk.post(f"{page}look-back/", {"finding": "safe", "hours": hours})
    assert the(number).line.state is DispatchState.CLOSED


def test_a_refused_form_keeps_what_was_typed(seat: Seat) -> None:
    desk = seat("gaofei")
    number = signed()
    page = f"/dissuasion/dispatches/{number}/"
    answer = desk.post(f"{page}conclude/", {"outcome": "safe", "note": "说没事"})
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    said = answer.content.decode()
    assert "打不通电话不是结果" in said
    assert "说没事" in said
    for verb, sent in (
        ("conclude", {"outcome": "rich"}),
        ("contact", {"key": "a", "step": "call", "result": "met"}),
        ("contact", {"key": "", "step": "call", "result": "cooperates"}),
        ("contact", {"key": "a", "step": "call", "result": "no_answer", "note": "a\0"}),
        ("assign", {"unit": "370811000000"}),
        ("take-back", {"reason": ""}),
    ):
        answer = desk.post(f"{page}{verb}/", sent)
        assert answer.status_code == HTTPStatus.BAD_REQUEST, verb
    assert desk.post(f"{page}explode/").status_code == HTTPStatus.NOT_FOUND
    assert the(number).contacts == ()


def test_assigning_returning_and_taking_back(seat: Seat) -> None:
    desk = seat("gaofei")
    number = at_the_station()
    page = f"/dissuasion/dispatches/{number}/"
    sent = {"unit": "370811000000", "reason": "由区里办"}
    assert desk.post(f"{page}assign/", sent).status_code == HTTPStatus.FOUND
    desk.post(f"{page}take-back/", {"reason": "二线办"})
    assert the(number).line.state is DispatchState.GRADED
    assert "没有接入短信通道" in desk.get(page).content.decode()
    desk.post(f"{page}sms/")
    assert the(number).contacts == ()
    a_channel()
    desk.post(f"{page}sms/")
    assert "等回执" in desk.get(page).content.decode()
    assert [str(each.step.value) for each in the(number).contacts] == ["sms"]


def test_the_page_says_whether_the_message_arrived(seat: Seat) -> None:
    desk = seat("gaofei")
    a_channel()
    number = at_the_station()
    page = f"/dissuasion/dispatches/{number}/"
    desk.post(f"{page}sms/")
    receipted(the_message(), "0300")
    shown = desk.get(page).content.decode()
    assert ("短信未送达" in shown, "空号" in shown, "短信已送达" in shown) == (True, True, False)
    acts = shown[shown.index('id="acts"') :]
    assert ("<strong>短信</strong> 示例运营商" in acts, "<strong>联系</strong>" in acts) == (
        True,
        False,
    )
    assert "institution:" not in shown


def test_nobody_writes_down_by_hand_that_a_message_arrived(seat: Seat) -> None:
    number = signed()
    sent = {"key": "k", "step": "sms", "result": "delivered"}
    answer = seat("gaofei").post(f"/dissuasion/dispatches/{number}/contact/", sent)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert the(number).contacts == ()


def test_a_warning_is_entered_by_hand_once_however_often_it_is_sent(seat: Seat) -> None:
    desk = seat("gaofei")
    typed = {
        "key": "1",
        "phone": "13700001234",
        "name": "周敏",
        "source": "bank",
        "kind": "told",
        "fraud_type": "GJF",
        "amount": "30000",
        "under_way": "on",
        "area": "370811010",
    }
    first, again = (desk.post("/dissuasion/new/", typed)["Location"] for _twice in range(2))
    assert first == again
    now = the(first.split("/")[-2])
    assert now.line.urgent
    assert [(s.source, s.amount_fen) for s in now.signals] == [(SignalSource.BANK, 3_000_000)]
    for wrong in ({"phone": ""}, {"amount": "1e9"}, {"kind": "x"}, {"told": "\0"}):
        answer = desk.post("/dissuasion/new/", typed | {"key": "2"} | wrong)
        assert answer.status_code == HTTPStatus.BAD_REQUEST
        assert "周敏" in answer.content.decode()
    assert Dispatch.objects.count() == 1


def test_an_alarm_is_seen_and_a_review_gets_its_conclusion(seat: Seat) -> None:
    number = at_the_station()
    run_clocks(at=the(number).sign_due_at)
    alarm = DispatchAlarm.objects.get()
    assert "超时未签收" in seat("gaofei").get("/dissuasion/").content.decode()
    seat("gaofei").post(f"/dissuasion/alarms/{alarm.pk}/seen/")
    assert DispatchAlarm.objects.get().seen_by == "gaofei"
    review = Review.objects.create(
        kind=ReviewKind.MISSED, subject="J1", area="370811", opened_at=AT
    )
    address = f"/dissuasion/reviews/{review.pk}/close/"
    assert seat("gaofei").post(address, {"finding": "x"}).status_code == HTTPStatus.FORBIDDEN
    seat("chenjing").post(address, {"finding": "底库缺该域名"})
    assert Review.objects.get().closed_by == "chenjing"


def test_the_duty_officer_sets_the_local_rules_and_the_desk_reads_them(seat: Seat) -> None:
    names = {f"name_{n}": word for n, word in enumerate("甲乙丙丁戊", start=1)}
    least = {f"threshold_{n}": str(10 * n) for n in range(2, 6)}
    clocks = {
        f"{level}_{n}": str(minutes)
        for level in ("high", "medium", "low")
        for n, minutes in enumerate((2, 4, 8))
    }
    others = {"meet_from": "5", "unreachable_after": "2", "look_back_0": "12", "look_back_1": "48"}
    others |= {"account_hold_minutes": "20", "message_alone_upto": "1"}
    others |= {"quality_percent": "10", "truth_percent": "0"}
    typed = names | least | clocks | others | {"note": "市局〔2026〕9号"}
    assert seat("gaofei").post("/dissuasion/rules/", typed).status_code == HTTPStatus.FORBIDDEN
    chief = seat("chenjing")
    assert chief.post("/dissuasion/rules/", typed | {"high_0": "9"}).status_code == 400
    assert chief.post("/dissuasion/rules/", typed | {"high_0": "九"}).status_code == 400
    assert chief.post("/dissuasion/rules/", typed).status_code == HTTPStatus.FOUND
    assert rules_of("370811010").names == ("甲", "乙", "丙", "丁", "戊")
    assert rules_of("370811010").look_back_hours == (12, 48)
    assert rules_of("370811010").account_hold_minutes == 20
    assert (
        chief.post("/dissuasion/rules/", typed | {"account_hold_minutes": "9"}).status_code == 400
    )
    assert "戊" in seat("gaofei").get("/dissuasion/rules/").content.decode()


def test_who_has_no_business_here_sees_nothing(seat: Seat) -> None:
    number = signed()
    tried(number)
    for stranger in ("limin", "mahai"):
        assert seat(stranger).get("/dissuasion/").status_code == HTTPStatus.FORBIDDEN
    page = f"/dissuasion/dispatches/{number}/"
    assert seat("outsider").get(page).status_code == HTTPStatus.NOT_FOUND


def test_every_number_of_the_figures_opens_its_rows(seat: Seat) -> None:
    desk = seat("gaofei")
    held, calm = dissuaded(), warned(person=OTHER)
    page = desk.get("/dissuasion/figures/?unit=370811010000").content.decode()
    assert "已签收 ÷ 已分派到单位" in page
    links = set(re.findall(r'href="(/dissuasion/figures/[^"]+)"', page))
    assert len(links) > 10
    for link in links:
        assert desk.get(html.unescape(link)).status_code == HTTPStatus.OK
    rows = desk.get("/dissuasion/figures/signed/?side=part").content.decode()
    assert held in rows
    assert calm not in rows
    assert calm in desk.get("/dissuasion/figures/all/").content.decode()


@pytest.mark.parametrize(
    "query", ["since=x&until=9999-12-31&unit=%27", "since=2026-09-30&until=2026-01-01", "unit=0"]
)
def test_nonsense_asks_for_the_usual_period(seat: Seat, query: str) -> None:
    assert seat("gaofei").get(f"/dissuasion/figures/?{query}").status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    "page",
    [
        *("signed/?side=none", "nothing/", "truths/nothing/"),
        *("missed/nothing/", "missed/12381/?side=none"),
    ],
)
def test_a_figure_that_is_none_is_not_found(seat: Seat, page: str) -> None:
    answer = seat("gaofei").get(f"/dissuasion/figures/{page}")
    assert answer.status_code == HTTPStatus.NOT_FOUND


def test_filters_narrow_the_queue(seat: Seat) -> None:
    desk = seat("gaofei")
    calm = warned()
    trade: dict[str, Any] = {"kind": SignalKind.TRADE, "amount_fen": 5_000_000, "severity": 5}
    grave = warned(person=OTHER, source=SignalSource.LINE_96110, **trade)
    for query, shown in (
        *(("grade=2", grave), ("urgent=on", grave), ("source=96110", grave)),
        ("grade=9&unit=%27&source=x", calm),
    ):
        page = desk.get(f"/dissuasion/?{query}").content.decode()
        assert (shown in page, calm in page) == (True, shown == calm)
    sent = desk.get("/dissuasion/board/?grade=2&late=on", headers={"HX-Trigger": "filters"})
    assert sent["HX-Push-Url"] == "/dissuasion/?list=waiting&grade=2&late=on"


def test_hours_of_a_unit_are_kept_and_change_who_is_shown_first(seat: Seat) -> None:
    chief, desk = seat("chenjing"), seat("gaofei")
    number = at_the_station()
    assert "登记值守" not in desk.get("/dissuasion/units/").content.decode()
    address = "/dissuasion/units/370811010000/"
    assert desk.post(address).status_code == HTTPStatus.FORBIDDEN
    wrong = chief.post(address, {"shifts": "夜里", "languages": ["yue"]})
    assert wrong.status_code == HTTPStatus.BAD_REQUEST
    page = wrong.content.decode()
    assert "班次看不懂" in page
    assert 'value="yue" checked' in page
    sent = {"shifts": "每天 20:00-08:00", "languages": ["yue", "sign"], "latitude": "35.41"}
    chief.post(address, {**sent, "longitude": "116.59", "datum": "gcj02"})
    page = desk.get("/dissuasion/units/").content.decode()
    for words in ("不在班", "每天 20:00-08:00", "粤语 手语", "35.41000, 116.59000 (GCJ-02)"):
        assert words in page
    page = desk.get(f"/dissuasion/dispatches/{number}/").content.decode()
    assert "班次未登记 · 在办 0 件" in page
    told = {"language": "sign", "latitude": "35.42", "longitude": "116.59", "datum": "wgs84"}
    desk.post(f"/dissuasion/dispatches/{number}/describe/", told)
    page = desk.get(f"/dissuasion/dispatches/{number}/").content.decode()
    assert "不在班 · 会手语 · 1." in page
    wrong = desk.post(f"/dissuasion/dispatches/{number}/describe/", told | {"latitude": "x"})
    assert "坐标看不懂" in wrong.content.decode()


def test_who_else_must_know_is_asked_for_until_somebody_told_them(seat: Seat) -> None:
    desk = seat("gaofei")
    pupil = Named(phone="13799990005", id_number="370811201005010011", unit="示例中学")
    number = signed(person=pupil)
    address = f"/dissuasion/dispatches/{number}/"
    assert "还要告知：" in desk.get(address).content.decode()
    for whom, relation in (("guardian", "母亲"), ("school", "班主任")):
        told = {"key": whom, "whom": whom, "result": "told", "told": ["danger", "stop"]}
        wrong = desk.post(f"{address}inform/", told)
        assert "请写明告知的是谁" in wrong.content.decode()
        desk.post(f"{address}inform/", told | {"relation": relation})
    page = desk.get(address).content.decode()
    assert "还要告知：" not in page
    assert "请劝其停止转账、断开联系" in page
    joint = {"key": "j", "parties": ["bank"], "began_at": "2026-09-11T14:09", "result": "convinced"}
    joint |= {"ended_at": "2026-09-11T14:10", "answer": "no_answer", "recording_ref": "R-7"}
    assert "对不上回访结果" in desk.post(f"{address}joint-call/", joint).content.decode()
    desk.post(f"{address}joint-call/", joint | {"answer": "cooperates"})
    assert "录音 R-7" in desk.get(address).content.decode()
    assert "未成年人告知率" in desk.get("/dissuasion/figures/").content.decode()


def test_what_was_drawn_is_looked_at_by_somebody_else(seat: Seat) -> None:
    desk = seat("gaofei")
    before = AT - timedelta(days=1)
    number = dissuaded(at=before, seen_at=before)
    assert run_draws(at=AT) == len(("visit", "outcome"))
    page = desk.get("/dissuasion/quality/").content.decode()
    assert number in page
    address = html.unescape(re.findall(r'href="(/dissuasion/quality/[0-9]+/)"', page)[0])
    assert "见到本人" in desk.get(address).content.decode()
    wrong = desk.post(address, {"verdict": "failed", "note": "没有去"})
    assert "不合格要选明问题" in wrong.content.decode()
    assert 'value="没有去"' in wrong.content.decode()
    desk.post(address, {"verdict": "failed", "faults": ["untrue"], "note": "没有去"})
    assert "记录与事实不符" in desk.get("/dissuasion/quality/").content.decode()
    assert "抽检不合格" in desk.get("/dissuasion/").content.decode()
    assert "观音阁派出所" in desk.get("/dissuasion/figures/").content.decode()
    assert seat("mahai").get("/dissuasion/quality/").status_code == HTTPStatus.FORBIDDEN
    assert desk.get("/dissuasion/quality/0/").status_code == HTTPStatus.NOT_FOUND


def test_what_a_bank_reports_stands_at_the_desk_with_what_it_led_to(seat: Seat) -> None:
    unread = UnreadRow(2, "CardNumber", "message_element_too_long", 30)
    report = replace(suspected(an_event(), an_event("3006", row=3, serial="S3")), unread=(unread,))
    for told in (report, suspected(an_event(WITHDRAWN), at=AT + timedelta(minutes=1))):
        take_report(told, by=institution_actor(ABC), at=AT)
        while deliver(REACTIONS, at=AT):
            pass
    desk = seat("gaofei")
    [first] = BankReport.objects.filter(application_id=report.application_id)
    assert (
        f"/dissuasion/bank-reports/{first.pk}/"
        in desk.get("/dissuasion/bank-reports/").content.decode()
    )
    page = desk.get(f"/dissuasion/bank-reports/{first.pk}/").content.decode()
    [warning] = Dispatch.objects.values_list("dispatch_no", flat=True)
    for words in (
        *("报文要素 CardNumber 超过 30 的长度上限", "3004 收方涉案", "3006 分散入集中出"),
        *("银行已撤回", warning, PAYEE, "已撤下", "待核实"),
    ):
        assert words in page
    assert "银行撤回了上报" in desk.get(f"/dissuasion/dispatches/{warning}/").content.decode()
    assert "银行撤回了上报" in desk.get("/dissuasion/").content.decode()
    hidden = seat("outsider").get(f"/dissuasion/bank-reports/{first.pk}/")
    assert hidden.status_code == HTTPStatus.NOT_FOUND
