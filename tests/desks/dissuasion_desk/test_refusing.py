"""What a unit sends back to the desk, and what the desk does not take."""

from http import HTTPStatus

import pytest

from tests.builders.warnings import at_the_station, the
from tests.desks.dissuasion_desk.conftest import Seat
from zhisun.domains.dissuasion.models import Dispatch
from zhisun.domains.dissuasion.terms import DispatchState
from zhisun.engines.identity.resident_ids import check_digit

pytestmark = pytest.mark.django_db
TYPED = {
    "phone": "13799990007",
    "source": "citizen",
    "kind": "told",
    "fraud_type": "SD",
    "key": "k",
}


def test_a_unit_returns_a_task_and_somebody_else_decides(seat: Seat) -> None:
    desk = seat("gaofei")
    number = at_the_station()
    page = f"/dissuasion/dispatches/{number}/"
    assert f'action="{page}return/"' in desk.get(page).content.decode()
    assert desk.post(f"{page}return/", {"reason": " "}).status_code == HTTPStatus.BAD_REQUEST
    for _twice in range(2):
        desk.post(f"{page}return/", {"reason": "地址不在辖区"})
    assert the(number).line.state is DispatchState.RETURNED
    said = desk.get(page).content.decode()
    assert f'action="{page}return/"' not in said
    assert "地址不在辖区" in said


@pytest.mark.parametrize("phone", ["无", "110", "137****1234", "abc"])
def test_what_is_no_telephone_makes_one_person_of_nobody(seat: Seat, phone: str) -> None:
    sent = {"phone": phone, "source": "citizen", "kind": "told", "fraud_type": "SD", "key": "k"}
    answer = seat("gaofei").post("/dissuasion/new/", sent)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "7 至 15 位" in answer.content.decode()
    rows = f"电话,姓名\n{phone},甲\n13799990007,乙\n"
    columns = {"column-0": "phone", "column-1": "name"}
    pasted = {"text": rows, "step": "take", "source": "province", **columns}
    said = seat("gaofei").post("/dissuasion/import/", pasted).content.decode()
    assert "7 至 15 位" in said
    [taken] = Dispatch.objects.values_list("person__phone", flat=True)
    assert taken == "13799990007"


@pytest.mark.parametrize("source", ["own", "undivided", "nobody"])
def test_what_only_the_watch_says_nobody_types(seat: Seat, source: str) -> None:
    sent = TYPED | {"source": source}
    answer = seat("gaofei").post("/dissuasion/new/", sent)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert not Dispatch.objects.exists()


def test_a_misread_identity_number_makes_nobody_and_other_papers_pass(seat: Seat) -> None:
    desk, right = seat("gaofei"), "37081120100501001"
    wrong = right + ("0" if check_digit(right) != "0" else "1")
    for number in (wrong, " ".join(wrong)):
        answer = desk.post("/dissuasion/new/", TYPED | {"id_number": number})
        assert answer.status_code == HTTPStatus.BAD_REQUEST
        assert "末位校验不符" in answer.content.decode()
    pasted = {"text": f"电话,证件号码\n13799990007,{wrong}\n", "step": "take", "source": "province"}
    columns = {"column-0": "phone", "column-1": "id_number"}
    said = desk.post("/dissuasion/import/", pasted | columns).content.decode()
    assert "末位校验不符" in said
    assert not Dispatch.objects.exists()
    for number in (right + check_digit(right), "E12345678"):
        sent = TYPED | {"id_number": number, "key": number, "phone": ""}
        assert desk.post("/dissuasion/new/", sent).status_code == HTTPStatus.FOUND
