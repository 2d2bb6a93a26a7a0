"""A takedown's life on a real database."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.builders.city import AT, KEEPER, officer
from tests.builders.orders import an_incident
from tests.builders.orders import drafted as stop_drafted
from tests.builders.takedowns import (
    BY_POST,
    CARRIER,
    LINE,
    MULE,
    PLATFORM,
    a_reply,
    a_telecom_city,
    answered,
    approved,
    drafted,
    fetched,
    new,
    standing,
    the,
)
from zhisun.domains.audit.selectors import history
from zhisun.domains.cases.selectors.incidents import incident
from zhisun.domains.documents.selectors import issued_for
from zhisun.domains.indicators.services.white_list import protect
from zhisun.domains.outbox.models import Event, Parcel
from zhisun.domains.takedown.jobs import run_clocks
from zhisun.domains.takedown.models import Check, Reply, Takedown
from zhisun.domains.takedown.services.answer import record_reply
from zhisun.domains.takedown.services.approve import approve, decline, recall
from zhisun.domains.takedown.services.by_hand import record_answer, record_sending
from zhisun.domains.takedown.services.check import record_check
from zhisun.domains.takedown.services.clocks import see_bell
from zhisun.domains.takedown.services.deliver import collect
from zhisun.domains.takedown.services.draft import draft
from zhisun.domains.takedown.services.release import request_release, restore_early
from zhisun.domains.takedown.terms import (
    CHECK_EVERY,
    CHECK_FIRST,
    DECIDE_WITHIN,
    OVERDUE,
    RELAPSE_UNDRAFTED,
    Finding,
    Ground,
    Measure,
    Origin,
    TakedownState,
    TargetKind,
)
from zhisun.gateways.takedown.wire import decode_order
from zhisun.kernel.errors import InputError, NotFound, NotPermitted, StateConflict

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city() -> None:
    a_telecom_city()


def test_a_takedown_goes_from_draft_to_done_with_its_stamps() -> None:
    later = AT + timedelta(minutes=2)
    number = answered(fetched(approved(drafted()), at=later), at=later, executed_at=later)
    row = the(number)
    assert (row.state, row.operator, row.result) == (TakedownState.ACTIVE, "值班员", "0000")
    assert row.executed_at == later
    assert row.check_at == row.clock_at == later + CHECK_FIRST
    stamps = [row.drafted_at, row.approved_at, row.sent_at, row.acknowledged_at, row.answered_at]
    assert stamps == sorted(stamps)  # type: ignore[type-var]  # none of them is None
    acts = [act.verb for act in history(number, by=officer("chenjing"))]
    assert acts[::-1] == [
        "takedown.drafted",
        "takedown.approved",
        "takedown.sent",
        "takedown.acknowledged",
        "takedown.active",
        "takedown.answer_received",
    ]
    assert Event.objects.filter(name="takedown.active", key=number).count() == 1


def test_what_the_carrier_reads_is_the_takedown_and_names_no_victim() -> None:
    number = approved(drafted(incident_no=an_incident(), target="+86 170-1234-5678"))
    message = decode_order(collect(CARRIER, by=LINE, at=AT)[0].body)
    assert (message.target, message.measure.value, message.evidence) == (
        MULE,
        "suspend",
        "通话记录与笔录",
    )
    assert (message.handler.name, message.assistant.name) == ("韩冰", "陈静")
    assert message.attachments[0].content.startswith(b"%PDF")
    assert message.document_no == the(number).document_no
    assert "周敏" not in repr(message)
    assert [p.number for p in issued_for(number, by=officer("chenjing"))] == [message.document_no]


def test_two_persons_and_only_with_the_duty_in_the_area() -> None:
    number = drafted()
    with pytest.raises(InputError, match="takedown_two_persons"):
        approve(number, by=officer("hanbing"), at=AT)
    with pytest.raises(NotPermitted):
        approve(number, by=officer("limin"), at=AT)
    with pytest.raises(NotFound):
        approve(number, by=officer("outsider"), at=AT)
    with pytest.raises(NotPermitted):
        drafted(by="zhoulei", target="17012345679")
    approve(number, by=officer("machao"), at=AT)
    with pytest.raises(StateConflict):
        approve(number, by=officer("chenjing"), at=AT)
    assert Parcel.objects.count() == 1


def test_the_database_itself_refuses_one_person() -> None:
    number = drafted()
    with pytest.raises(IntegrityError), transaction.atomic():
        Takedown.objects.filter(takedown_no=number).update(approved_by="hanbing")


@pytest.mark.parametrize(
    ("kind", "target", "code"),
    [
        (TargetKind.PHONE, "95588", "target_on_white_list"),
        (TargetKind.PHONE, "110", "target_on_white_list"),
        (TargetKind.PHONE, "95501", "short_number_protected"),
        (TargetKind.PHONE, "打电话", "not_a_phone"),
        (TargetKind.DOMAIN, "example.gov.cn", "target_on_white_list"),
        (TargetKind.DOMAIN, "gov.cn", "target_on_white_list"),
    ],
)
def test_what_must_never_be_taken_down_is_refused_at_its_field(
    kind: TargetKind, target: str, code: str
) -> None:
    protect("domain", "example.gov.cn", "政府网站", by=KEEPER, at=AT)
    measure = Measure.SUSPEND if kind is TargetKind.PHONE else Measure.BLOCK
    with pytest.raises(InputError, match=code) as refused:
        drafted(target_kind=kind, target=target, measure=measure)
    assert refused.value.facts["field"] == "target"
    assert not Takedown.objects.exists()


def test_a_page_of_a_big_site_may_be_taken_down_but_not_the_site() -> None:
    protect("domain", "pan.example", "大型网站", by=KEEPER, at=AT)
    page: dict[str, Any] = {"target_kind": TargetKind.URL, "measure": Measure.BLOCK}
    with pytest.raises(InputError, match="target_on_white_list"):
        drafted(target="https://pan.example/", **page)
    assert the(drafted(target="https://pan.example/s/1x2y", **page)).form == "pan.example/s/1x2y"


def test_the_white_list_is_asked_again_before_it_leaves() -> None:
    number = drafted()
    protect("phone", MULE, "医院", by=KEEPER, at=AT)
    with pytest.raises(InputError, match="target_on_white_list"):
        approve(number, by=officer("chenjing"), at=AT)
    assert the(number).state is TakedownState.DRAFTED
    assert not Parcel.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"evidence": " "}, "evidence"),
        ({"reason": ""}, "reason"),
        ({"source_no": " "}, "incident_no"),
        ({"institution_code": PLATFORM}, "institution"),
        ({"measure": Measure.SEAL_GROUP}, "measure"),
        ({"lasts": timedelta(days=4000)}, "lasts"),
    ],
)
def test_what_is_missing_or_wrong_is_named_at_its_field(
    changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InputError) as refused:
        drafted(**changes)
    assert refused.value.facts["field"] == field


def test_the_victims_own_number_is_no_suspect() -> None:
    incident_no = an_incident()
    phone = incident(incident_no, by=officer("chenjing")).victim.phone
    with pytest.raises(InputError, match="target_is_victims_phone"):
        drafted(incident_no=incident_no, target=phone)


def test_one_target_has_one_open_takedown_however_it_is_spelled() -> None:
    number = drafted()
    with pytest.raises(StateConflict, match="target_taken") as told:
        drafted(target="86 17012345678", measure=Measure.INTERCEPT, by="machao")
    assert told.value.facts["takedown_no"] == number
    decline(number, "查无实据", by=officer("chenjing"), at=AT)
    assert drafted() != number


def test_the_database_holds_one_open_takedown_per_target() -> None:
    first = Takedown.objects.get(takedown_no=drafted())
    Takedown.objects.filter(pk=first.pk).update(state=TakedownState.DECLINED)
    second = drafted()
    with pytest.raises(IntegrityError), transaction.atomic():
        Takedown.objects.filter(pk=first.pk).update(state=TakedownState.ACTIVE)
    assert the(second).state is TakedownState.DRAFTED


def test_it_can_be_taken_back_until_it_has_left() -> None:
    first = approved(drafted())
    recall(first, "核查有误", by=officer("machao"), at=AT)
    assert the(first).state is TakedownState.RECALLED
    assert collect(CARRIER, by=LINE, at=AT) == ()
    second = fetched(approved(drafted()))
    with pytest.raises(StateConflict, match="takedown_has_left"):
        recall(second, "核查有误", by=officer("machao"), at=AT)


def test_an_answer_counts_once_and_only_from_the_institution_it_was_asked_of() -> None:
    number = fetched(approved(drafted()))
    with pytest.raises(NotFound):
        record_reply(a_reply(number, institution_code=PLATFORM), b"", by=LINE, at=AT)
    assert record_reply(a_reply(number), b"", by=LINE, at=AT)
    assert not record_reply(a_reply(number, serial_no="2"), b"", by=LINE, at=AT)
    assert Reply.objects.count() == 1


def test_a_refusal_keeps_its_reason_and_frees_the_target() -> None:
    number = answered(fetched(approved(drafted())), "0700", failure_cause="携号转网")
    assert (the(number).state, the(number).failure_cause) == (TakedownState.REFUSED, "携号转网")
    assert drafted() != number


def test_what_was_so_already_is_not_ours_to_lift() -> None:
    number = answered(fetched(approved(drafted())), "0900")
    assert the(number).state is TakedownState.ANSWERED
    with pytest.raises(StateConflict, match="nothing_to_release"):
        request_release(number, Ground.MISTAKE, "误封", by=officer("hanbing"), at=AT)


def test_a_release_takes_two_persons_and_ends_what_it_names() -> None:
    number = standing()
    release = request_release(number, Ground.APPEAL, "机主申诉成立", by=officer("hanbing"), at=AT)
    again = request_release(number, Ground.MISTAKE, "误封", by=officer("machao"), at=AT)
    assert again == release
    with pytest.raises(InputError, match="takedown_two_persons"):
        approve(release, by=officer("hanbing"), at=AT)
    answered(fetched(approved(release, by="machao")))
    assert the(number).state is TakedownState.RELEASED
    assert the(release).state is TakedownState.ANSWERED
    assert the(number).clock_at is None


def test_a_number_listed_as_safe_later_can_still_be_released() -> None:
    number = standing()
    protect("phone", MULE, "医院", by=KEEPER, at=AT)
    release = request_release(number, Ground.MISTAKE, "误封医院", by=officer("hanbing"), at=AT)
    answered(fetched(approved(release)))
    assert the(number).state is TakedownState.RELEASED


def test_only_what_stands_is_looked_at_again() -> None:
    number = standing()
    second_day = AT + CHECK_FIRST
    record_check(number, Finding.STANDS, "", by=officer("hanbing"), at=second_day)
    assert the(number).clock_at == second_day + CHECK_EVERY
    record_check(number, Finding.GONE, "号码已注销", by=officer("hanbing"), at=second_day)
    assert the(number).state is TakedownState.GONE
    with pytest.raises(StateConflict, match="takedown_not_standing"):
        record_check(number, Finding.STANDS, "", by=officer("hanbing"), at=second_day)
    assert Check.objects.count() == 2


@pytest.mark.parametrize("told_by", ["officer", "platform"])
def test_what_comes_back_is_closed_and_drafted_anew(told_by: str) -> None:
    number = standing()
    later = AT + timedelta(days=3)
    if told_by == "officer":
        record_check(number, Finding.RELAPSED, "又能拨通", by=officer("machao"), at=later)
    else:
        answered(number, "2100", remark="又能拨通", at=later)
    assert the(number).state is TakedownState.RELAPSED
    again = Takedown.objects.get(original__takedown_no=number)
    assert (again.state, again.origin) == (TakedownState.DRAFTED, Origin.RELAPSE)
    assert again.handler == "hanbing"
    answered(number, "2100", remark="又能拨通", at=later)
    assert Takedown.objects.count() == 2
    approved(again.takedown_no)
    assert the(again.takedown_no).state is TakedownState.APPROVED


def test_what_came_back_and_is_safe_now_rings_instead_of_being_drafted() -> None:
    number = standing()
    protect("phone", MULE, "医院", by=KEEPER, at=AT)
    answered(number, "2100", remark="又能拨通")
    assert the(number).bell == RELAPSE_UNDRAFTED
    assert Takedown.objects.count() == 1
    see_bell(number, by=officer("hanbing"), at=AT)
    assert the(number).bell == ""


def test_a_short_seal_ends_by_itself() -> None:
    seal: dict[str, Any] = {"target_kind": TargetKind.IM_ACCOUNT, "target": "wx_Fraud 01"}
    number = standing(**seal, measure=Measure.SEAL_SHORT, institution_code=PLATFORM)
    ends_at = the(number).ends_at
    assert ends_at is not None
    run_clocks(at=ends_at - timedelta(seconds=1))
    assert the(number).state is TakedownState.ACTIVE
    run_clocks(at=ends_at)
    assert the(number).state is TakedownState.EXPIRED


def test_what_nobody_does_in_time_rings_once() -> None:
    number = drafted()
    late = AT + DECIDE_WITHIN
    run_clocks(at=late - timedelta(seconds=1))
    assert the(number).bell == ""
    run_clocks(at=late)
    run_clocks(at=late + timedelta(minutes=1))
    assert the(number).bell == OVERDUE
    assert Event.objects.filter(name="takedown.rang").count() == 1
    approved(number, at=late)
    assert the(number).bell == ""


def test_by_hand_sending_and_answer_are_written_down() -> None:
    number = approved(drafted(institution_code=BY_POST))
    assert not Parcel.objects.exists()
    clerk = officer("hanbing")
    with pytest.raises(InputError, match="sending_how_missing"):
        record_sending(number, " ", by=clerk, at=AT)
    record_sending(number, "专人送达", by=clerk, at=AT)
    for wrong, field in (
        ({"result": "9"}, "result"),
        ({"operator": ""}, "operator"),
        ({"executed_at": AT + timedelta(hours=1)}, "executed_at"),
    ):
        facts: dict[str, Any] = {"result": "0000", "operator": "孙师傅", "executed_at": AT} | wrong
        with pytest.raises(InputError) as refused:
            record_answer(number, remark="", by=clerk, at=AT, **facts)
        assert refused.value.facts["field"] == field
    record_answer(number, "0000", operator="孙师傅", remark="", executed_at=AT, by=clerk, at=AT)
    assert (the(number).state, the(number).operator) == (TakedownState.ACTIVE, "孙师傅")


def test_what_goes_by_hand_does_not_go_by_line_too() -> None:
    number = approved(drafted())
    record_sending(number, "专线中断，电话转办", by=officer("hanbing"), at=AT)
    assert collect(CARRIER, by=LINE, at=AT) == ()
    assert the(number).state is TakedownState.SENT


def test_a_fraudsters_number_is_not_restored_early() -> None:
    with pytest.raises(InputError, match="released_not_restored"):
        restore_early(standing(), "要求恢复", by=officer("hanbing"), at=AT)


def test_a_carrier_holds_no_money() -> None:
    with pytest.raises(InputError, match="institution_holds_no_money"):
        stop_drafted(an_incident(), institution_code=CARRIER)


def test_another_city_drafts_its_own() -> None:
    number = draft(new(), by=officer("outsider"), at=AT)
    with pytest.raises(NotFound):
        decline(number, "不归我管", by=officer("chenjing"), at=AT)
