"""The dissuasion desk read in English: labels that say what they stand for."""

import re

import pytest

from tests.builders.city import AT, KEEPER, officer
from tests.builders.warnings import STATION, at_the_station
from tests.desks.dissuasion_desk.conftest import Seat
from zhisun.domains.directory.services.posts import keep_post
from zhisun.domains.dissuasion.services.route import sign

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}


def labels(page: bytes) -> list[str]:
    """The headings of the columns of a page."""
    return re.findall(r'<th scope="col"[^>]*>(.*?)</th>', page.decode())


def test_the_table_of_the_map_names_the_location_and_who_handles_it(seat: Seat) -> None:
    at_the_station()
    page = seat("gaofei").get("/dissuasion/map/", headers=ENGLISH).content
    assert labels(page)[3:5] == ["Handled by", "Location"]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("每天 00:00-24:00", "Every day 00:00-24:00"),
        ("工作日 08:00-18:00", "Workdays 08:00-18:00"),
        ("休息日 09:00-17:00", "Days off 09:00-17:00"),
        ("周六、周日 20:00-08:00", "Sat, Sun 20:00-08:00"),
    ],
)
def test_shifts_are_read_in_the_readers_language(seat: Seat, typed: str, read: str) -> None:
    desk = seat("gaofei")
    keep_post(STATION, shifts=typed, languages=[], position=None, by=KEEPER, at=AT)
    assert f"<p>{typed}</p>" in desk.get("/dissuasion/units/").content.decode()
    assert f"<p>{read}</p>" in desk.get("/dissuasion/units/", headers=ENGLISH).content.decode()


def test_a_dispatch_is_signed_for_and_not_acknowledged(seat: Seat) -> None:
    number = at_the_station()
    desk, street = seat("gaofei"), seat("mahai")
    one = f"/dissuasion/dispatches/{number}/"
    pages = (
        street.get(f"/field/tasks/{number}/", headers=ENGLISH),
        desk.get(one, headers=ENGLISH),
        desk.get("/dissuasion/rules/", headers=ENGLISH),
    )
    assert all("Sign for" in page.content.decode() for page in pages)
    sign(number, by=officer("mahai"), at=AT)
    after = desk.get(one, headers=ENGLISH).content.decode()
    assert ("Signed for" in after, "Acknowledged" in after) == (True, False)
