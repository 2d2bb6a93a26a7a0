"""The sample city: the cast of the story, with secrets that are nobody else's."""

import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from pytest_django import Settings

from zhisun.domains.access import selectors as access
from zhisun.domains.access.terms import Duty
from zhisun.domains.directory import selectors as directory
from zhisun.domains.documents.models import Letterhead
from zhisun.engines.identity import banks
from zhisun.kernel.areas import inside
from zhisun.site import sample_city
from zhisun.site.cast import CAST, INSTITUTIONS, LETTERHEAD, LETTERHEAD_CONTACT

AT = datetime(2026, 11, 21, 9, 41, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def credentials(settings: Settings, tmp_path: Path) -> Path:
    settings.ZHISUN_HOME = tmp_path
    return sample_city.load(AT)


def test_every_player_signs_in_with_the_password_that_the_demo_shows(credentials: Path) -> None:
    assert credentials.exists()
    for player in CAST:
        assert authenticate(username=player.username, password=player.password) is not None


def test_the_cast_has_the_duties_of_its_seats(credentials: Path) -> None:
    assert credentials.exists()
    limin, wangqiang, chenjing, outsider = (
        access.actor_of(name) for name in ("limin", "wangqiang", "chenjing", "outsider")
    )
    assert Duty.REPORT in limin.duties
    assert Duty.APPROVE_ORDER in wangqiang.duties
    assert Duty.APPROVE_FREEZE in chenjing.duties
    assert not inside(limin.area, outsider.area)
    assert not inside(outsider.area, limin.area)


def test_the_institutions_secrets_lie_in_a_file_for_its_owner_only(credentials: Path) -> None:
    told = json.loads(credentials.read_text())
    assert stat.S_IMODE(credentials.stat().st_mode) == 0o600
    assert set(told) == {bank.code for bank in INSTITUTIONS}
    assert len({row["secret"] for row in told.values()}) == len(INSTITUTIONS)
    assert all(directory.secret_of(code) == row["secret"] for code, row in told.items())


def test_the_city_signs_its_papers_with_a_mark_of_its_own(credentials: Path) -> None:
    assert credentials.exists()
    mark, contact = Letterhead.objects.values_list("mark", "contact").get(area="370800")
    assert (mark, contact) == (LETTERHEAD, LETTERHEAD_CONTACT)


def test_a_second_load_changes_nothing(credentials: Path) -> None:
    before = credentials.read_text()
    assert sample_city.load(AT).read_text() == before


def test_the_token_of_the_110_system_pushes_calls_and_nothing_else(credentials: Path) -> None:
    assert credentials.exists()
    former = access.machine_of(sample_city.call_push_token(AT))
    assert former.duties == {Duty.PUSH_CALLS.value}


def test_the_bank_codes_are_those_that_card_numbers_give() -> None:
    known = {bank.bank_code for bank in INSTITUTIONS} - {""}
    assert all(banks.bank_name(code) for code in known)
