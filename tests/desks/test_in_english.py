"""Whoever reads English meets English: only what stands in the tables may be Chinese."""

import html
import re
from http import HTTPStatus
from itertools import product
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client
from pytest_django import Settings

from tests.desks.conftest import addresses
from tools.catalogue import CHINESE
from zhisun.domains.cases.terms import FraudType
from zhisun.domains.directory.models import Officer
from zhisun.domains.directory.terms import SHIFT_EXAMPLE
from zhisun.domains.dissuasion.policy.rules import DEFAULT
from zhisun.domains.dissuasion.policy.scripts import why_of
from zhisun.domains.dissuasion.terms import SignalKind, SignalSource
from zhisun.site.cast import CAST

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]

HOUSE = Path(__file__).parents[2]
SEEN = tuple(product(SignalSource, SignalKind))
SPOKEN = "".join(
    (HOUSE / "zhisun/domains" / script).read_text()
    for script in ("cases/policy/questions.toml", "dissuasion/policy/scripts.toml")
) + "".join(why_of(fraud, [seen]) for fraud in FraudType for seen in SEEN)
"""What an officer reads aloud to a victim, who speaks Chinese."""

OWN_NAME = "简体中文"
"""A language is named in itself."""

ENGLISH = {"accept-language": "en"}
FIELD = re.compile("<textarea.*?</textarea>", re.DOTALL)
RUN = re.compile(f"(?:{CHINESE.pattern})+")


def data() -> str:
    """Every text that stands in the tables."""
    rows = [
        str(row)
        for model in apps.get_models()
        if model.__module__.startswith("zhisun.domains.")
        for row in model._default_manager.values_list()  # noqa: SLF001 public by documentation
    ]
    return "\n".join((SPOKEN, OWN_NAME, SHIFT_EXAMPLE, *DEFAULT.names, *rows))


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
