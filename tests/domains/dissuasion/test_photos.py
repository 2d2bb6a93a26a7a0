"""Photos from the street are kept once, bare, and whoever sees one leaves a line."""

import pytest

from tests.builders.city import AT, a_city, officer
from tests.builders.photos import PLACE, jpeg, png
from tests.builders.warnings import at_the_station, dissuaded, the
from zhisun.domains.audit.models import Entry
from zhisun.domains.dissuasion.models import StreetPhoto
from zhisun.domains.dissuasion.services.persons import Named
from zhisun.domains.dissuasion.services.photos import NewPhoto, keep_photo, show_photo
from zhisun.kernel.errors import InputError, NotFound, NotPermitted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city() -> None:
    a_city()


def kept(number: str, content: bytes, key: str = "p1", by: str = "mahai") -> bool:
    return keep_photo(number, NewPhoto(key=key, content=content), by=officer(by), at=AT)


def test_a_photo_is_kept_once_and_without_its_place() -> None:
    number = at_the_station()
    assert kept(number, jpeg())
    assert not kept(number, jpeg())
    assert not kept(number, jpeg(), key="p2")
    assert kept(number, png(), key="p3")
    assert len(the(number).photos) == 2
    assert all(PLACE not in bytes(row.content) for row in StreetPhoto.objects.all())


def test_one_that_comes_after_the_outcome_is_kept_all_the_same() -> None:
    number = dissuaded()
    assert kept(number, jpeg())


def test_whoever_sees_one_leaves_a_line() -> None:
    number = at_the_station()
    kept(number, jpeg())
    [photo] = the(number).photos
    media_type, content = show_photo(number, photo.key, by=officer("gaofei"), at=AT)
    assert (media_type, len(content)) == ("image/jpeg", photo.size)
    line = Entry.objects.get(verb="dissuasion.photo_shown")
    assert (line.actor, line.subject) == ("gaofei", number)


def test_nobody_elsewhere_sees_or_sends_one() -> None:
    number, other = at_the_station(), dissuaded(person=Named(phone="13799990000"))
    kept(number, jpeg())
    [photo] = the(number).photos
    with pytest.raises(NotFound):
        show_photo(other, photo.key, by=officer("gaofei"), at=AT)
    with pytest.raises(NotPermitted):
        kept(number, png(), key="p9", by="limin")


def test_a_pdf_or_too_many_are_refused_and_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    number = at_the_station()
    with pytest.raises(InputError):
        kept(number, b"%PDF-1.7 disguised as photo.jpg")
    monkeypatch.setattr("zhisun.domains.dissuasion.services.photos.MOST_PHOTOS", 0)
    with pytest.raises(InputError) as refused:
        kept(number, jpeg())
    assert (refused.value.code, the(number).photos) == ("photos_too_many", ())
