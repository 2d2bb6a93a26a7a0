"""Old reports at their page: a file taken in, its columns checked, a row mended; by keys too."""

from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.builders.archives import SENDER, mapped, received, row, table
from tests.builders.city import AT
from tests.desks.intake_desk.conftest import Seat
from zhisun.domains.archives.jobs import BY
from zhisun.domains.archives.models import RejectedReport, ReportFile
from zhisun.domains.archives.services.reading import import_reports
from zhisun.domains.archives.terms import ReportFileState
from zhisun.domains.cases.models import Incident

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = [row(1), row(2, 报警时间="某日"), row(3, 身份证号="370811199001010011")]


def sent(client: Client, content: bytes, sender: str = SENDER) -> "_MonkeyPatchedWSGIResponse":
    file = SimpleUploadedFile("2023.csv", content)
    return client.post("/intake/archives/receive/", {"sender": sender, "file": file})


def imported() -> int:
    key = mapped(received(table(ROWS)))
    import_reports(key, by=BY, at=AT)
    return key


def test_a_file_goes_up_and_its_columns_are_confirmed(seat: Seat) -> None:
    client = seat("chenjing")
    answer = sent(client, table(ROWS))
    key = ReportFile.objects.get().pk
    assert answer.headers["location"] == f"/intake/archives/{key}/"
    page = client.get(f"/intake/archives/{key}/").content.decode()
    assert "受害人姓名" in page
    assert 'value="called_at" selected' in page
    columns = ReportFile.objects.get().tables[0]["columns"]
    chosen = {"columns.0": columns, "used.0": "on"}
    client.post(f"/intake/archives/{key}/columns/", chosen)
    assert ReportFile.objects.get().state == ReportFileState.MAPPED
    assert "正在导入" in client.get(f"/intake/archives/{key}/").content.decode()


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(seat: Seat) -> None:
    client = seat("chenjing")
    answer = sent(client, b"", sender="旧系统")
    assert answer.status_code == 400
    assert 'value="旧系统"' in answer.content.decode()
    assert "请写明来源系统或单位" in sent(client, table(ROWS), sender="").content.decode()
    sent(client, table(ROWS))
    key = ReportFile.objects.get().pk
    wrong = {"columns.0": ["ignored"] * 11, "used.0": "on"}
    answer = client.post(f"/intake/archives/{key}/columns/", wrong)
    assert "没有一列是“原编号”" in answer.content.decode()
    nonsense = {"columns.0": ["<script>"] * 11, "used.0": "on"}
    assert client.post(f"/intake/archives/{key}/columns/", nonsense).status_code == 400


def test_a_row_is_mended_or_left_out_in_place(seat: Seat) -> None:
    client, key = seat("chenjing"), imported()
    first, second = RejectedReport.objects.order_by("line")
    address = f"/intake/archives/{key}/rejects/"
    again = client.post(f"{address}{first.pk}/", {"called_at": "还是某日", "verb": "fix"})
    assert again.status_code == 400
    assert "还是某日" in again.content.decode()
    client.post(f"{address}{first.pk}/", {"called_at": "2023-02-03 10:00", "verb": "fix"})
    assert Incident.objects.count() == 2
    empty = client.post(f"{address}{second.pk}/", {"reason": "", "verb": "drop"})
    assert empty.status_code == 400
    client.post(f"{address}{second.pk}/", {"reason": "重复", "verb": "drop"})
    assert "没有导入的行" not in client.get(f"/intake/archives/{key}/").content.decode()


def test_others_see_the_texts_masked_until_they_say_why(seat: Seat) -> None:
    seat("chenjing")
    key = received(table([row(1, 身份证号="370811199001010011")]))
    ReportFile.objects.update(uploaded_by="somebody")
    client = seat("chenjing")
    page = client.get(f"/intake/archives/{key}/").content.decode()
    assert "13800000001" not in page
    assert "周敏" not in page
    client.post(f"/intake/archives/{key}/reveal/", {"reason": "核对指令要素"})
    assert "13800000001" in client.get(f"/intake/archives/{key}/").content.decode()


def test_the_rows_not_taken_can_be_saved_and_no_cell_is_a_formula(seat: Seat) -> None:
    client = seat("chenjing")
    key = mapped(received(table([row(1, 报警时间="@SUM(1)")])))
    import_reports(key, by=BY, at=AT)
    answer = client.get(f"/intake/archives/{key}/rejects.csv")
    assert answer.headers["content-disposition"].startswith("attachment")
    saved = answer.content.decode("utf-8-sig")
    assert "报案时间" in saved
    assert "'@SUM(1)" in saved


def test_nobody_without_the_duty_gets_in(seat: Seat) -> None:
    client = seat("limin")
    assert client.get("/intake/archives/").status_code == 403
    assert sent(client, table(ROWS)).status_code == 403
    assert not ReportFile.objects.exists()
