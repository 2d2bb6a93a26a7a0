"""Pages of the telecom desk: who may see and do what, and where an error is shown."""

import re
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.builders.city import AT, KEEPER
from tests.builders.feeds import events_pushed
from tests.builders.orders import an_incident
from tests.builders.takedowns import (
    BY_POST,
    CARRIER,
    MULE,
    OWN,
    answered,
    approved,
    drafted,
    fetched,
    held_phone,
    own_phone,
    release_of,
    standing,
    the,
)
from tests.desks.telecom_desk.conftest import Seat
from zhisun.domains.directory.selectors import BY_INSTITUTION
from zhisun.domains.indicators.models import SafeValue
from zhisun.domains.indicators.services.white_list import protect
from zhisun.domains.takedown.models import Takedown
from zhisun.domains.takedown.terms import TakedownState

SOUND = {
    "target_kind": "phone",
    "target": MULE,
    "measure": "suspend",
    "institution": CARRIER,
    "lasts": "",
    "source_no": "协查〔2026〕1号",
    "reason": "冒充客服",
    "evidence": "通话记录",
}


def wrong_at(page: bytes) -> set[str]:
    """Names of the fields that the page calls invalid."""
    found = re.findall(r'name="(\w+)"[^>]*aria-invalid="true"', page.decode())
    return set(found)


def test_a_sound_form_becomes_a_draft_that_its_drafter_cannot_approve(seat: Seat) -> None:
    client = seat("hanbing")
    answer = client.post("/telecom/new/", SOUND | {"incident_no": an_incident().lower()})
    row = Takedown.objects.get()
    assert answer["Location"] == f"/telecom/takedowns/{row.takedown_no}/"
    page = client.get(answer["Location"]).content.decode()
    assert "双人复核" in page
    assert 'id="approve"' not in page
    assert client.post(f"{answer['Location']}approve/").status_code == 400
    assert the(row.takedown_no).state is TakedownState.DRAFTED


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"target_kind": "pager"}, "target_kind"),
        ({"target": ""}, "target"),
        ({"target": "110"}, "target"),
        ({"target": "\0"}, "target"),
        ({"target": "9" * 3000}, "target"),
        ({"measure": ""}, "measure"),
        ({"measure": "release"}, "measure"),
        ({"institution": ""}, "institution"),
        ({"institution": "102100099996"}, "institution"),
        ({"reason": " "}, "reason"),
        ({"evidence": ""}, "evidence"),
        ({"source_no": ""}, "incident_no"),
        ({"incident_no": "J000"}, "incident_no"),
        ({"measure": "hold_own_phone"}, "measure"),
    ],
)
def test_what_is_wrong_is_shown_at_its_field_and_nothing_typed_is_lost(
    seat: Seat, changes: dict[str, str], field: str
) -> None:
    answer = seat("hanbing").post("/telecom/new/", SOUND | changes)
    assert answer.status_code in {400, 422}
    assert wrong_at(answer.content) == {field}
    kept = {"reason": "冒充客服", "evidence": "通话记录"} | changes
    if field not in {"reason", "evidence"}:
        assert kept["evidence"] in answer.content.decode()
    assert not Takedown.objects.exists()


def test_a_target_that_is_taken_names_the_other_order(seat: Seat) -> None:
    number = drafted()
    answer = seat("machao").post("/telecom/new/", SOUND)
    assert answer.status_code == 409
    assert number in answer.content.decode()


def test_one_key_on_the_list_approves_and_the_list_hears_of_it(seat: Seat) -> None:
    number = drafted()
    client = seat("chenjing")
    assert f'id="approve-{number}"' in client.get("/telecom/").content.decode()
    answer = client.post(
        f"/telecom/takedowns/{number}/approve/",
        headers={"HX-Request": "true", "HX-Target": "toasts"},
    )
    assert (answer.status_code, answer["HX-Trigger"]) == (200, "telecom-changed")
    assert the(number).state is TakedownState.APPROVED


def test_a_telecom_officer_sees_no_button_for_a_persons_phone(seat: Seat) -> None:
    number = own_phone()
    shown = seat("machao").get(f"/telecom/takedowns/{number}/").content.decode()
    assert 'id="approve"' not in shown
    assert ("撤回停机申请" in shown, "立即恢复" in shown) == (True, False)
    assert 'id="approve"' in seat("chenjing").get(f"/telecom/takedowns/{number}/").content.decode()
    approved(number)
    shown = seat("machao").get(f"/telecom/takedowns/{number}/").content.decode()
    assert ("撤回停机申请" in shown, "立即恢复" in shown) == (False, True)


def test_who_handles_it_is_called_what_it_is(seat: Seat) -> None:
    client, english = seat("hanbing"), {"accept-language": "en"}
    for handler, phone, name, words in (
        (f"{BY_INSTITUTION}{CARRIER}", OWN, "示例运营商", ("经办机构", "Handling institution")),
        ("machao", MULE, "马超", ("经办人", "Handling officer")),
    ):
        number = own_phone(handler=handler, target=phone)
        address = f"/telecom/takedowns/{number}/"
        pages = (client.get(address), client.get(address, headers=english))
        for label, page in zip(words, pages, strict=True):
            found = re.search(rf"<dt>{label}</dt>\s*<dd[^>]*>(.*?)</dd>", page.content.decode())
            assert found is not None
            assert found[1] == name


def test_a_phone_is_given_back_from_its_page(seat: Seat) -> None:
    number = held_phone()
    client = seat("hanbing")
    address = f"/telecom/takedowns/{number}/restore/"
    refused = client.post(address, {"reason": " "})
    assert (refused.status_code, wrong_at(refused.content)) == (400, {"reason"})
    assert client.post(address, {"reason": "已见面"}).status_code == 302
    assert the(release_of(number)).state is TakedownState.APPROVED
    assert OWN in client.get("/telecom/").content.decode()


@pytest.mark.parametrize(
    ("form", "values", "field"),
    [
        ("release", {"ground": "", "reason": "误封"}, "ground"),
        ("release", {"ground": "due", "reason": "误封"}, "ground"),
        ("release", {"ground": "mistake", "reason": ""}, "reason"),
        ("check", {"finding": "", "remark": "x"}, "finding"),
        ("check", {"finding": "relapsed", "remark": " "}, "remark"),
    ],
)
def test_forms_of_what_stands(seat: Seat, form: str, values: dict[str, str], field: str) -> None:
    number = standing()
    answer = seat("hanbing").post(f"/telecom/takedowns/{number}/{form}/", values)
    assert (answer.status_code, wrong_at(answer.content)) == (400, {field})


def test_by_hand_from_the_page(seat: Seat) -> None:
    number = approved(drafted(institution_code=BY_POST))
    client = seat("hanbing")
    address = f"/telecom/takedowns/{number}/"
    assert wrong_at(client.post(f"{address}sending/", {"how": ""}).content) == {"how"}
    client.post(f"{address}sending/", {"how": "专人送达"})
    wrong: dict[str, Any] = {"result": "0000", "operator": "孙师傅", "executed_at": "yesterday"}
    assert wrong_at(client.post(f"{address}answer/", wrong).content) == {"executed_at"}
    client.post(f"{address}answer/", wrong | {"executed_at": ""})
    assert the(number).state is TakedownState.ACTIVE


def test_lists_filters_and_nonsense(
    seat: Seat, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    first = standing()
    answered(first, "2100", remark="又在用")
    second = answered(fetched(approved(drafted(target="17012349999"))), "0700")
    client = seat("limin")
    with django_assert_max_num_queries(10):
        client.get("/telecom/")
    shown = client.get("/telecom/?list=relapsed").content.decode()
    assert first in shown
    assert second not in shown
    assert second in client.get("/telecom/board/?list=answered&words=9999").content.decode()
    for query in ("list=nonsense", "kind=x", "words=%25'\"<>", f"words={'x' * 5000}"):
        assert client.get(f"/telecom/?{query}").status_code == 200
    assert client.post(f"/telecom/takedowns/{first}/nonsense/").status_code == 404
    assert client.get("/telecom/takedowns/F0/").status_code == 404


def test_nobody_drafts_or_sees_beyond_his_duty_and_area(seat: Seat) -> None:
    number = drafted()
    assert seat("limin").get("/telecom/new/").status_code == 403
    assert seat("outsider").get(f"/telecom/takedowns/{number}/").status_code == 404
    assert seat("outsider").post(f"/telecom/takedowns/{number}/approve/").status_code == 404


def test_the_white_list_is_read_by_all_and_added_to_by_the_duty_officer(seat: Seat) -> None:
    protect("domain", "hospital.example", "医院", by=KEEPER, at=AT)
    assert "hospital.example" in seat("hanbing").get("/telecom/safe/?words=医院").content.decode()
    entry = {"kind": "phone", "value": "0537-2000000", "reason": "医院总机"}
    assert seat("hanbing").post("/telecom/safe/", entry).status_code == 403
    keeper = seat("chenjing")
    for changes, field in (({"value": "打"}, "value"), ({"reason": ""}, "reason")):
        assert wrong_at(keeper.post("/telecom/safe/", entry | changes).content) == {field}
    assert keeper.post("/telecom/safe/", entry).status_code == 302
    assert SafeValue.objects.filter(form="05372000000").exists()


def test_sources_of_events_are_shown_the_flood_first(
    seat: Seat, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = seat("hanbing")
    assert "没有系统推送事件或预警" in client.get("/telecom/feeds/").content.decode()
    events_pushed()
    with django_assert_max_num_queries(6):
        page = client.get("/telecom/feeds/").content.decode()
    assert page.index("联通信令") < page.index("省厅预警") < page.index("移动域名日志")
    assert page.count("已限流") >= 4
    assert "事件来源" in client.get("/telecom/").content.decode()
