"""Many takedowns out of one table: each whole or not at all."""

import io
from http import HTTPStatus

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.builders.city import AT, KEEPER
from tests.builders.takedowns import CARRIER, PLATFORM
from tests.desks.telecom_desk.conftest import Seat
from tests.desks.test_nonsense import NONSENSE
from zhisun.domains.indicators.services.white_list import protect
from zhisun.domains.takedown.models import Takedown

pytestmark = pytest.mark.django_db

HEADER = "号码,类别,措施,运营商,期限,事由,奇怪的列"
ROWS = (
    "17012340001,,,,,,x",
    "shua.example,域名,封堵 (虚拟号、网络电话、网址),示例网络平台,,刷单返利网站,x",
    "wx_pianzi_01,社交账号,短期封号,P10000000013,7 天,冒充客服,x",
    "95588,,,,,,x",
    "17099990000,,,,,,x",
    "17012340002,,,,三生三世,,x",
    "17012340003,,永久封号,,,,x",
    "17012340004,,,没有这家,,,x",
    ",,,,,只有事由,x",
)
COLUMNS = ("target", "target_kind", "measure", "institution", "lasts", "reason", "")
FOR_ALL = {
    "target_kind": "phone",
    "measure": "suspend",
    "institution": CARRIER,
    "source_no": "协查〔2026〕1号",
    "reason": "冒充客服",
    "evidence": "通话记录",
}


def mapped(*rows: str, **changes: str) -> dict[str, str]:
    columns = {f"column-{place}": name for place, name in enumerate(COLUMNS)}
    return {"step": "take", "text": "\n".join((HEADER, *rows)), **columns, **FOR_ALL, **changes}


def test_sound_rows_are_drafted_and_the_others_stay_with_their_reason(seat: Seat) -> None:
    protect("phone", "17099990000", "反诈中心外呼号", by=KEEPER, at=AT)
    desk = seat("hanbing")
    page = desk.post("/telecom/import/", mapped(*ROWS)).content.decode()
    rows = Takedown.objects.order_by("pk")
    found = rows.values_list("form", "target_kind", "measure", "institution_code", "reason")
    assert list(found) == [
        ("17012340001", "phone", "suspend", CARRIER, "冒充客服"),
        ("shua.example", "domain", "block", PLATFORM, "刷单返利网站"),
        ("wx_pianzi_01", "im_account", "seal_short", PLATFORM, "冒充客服"),
    ]
    assert "起草 3 件，没有收下 6 行" in page
    left = page.split("<textarea")[1].split("</textarea>")[0]
    kept = [row.split(",")[0] in left for row in ROWS[:8]]
    assert kept == [False] * 3 + [True] * 5
    assert page.count("会误伤") == 2  # 95588, and what is on the white list
    assert all(row.evidence == "通话记录" for row in rows)
    again = desk.post("/telecom/import/", mapped(*ROWS[:3])).content.decode()
    assert "起草 0 件，没有收下 3 行" in again
    assert Takedown.objects.count() == 3


def test_who_imported_them_approves_none(seat: Seat) -> None:
    seat("hanbing").post("/telecom/import/", mapped(ROWS[0]))
    number = Takedown.objects.get().takedown_no
    page = seat("hanbing").get(f"/telecom/takedowns/{number}/").content.decode()
    assert 'id="approve"' not in page


@pytest.mark.parametrize("missing", ["source_no", "evidence"])
def test_what_a_single_one_needs_each_row_needs(seat: Seat, missing: str) -> None:
    page = seat("hanbing").post("/telecom/import/", mapped(ROWS[0], **{missing: ""}))
    assert "起草 0 件，没有收下 1 行" in page.content.decode()
    assert not Takedown.objects.exists()


def test_columns_are_known_by_their_headings_in_a_workbook_too(seat: Seat) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADER.split(","), ROWS[0].split(",")):
        sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    sent = {"step": "read", "file": SimpleUploadedFile("t.xlsx", kept.getvalue())}
    page = seat("hanbing").post("/telecom/import/", sent).content.decode()
    for place, name in enumerate(COLUMNS):
        chosen = page.split(f'name="column-{place}"')[1].split("</select>")[0]
        assert f'<option value="{name}" selected' in chosen
    assert "17012340001\t" in page
    assert not Takedown.objects.exists()


@pytest.mark.parametrize("text", ["", "号码", "事由\n冒充客服", *NONSENSE])
def test_what_names_no_target_is_refused_in_words(seat: Seat, text: str) -> None:
    sent = {"step": "take", "text": text, "column-0": "reason"} | FOR_ALL
    answer = seat("hanbing").post("/telecom/import/", sent)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert 'role="alert"' in answer.content.decode()


def test_who_may_not_draft_may_not_import(seat: Seat) -> None:
    assert seat("limin").get("/telecom/import/").status_code == HTTPStatus.FORBIDDEN
