"""Whoever reads English meets English: only what stands in the tables may be Chinese."""

import html
import re
from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from pytest_django import Settings

from tests.builders.cases import a_call
from tests.builders.city import AT, ICBC, a_city
from tests.builders.orders import (
    T0,
    a_movement,
    an_incident,
    answered,
    approved,
    drafted,
    fetched,
)
from tools.catalogue import CHINESE
from zhisun.domains.cases.services.calls import receive_call
from zhisun.domains.directory.models import Officer
from zhisun.domains.money_trails.reactions import propose_next_layer, trace_report
from zhisun.domains.stop_payment.terms import OrderKind
from zhisun.kernel.actors import job
from zhisun.site.cast import CAST

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]

HOUSE = Path(__file__).parents[2]
SPOKEN = (HOUSE / "zhisun/domains/cases/policy/questions.toml").read_text()
"""What a call-taker reads aloud to a victim, who speaks Chinese."""

OWN_NAME = "简体中文"
"""A language is named in itself."""

ENGLISH = {"accept-language": "en"}
FIELD = re.compile("<textarea.*?</textarea>", re.DOTALL)
RUN = re.compile(f"(?:{CHINESE.pattern})+")


@pytest.fixture
def known() -> dict[str, list[str]]:
    """A case as rich as a page may meet it, and the values its addresses take."""
    a_city()
    sheet = a_call()
    receive_call(sheet, by=job("test"), at=AT)
    incident_no = an_incident()
    stop = fetched(approved(drafted(incident_no)))
    answered(stop, "1200", balance_fen=2_000_000)
    query = drafted(incident_no, kind=OrderKind.QUERY_DETAIL, inquiry_mode="04", amount_fen=0)
    left = a_movement(
        serial="S2",
        incoming=False,
        amount_fen=800_000,
        balance_fen=2_000_000,
        moved_at=T0 + timedelta(minutes=2),
        counterparty_account="6212261234567890128",
        counterparty_name="李四",
        counterparty_institution=ICBC,
    )
    answered(fetched(approved(query)), movements=(a_movement(), left))
    refused = drafted(incident_no, kind=OrderKind.QUERY_HOLDER, amount_fen=0)
    answered(fetched(approved(refused)), "0301", failure_cause="户名不符")
    waiting = drafted(incident_no, kind=OrderKind.QUERY_MOVEMENTS, amount_fen=0)
    trace_report(incident_no, AT)
    propose_next_layer(incident_no, AT)
    return {
        "incident_no": [incident_no],
        "order_no": [stop, query, refused, waiting],
        "sheet_no": [sheet.sheet_no],
    }


def addresses(known: dict[str, list[str]]) -> Iterator[str]:
    """Every address of a desk that takes one of the known values, or none."""
    for namespace, (_prefix, desk) in get_resolver().namespace_dict.items():
        for route in desk.url_patterns:
            if not isinstance(route, URLPattern) or not namespace.endswith("_desk"):
                continue
            match list(route.pattern.converters):
                case []:
                    yield reverse(f"{namespace}:{route.name}")
                case [name] if name in known:
                    yield from (
                        reverse(f"{namespace}:{route.name}", args=[value]) for value in known[name]
                    )


def data() -> str:
    """Every text that stands in the tables."""
    rows = [
        str(row)
        for model in apps.get_models()
        if model.__module__.startswith("zhisun.domains.")
        for row in model._default_manager.values_list()  # noqa: SLF001 public by documentation
    ]
    return "\n".join((SPOKEN, OWN_NAME, *rows))


def chinese_in(page: bytes, allowed: str) -> set[str]:
    """Chinese on a page that is not data; what is written in a field goes onto a Chinese paper."""
    words = FIELD.sub("", page.decode())
    return {run for run in RUN.findall(html.unescape(words)) if run not in allowed}


@pytest.mark.parametrize("username", ["limin", "wangqiang", "chenjing"])
def test_every_page_of_a_desk_can_be_read_in_english(
    client: Client, known: dict[str, list[str]], username: str
) -> None:
    client.force_login(Officer.objects.get(username=username))
    allowed = data()
    left: dict[str, set[str]] = {}
    shown = 0
    for address in addresses(known):
        page = client.get(address, headers=ENGLISH)
        if page.status_code == HTTPStatus.OK and page["Content-Type"].startswith("text/html"):
            shown += 1
            if chinese := chinese_in(page.content, allowed):
                left[address] = chinese
    assert left == {}
    assert shown > len(known["order_no"])


def test_the_door_and_its_errors_can_be_read_in_english(client: Client, settings: Settings) -> None:
    settings.DEMO_ACCOUNTS = CAST
    names = "".join(player.title for player in CAST) + OWN_NAME
    for page in (
        client.get("/login/", headers=ENGLISH),
        client.post("/login/", {"username": "nobody", "password": "x"}, headers=ENGLISH),
        client.get("/no/such/page", headers=ENGLISH),
    ):
        assert chinese_in(page.content, names) == set()
