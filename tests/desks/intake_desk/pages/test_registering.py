"""Registering: once, whole, and every problem at its field."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.builders.cases import PAYEE
from tests.builders.city import officer
from tests.desks.intake_desk.conftest import Seat
from zhisun.domains.cases.selectors.incidents import incident, recent

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # nothing was collected
]

JSON = {"accept": "application/json"}
STORY = f"三分钟前我用手机银行给{PAYEE}转了2万8，户名张伟，工商银行。我叫周敏，电话13700001234。"


def form(narrative: str = STORY, **values: str) -> dict[str, str]:
    sent = {"draft_key": "k1", "narrative": narrative, "by_hand": ""}
    return sent | {name.replace("__", "."): text for name, text in values.items()}


def registered(client: Client, sent: dict[str, str]) -> str:
    answer = client.post("/intake/register/", sent, headers=JSON)
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.json()["to"]).split("/")[3]


def errors(client: Client, sent: dict[str, str]) -> dict[str, str]:
    answer = client.post("/intake/register/", sent, headers=JSON)
    assert answer.status_code == 400
    found: dict[str, str] = answer.json()["errors"]
    assert recent(by=officer("limin"), at=timezone.now()) == []
    return found


def test_a_narrative_and_one_key_make_an_incident(seat: Seat) -> None:
    number = registered(seat("limin"), form())
    row = incident(number, by=officer("limin"))
    assert row.victim.name == "周敏"
    assert row.narrative == STORY
    assert [each.to_account for each in row.facts.transfers] == [PAYEE]
    assert row.facts.transfers[0].to_institution_code == "102100099996"
    assert any(each.type == "card" for each in row.elements)


def test_the_page_works_without_a_script(seat: Seat) -> None:
    client = seat("limin")
    sent = form()
    del sent["by_hand"]
    read = client.post("/intake/register/", sent | {"do": "read"}).content.decode()
    assert f'value="{PAYEE}"' in read
    answer = client.post("/intake/register/", sent, follow=True)
    assert "请把警情编号念给报警人" in answer.content.decode()


def test_the_same_form_sent_twice_is_one_incident(seat: Seat) -> None:
    client = seat("limin")
    assert registered(client, form()) == registered(client, form())


def test_every_problem_stands_at_its_field_and_nothing_is_half_saved(seat: Seat) -> None:
    found = errors(
        seat("limin"),
        form(
            "被骗了",
            by_hand="transfers.3.amount transfers.3.moved_at transfers.3.to_account victim.age",
            transfers__3__amount="很多",
            transfers__3__moved_at="2099-01-01 10:00:00",
            transfers__3__to_account="6222 <script>",
            victim__age="三十",
        ),
    )
    assert set(found) == {
        "transfers.3.amount",
        "transfers.3.moved_at",
        "transfers.3.to_account",
        "victim.age",
        "victim.name",
    }
    assert "看不懂这个金额" in found["transfers.3.amount"]
    assert "还没有到" in found["transfers.3.moved_at"]


@pytest.mark.parametrize("amount", ["-28000", "0", "9" * 30, "1e99", "😀", "1.234"])
def test_an_impossible_amount_is_refused_in_words(seat: Seat, amount: str) -> None:
    found = errors(
        seat("limin"), form("", by_hand="transfers.0.amount", transfers__0__amount=amount)
    )
    assert found["transfers.0.amount"]


def test_a_refused_form_comes_back_with_its_text(seat: Seat) -> None:
    sent = {"draft_key": "k1", "narrative": "被骗了<b>", "transfers.0.amount": "很多"}
    answer = seat("limin").post("/intake/register/", sent)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "被骗了&lt;b&gt;" in page
    assert 'value="很多"' in page
    assert "看不懂这个金额" in page
    assert "请填写事主姓名" in page


def test_money_reported_before_is_refused_until_it_is_kept_apart_or_attached(seat: Seat) -> None:
    client = seat("limin")
    first = registered(client, form())
    again = form(draft_key="k2", started_at=timezone.now().isoformat())
    answer = client.post("/intake/register/", again, headers=JSON)
    assert first in answer.json()["errors"]["transfers.0.to_account"]
    second = registered(client, again | {f"apart.{first}": "两笔不同的钱"})
    assert second != first


def test_a_repeated_report_is_attached_with_a_reason(seat: Seat) -> None:
    client = seat("limin")
    first = registered(client, form())
    repeat = form("周敏又打来：还有一笔转了500元", draft_key="k2")
    needs = client.post("/intake/attach/", repeat | {"attach_to": first}, headers=JSON)
    assert needs.status_code == 400
    done = client.post(
        "/intake/attach/",
        repeat
        | {
            "attach_to": first,
            "attach_reason": "同一事主",
            "victim.name": "周敏",
            "by_hand": "victim.name",
        },
        headers=JSON,
    )
    assert done.json()["to"] == f"/intake/incidents/{first}/?new=1"
    row = incident(first, by=officer("limin"))
    assert len(row.facts.transfers) == 2
    assert [reason for _at, reason, _words in row.supplements] == ["同一事主"]


def test_somebody_without_the_duty_registers_nothing(seat: Seat) -> None:
    assert seat("wangqiang").post("/intake/register/", form()).status_code == 403
    assert recent(by=officer("limin"), at=timezone.now()) == []


def test_the_same_victim_again_is_decided_on_before_he_gets_a_second_number(seat: Seat) -> None:
    client = seat("limin")
    first = registered(client, form())
    told = "还是我，又给6217000010000000019转了五千，户名李四。我叫周敏，电话13700001234。"
    again = form(draft_key="k2", narrative=told, started_at=timezone.now().isoformat())
    answer = client.post("/intake/register/", again, headers=JSON)
    assert first in answer.json()["errors"][f"apart.{first}"]
    assert registered(client, again | {f"apart.{first}": "第二次被骗"}) != first


def test_one_payee_has_many_victims_and_nobody_is_asked(seat: Seat) -> None:
    client = seat("limin")
    first = registered(client, form())
    told = "我给6212261234567890128转了六千，户名张伟，工商银行。我叫吴强，电话13700005678。"
    again = form(draft_key="k2", narrative=told, started_at=timezone.now().isoformat())
    assert registered(client, again) != first
