"""While one types: read at once, kept at once, nobody's text lost."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.builders.cases import PAYEE, a_report
from tests.builders.city import officer
from tests.desks.intake_desk.conftest import Seat
from zhisun.domains.cases.selectors.drafts import draft
from zhisun.domains.cases.services.register import register

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # nothing was collected
]

JSON = {"accept": "application/json"}
STORY = f"三分钟前我用手机银行给{PAYEE}转了2万8，户名张伟，工商银行。我叫周敏，电话13700001234。"


def form(narrative: str = STORY, **values: str) -> dict[str, str]:
    sent = {"draft_key": "k1", "narrative": narrative, "by_hand": "", "tab": "one", "turn": "1"}
    return sent | {name.replace("__", "."): text for name, text in values.items()}


def typed(client: Client, sent: dict[str, str], status: int = 200) -> dict[str, Any]:
    answer = client.post("/intake/typed/", sent, headers=JSON)
    assert answer.status_code == status, answer.content.decode()
    told: dict[str, Any] = answer.json()
    return told


def test_a_narrative_comes_back_cut_at_its_elements_with_the_form_filled(seat: Seat) -> None:
    told = typed(seat("limin"), form())
    assert "".join(part["text"] for part in told["segments"]) == STORY
    assert {"account", "amount", "name", "time", "phone"} <= {
        part["kind"] for part in told["segments"]
    }
    assert told["fields"]["transfers.0.to_account"] == {"value": PAYEE, "auto": True, "other": ""}
    assert told["fields"]["transfers.0.amount"]["value"] == "28000"
    assert told["notes"]["transfers.0.amount"] == "贰万捌仟元整 · 2.8 万元"
    assert told["notes"]["transfers.0.moved_at"] == "3 分钟前"
    assert "可以止付" in told["gates"]["0"]
    assert "data-due" in told["panels"]["clock"]
    assert told["turn"] == 1


def test_what_was_typed_is_kept_and_says_when(seat: Seat) -> None:
    client = seat("limin")
    assert typed(client, form())["saved"].startswith("已保存 ")
    kept = draft("k1", by=officer("limin"))
    assert kept is not None
    assert kept.form["narrative"] == STORY
    again = typed(client, form(STORY + "还有", revision="1"))
    assert again["revision"] == 2


def test_a_persons_word_stands_beside_what_the_narrative_says(seat: Seat) -> None:
    told = typed(
        seat("limin"),
        form(by_hand="transfers.0.to_name", transfers__0__to_name="张炜"),
    )
    assert told["fields"]["transfers.0.to_name"] == {
        "value": "张炜",
        "auto": False,
        "other": "张伟",
    }


def test_a_page_that_fell_behind_gets_both_texts_and_overwrites_nothing(seat: Seat) -> None:
    client = seat("limin")
    typed(client, form("第一页写的"))
    told = typed(client, form("第二页写的", tab="two"))
    assert told["theirs"]["narrative"] == "第一页写的"
    assert "没有覆盖" in told["unkept"]
    kept = draft("k1", by=officer("limin"))
    assert kept is not None
    assert kept.form["narrative"] == "第一页写的"


def test_a_late_page_is_told_that_its_form_is_registered(seat: Seat) -> None:
    client = seat("limin")
    number = register(a_report(draft_key="k1"), by=officer("limin"), at=timezone.now())
    assert typed(client, form())["registered"] == number


def test_a_report_of_the_same_money_is_shown_at_once_with_its_reason(seat: Seat) -> None:
    client = seat("limin")
    number = register(a_report(), by=officer("limin"), at=timezone.now())
    panel = typed(client, form())["panels"]["likeness"]
    assert number in panel
    assert "同一收款账户" in panel
    assert "周敏" not in panel
    apart = typed(client, form(**{f"apart__{number}": "两个事主"}))["panels"]["likeness"]
    assert "已分列" in apart
    assert "两个事主" in apart


def test_a_reading_keeps_its_query_budget(
    seat: Seat, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = seat("limin")
    typed(client, form())
    with django_assert_max_num_queries(12):
        typed(client, form(revision="1"))


@pytest.mark.parametrize(
    "story",
    [
        "\x00\x01\x02",
        "😀" * 2000,
        "<script>alert(1)</script>",
        "9" * 5000,
        "转了-5元，转了" + "9" * 30 + "元",
    ],
)
def test_odd_text_is_read_kept_and_never_markup(seat: Seat, story: str) -> None:
    told = typed(seat("limin"), form(story))
    assert "".join(part["text"] for part in told["segments"]) == story
    assert "<script>" not in "".join(told["panels"].values())


def test_a_paste_too_large_to_keep_is_said_so(seat: Seat) -> None:
    told = typed(seat("limin"), form("字" * 300_000))
    assert "草稿超过" in told["unkept"]


def test_ten_megabytes_get_a_clear_answer(seat: Seat) -> None:
    client = seat("limin")
    client.raise_request_exception = False
    told = typed(client, form("字" * 3_500_000), status=400)
    assert told["text"]
