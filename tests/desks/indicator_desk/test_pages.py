"""Pages of the indicator base: who may see and do what, and where an error is shown."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.builders.city import AT, KEEPER
from tests.builders.indicators import entered, the, told
from tests.builders.takedowns import MULE, standing
from tests.builders.warnings import warned
from tests.desks.indicator_desk.conftest import Seat
from zhisun.domains.audit.models import Entry
from zhisun.domains.indicators.models import BaseNotice, Indicator, Intake
from zhisun.domains.indicators.services.white_list import protect
from zhisun.domains.indicators.terms import IndicatorState
from zhisun.gateways.indicators import files

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]

SOUND = {"kind": "phone", "value": "17012345678", "source": "协查函", "fraud_type": "KF"}


def wrong_at(page: bytes) -> set[str]:
    """Names of the fields that the page calls invalid."""
    return set(re.findall(r'name="(\w+)"[^>]*aria-invalid="true"', page.decode()))


def uploaded(client: Client, data: bytes, name: str = "a.csv", **more: str) -> bytes:
    answer = client.post(
        "/indicator/files/", {"file": SimpleUploadedFile(name, data), **more}, follow=True
    )
    return bytes(answer.content)


def test_the_duty_officer_enters_and_the_telecom_officer_proposes(seat: Seat) -> None:
    answer = seat("chenjing").post("/indicator/new/", SOUND)
    row = Indicator.objects.get()
    assert answer["Location"] == f"/indicator/{row.pk}/"
    assert row.state == IndicatorState.STANDING
    seat("hanbing").post("/indicator/new/", SOUND | {"value": "17012345679"})
    draft = Indicator.objects.latest("pk")
    assert draft.state == IndicatorState.PROPOSED
    page = seat("hanbing").get(f"/indicator/{draft.pk}/").content.decode()
    assert 'id="verify"' not in page
    assert seat("hanbing").post(f"/indicator/{draft.pk}/verify/").status_code == 403
    answer = seat("chenjing").post(f"/indicator/{draft.pk}/verify/", {"then": "board"})
    assert answer["Location"] == "/indicator/"
    assert the(draft.pk).state == IndicatorState.STANDING


def test_who_has_no_duty_sees_no_base(seat: Seat) -> None:
    assert seat("limin").get("/indicator/").status_code == 403


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"kind": "fax"}, "kind", ""),
        ({"value": " "}, "value", ""),
        ({"value": "96110"}, "value", "96110"),
        ({"kind": "domain", "value": "qq.com"}, "value", "qq.com"),
        ({"kind": "domain", "value": "com.cn"}, "value", "com.cn"),
        ({"kind": "domain", "value": "tax.gov.cn"}, "value", "gov.cn"),
        ({"kind": "phone_prefix", "value": "138"}, "value", "范围太宽"),
        ({"kind": "ip", "value": "0.0.0.0/0"}, "value", "范围太宽"),
        ({"kind": "ip", "value": "192.168.1.1"}, "value", "范围太宽"),
        ({"kind": "app", "value": "微信"}, "value", "微信"),
        ({"kind": "domain", "value": "clinic.example"}, "value", "www.clinic.example"),
        ({"source": ""}, "source", ""),
        ({"severity": "9"}, "severity", ""),
        ({"confidence": "101"}, "confidence", ""),
        ({"valid_to": "soon"}, "valid_to", ""),
        ({"valid_from": "2026-12-01T00:00", "valid_to": "2026-11-30T00:00"}, "valid_to", ""),
        ({"value": "\0"}, "value", ""),
        ({"value": "9" * 3000}, "value", ""),
    ],
)
def test_what_cannot_be_entered_is_told_at_its_field(
    seat: Seat, changes: dict[str, str], field: str, words: str
) -> None:
    protect("domain", "www.clinic.example", "医院", by=KEEPER, at=AT)
    answer = seat("chenjing").post("/indicator/new/", SOUND | changes)
    assert answer.status_code == 400
    assert wrong_at(answer.content) == {field}
    assert words in answer.content.decode()
    assert not Indicator.objects.exists()


def test_the_list_is_searched_and_narrowed(seat: Seat) -> None:
    entered("domain", "evil.example", source="省厅")
    told(entered("phone", "17012345678"), wrong=14)
    client = seat("chenjing")

    def found(query: str) -> set[str]:
        page = client.get(f"/indicator/?{query}").content.decode()
        return {word for word in ("evil.example", "17012345678") if f">{word}<" in page}

    assert found("") == {"evil.example", "17012345678"}
    assert found("words=EVIL") == {"evil.example"}
    assert found("kind=phone") == {"17012345678"}
    assert found("state=demoted") == {"17012345678"}
    assert found("source=省厅") == {"evil.example"}
    assert found("state=nonsense&kind=nonsense") == {"evil.example", "17012345678"}


def test_who_acted_on_an_indicator_is_listed_and_it_is_withdrawn_with_a_reason(seat: Seat) -> None:
    key = entered("phone", MULE)
    taken_down = standing()
    dispatch_no = warned(indicator=key)
    client = seat("chenjing")
    page = client.get(f"/indicator/{key}/").content.decode()
    assert taken_down in page
    assert dispatch_no in page
    assert "只凭这一条" in page
    bare = client.post(f"/indicator/{key}/retract/", {"reason": " "})
    assert (bare.status_code, wrong_at(bare.content)) == (400, {"reason"})
    client.post(f"/indicator/{key}/retract/", {"reason": "号码已换机主"})
    assert the(key).state == IndicatorState.WITHDRAWN
    assert "号码已换机主" in client.get(f"/indicator/{key}/").content.decode()
    again = client.post(f"/indicator/{key}/retract/", {"reason": "x"})
    assert again.status_code == 409


def test_a_demotion_is_on_the_board_until_somebody_has_seen_it_and_can_be_undone(
    seat: Seat,
) -> None:
    key = entered("phone", "17012345678")
    told(key, wrong=14)
    client = seat("chenjing")
    assert "误报太多，已自动降级" in client.get("/indicator/").content.decode()
    client.post(f"/indicator/notices/{BaseNotice.objects.get().pk}/seen/")
    assert "没有提醒。" in client.get("/indicator/").content.decode()
    client.post(f"/indicator/{key}/restore/", {"reason": "误报已查明"})
    assert the(key).state == IndicatorState.STANDING


def test_a_page_below_a_listed_one_is_on_the_board_with_its_number(seat: Seat) -> None:
    key = entered("url", "https://clinic.example/pay/lure")
    protect("url", "https://clinic.example/pay", "医院", by=KEEPER, at=AT)
    page = seat("chenjing").get("/indicator/").content.decode()
    assert "在白名单网址之下" in page
    assert page.index("在白名单网址之下") < page.index(f'href="/indicator/{key}/">I{key}')
    assert the(key).state == IndicatorState.STANDING


def test_a_file_is_read_and_what_is_not_is_shown_and_can_be_taken_home(seat: Seat) -> None:
    protect("domain", "www.clinic.example", "医院", by=KEEPER, at=AT)
    rows = b"kind,value,severity\ndomain,clinic.example,4\ndomain,a.example,4\nfax,=1+1,4\nip,x,4\n"
    client = seat("chenjing")
    page = uploaded(client, rows, source="省厅").decode()
    assert "www.clinic.example" in page
    assert "没有线索类别 fax" in page
    intake = Intake.objects.get()
    assert (intake.new, intake.refused) == (1, 3)
    home = client.get(f"/indicator/files/{intake.pk}/rejects.csv").content.decode("utf-8-sig")
    assert [line.split(",")[0] for line in home.splitlines()[1:]] == ["4", "2", "5"]
    assert ",=1" not in home


@pytest.mark.parametrize(
    ("data", "more", "field"),
    [
        (b"", {"source": "x"}, "file"),
        (b"\x00\x01", {"source": "x"}, "file"),
        (b"kind,value\ndomain,a.example\n", {}, "source"),
        (b"{", {"source": "x"}, "file"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", {"source": "x"}, "file"),
    ],
)
def test_a_file_that_cannot_be_read_saves_nothing(
    seat: Seat, data: bytes, more: dict[str, str], field: str
) -> None:
    page = uploaded(seat("chenjing"), data, **more)
    assert wrong_at(page) == {field}
    assert not Intake.objects.exists()
    assert not Indicator.objects.exists()


@pytest.mark.parametrize("layout", files.WRITERS)
def test_what_is_exported_is_what_was_asked_for_and_it_is_written_down(
    seat: Seat, layout: str
) -> None:
    entered("domain", "evil.example", source="省厅", incident_nos=("J3708002026112000001",))
    entered("phone", "17012345678")
    answer = seat("chenjing").get(f"/indicator/export/{layout}/?kind=domain")
    _layout, read = files.read(answer.content)
    assert [(row.value, row.source, row.incident_nos) for row in read.rows] == [
        ("evil.example", "省厅", ("J3708002026112000001",))
    ]
    assert Entry.objects.filter(verb="indicators.export").get().after["rows"] == 1
    assert seat("hanbing").get(f"/indicator/export/{layout}/").status_code == 403


def test_a_value_can_be_asked_about_before_it_is_entered(seat: Seat) -> None:
    entered("domain", "evil.example", source="省厅")
    client = seat("hanbing")

    def answer(kind: str, value: str) -> str:
        return client.get("/indicator/check/", {"kind": kind, "value": value}).content.decode()

    assert "省厅" in answer("domain", "EVIL.example")
    assert "会误伤" in answer("domain", "qq.com")
    assert "范围太宽" in answer("phone_prefix", "139")
    assert wrong_at(answer("ip", "x").encode()) == {"value"}


def test_lives_and_sources_are_shown_and_a_life_is_set_with_its_ground(seat: Seat) -> None:
    told(entered(source="省厅"), right=3, wrong=1)
    client = seat("chenjing")
    page = client.get("/indicator/lives/").content.decode()
    assert "省厅" in page
    assert "75.0%" in page
    sound = {"kind": "ip", "half_life_days": "3", "lifetime_days": "9", "note": "市局规定"}
    assert client.post("/indicator/lives/", sound).status_code == 302
    assert "市局规定" in client.get("/indicator/lives/").content.decode()
    for field, wrong in (("note", ""), ("half_life_days", "0"), ("lifetime_days", "x")):
        answer = client.post("/indicator/lives/", sound | {field: wrong})
        assert wrong_at(answer.content) == {field}
