"""Many warnings out of one table."""

import io
from http import HTTPStatus

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.desks.dissuasion_desk.conftest import Seat
from tests.desks.test_nonsense import NONSENSE
from zhisun.domains.dissuasion.models import Dispatch, Signal

pytestmark = pytest.mark.django_db

HEADER = "预警编号,受害人号码,姓名,辖区代码,数据类型,疑似类型,预警时间,通话时长,备注,奇怪的列"
ROWS = (
    "P1,13799990001,吴刚,370811010,1,刷单返利,2026-09-11 14:00,200,在通话,x",
    "P2,13799990002,郑丽,370811010,3,,2026/9/11 13:00,,,x",
    "P3,不是号码,钱进,370811010,9,,,,,x",
    "P4,13799990004,何以,370811010,4,不认识的类型,,,,x",
)
COLUMNS = ("ref", "phone", "name", "area", "kind", "fraud_type", "seen_at", "seconds", "told", "")


def mapped(text: str) -> dict[str, str]:
    columns = {f"column-{place}": name for place, name in enumerate(COLUMNS)}
    return {"step": "take", "source": "province", "text": text, **columns}


def test_columns_are_known_by_their_headings_and_can_be_named(seat: Seat) -> None:
    desk = seat("gaofei")
    text = "\n".join((HEADER, *ROWS))
    page = desk.post("/dissuasion/import/", {"step": "read", "text": text}).content.decode()
    for place, name in enumerate(COLUMNS):
        chosen = page.split(f'name="column-{place}"')[1].split("</select>")[0]
        assert f'<option value="{name}" selected' in chosen
    assert Dispatch.objects.count() == 0


def test_sound_rows_are_taken_once_and_the_others_stay_with_their_reason(seat: Seat) -> None:
    desk = seat("gaofei")
    text = "\n".join((HEADER, *ROWS))
    page = desk.post("/dissuasion/import/", mapped(text)).content.decode()
    assert "新收 2 条，早已收过 0 条，没有收下 2 条" in page
    left = page.split("<textarea")[1].split("</textarea>")[0]
    assert ("P3" in left, "P4" in left, "P1" in left) == (True, True, False)
    assert "没有这个诈骗类型" in page
    again = desk.post("/dissuasion/import/", mapped(text)).content.decode()
    assert "新收 0 条，早已收过 2 条" in again
    first = Signal.objects.get(ref="P1")
    assert (first.seconds, first.told, first.kind, first.fraud_type) == (
        200,
        "在通话",
        "call",
        "SD",
    )
    assert Dispatch.objects.count() == 2


def test_each_row_may_name_its_source_and_the_others_take_the_chosen_one(seat: Seat) -> None:
    text = "手机,来源\n13799990001,96110\n13799990002,\n13799990003,抖音"
    columns = {"column-0": "phone", "column-1": "source"}
    page = seat("gaofei").post(
        "/dissuasion/import/", {"step": "take", "text": text, "source": "12381"} | columns
    )
    assert "没有这个来源" in page.content.decode()
    assert sorted(Signal.objects.values_list("source", flat=True)) == ["12381", "96110"]


def test_a_workbook_and_an_old_encoding_are_read(seat: Seat) -> None:
    desk = seat("gaofei")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["电话", "姓名"])
    sheet.append(["13799990001", "吴刚"])
    kept = io.BytesIO()
    book.save(kept)
    for data in (kept.getvalue(), "电话,姓名\n13799990001,吴刚".encode("gb18030")):
        sent = {"step": "read", "file": SimpleUploadedFile("w.xlsx", data)}
        page = desk.post("/dissuasion/import/", sent).content.decode()
        assert "13799990001\t吴刚" in page


@pytest.mark.parametrize("text", ["", "电话", "姓名,地址\n吴刚,观音阁", *NONSENSE])
def test_what_names_nobody_is_refused_in_words(seat: Seat, text: str) -> None:
    desk = seat("gaofei")
    sent = {"step": "take", "text": text, "column-0": "name"}
    answer = desk.post("/dissuasion/import/", sent)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.parametrize("data", [b"PK\x03\x04rubbish", b"\xff\xfe\x00", b"%PDF-1.4\0", b""])
def test_a_file_that_is_no_table_is_refused_in_words(seat: Seat, data: bytes) -> None:
    sent = {"step": "read", "file": SimpleUploadedFile("w.csv", data)}
    answer = seat("gaofei").post("/dissuasion/import/", sent)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert 'role="alert"' in answer.content.decode()


def test_who_may_not_warn_may_not_import(seat: Seat) -> None:
    assert seat("mahai").get("/dissuasion/import/").status_code == HTTPStatus.FORBIDDEN
