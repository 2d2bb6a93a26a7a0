"""What is typed stays."""

import pytest

from tests.builders.city import AT, a_city, officer
from zhisun.domains.cases.selectors.drafts import draft, drafts_of
from zhisun.domains.cases.services.drafts import discard_draft, save_draft
from zhisun.domains.cases.terms import LARGEST_DRAFT
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, NotPermitted, StateConflict

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def city() -> None:
    a_city()


@pytest.fixture
def limin() -> Actor:
    return officer("limin")


def kept(key: str, by: Actor) -> object:
    row = draft(key, by=by)
    return row.form["narrative"] if row else None


def test_each_save_raises_the_revision(limin: Actor) -> None:
    first = save_draft("d1", {"narrative": "被"}, revision=0, by=limin, at=AT)
    second = save_draft("d1", {"narrative": "被骗"}, revision=first, by=limin, at=AT)
    assert (first, second) == (1, 2)
    assert kept("d1", limin) == "被骗"


def test_an_older_page_never_overwrites_a_newer_text(limin: Actor) -> None:
    save_draft("d1", {"narrative": "一"}, revision=0, by=limin, at=AT, tab="a")
    save_draft("d1", {"narrative": "一二"}, revision=1, by=limin, at=AT, tab="a")
    with pytest.raises(StateConflict, match=r"draft_newer .*revision=2"):
        save_draft("d1", {"narrative": "旧"}, revision=1, by=limin, at=AT, tab="b")
    assert kept("d1", limin) == "一二"


def test_a_page_that_lost_our_answer_saves_over_its_own_text(limin: Actor) -> None:
    save_draft("d1", {"narrative": "一"}, revision=0, by=limin, at=AT, tab="a")
    assert save_draft("d1", {"narrative": "一二"}, revision=0, by=limin, at=AT, tab="a") == 2
    assert kept("d1", limin) == "一二"


def test_the_same_text_from_an_older_page_is_no_conflict(limin: Actor) -> None:
    save_draft("d1", {"narrative": "一"}, revision=0, by=limin, at=AT)
    assert save_draft("d1", {"narrative": "一"}, revision=0, by=limin, at=AT) == 1


def test_a_draft_is_its_officers_own(limin: Actor) -> None:
    chenjing = officer("chenjing")
    save_draft("d1", {"narrative": "李"}, revision=0, by=limin, at=AT)
    save_draft("d1", {"narrative": "陈"}, revision=0, by=chenjing, at=AT)
    assert [row.form["narrative"] for row in drafts_of(by=limin)] == ["李"]
    assert kept("d1", chenjing) == "陈"


def test_what_a_database_cannot_hold_is_left_out_and_the_rest_is_kept(limin: Actor) -> None:
    form = {"narrative": "a\x00b\ud800c", "transfers": [{"amount": "28\x00000", "index": 1}]}
    save_draft("d1", form, revision=0, by=limin, at=AT)
    row = draft("d1", by=limin)
    assert row is not None
    assert row.form == {"narrative": "ab?c", "transfers": [{"amount": "28000", "index": 1}]}


def test_discarding_twice_is_discarding_once(limin: Actor) -> None:
    save_draft("d1", {"narrative": "一"}, revision=0, by=limin, at=AT)
    discard_draft("d1", by=limin, at=AT)
    discard_draft("d1", by=limin, at=AT)
    assert draft("d1", by=limin) is None


def test_a_form_without_a_key_or_of_half_a_megabyte_is_refused(limin: Actor) -> None:
    with pytest.raises(InputError, match="draft_key_needed"):
        save_draft("", {}, revision=0, by=limin, at=AT)
    with pytest.raises(InputError, match="draft_too_large"):
        save_draft("d1", {"narrative": "x" * LARGEST_DRAFT}, revision=0, by=limin, at=AT)


def test_who_does_not_take_reports_keeps_no_drafts() -> None:
    with pytest.raises(NotPermitted):
        save_draft("d1", {}, revision=0, by=officer("wangqiang"), at=AT)
