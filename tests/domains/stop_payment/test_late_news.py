"""News that comes late, twice or in another order leaves the same orders behind."""

from collections.abc import Sequence
from itertools import permutations

import pytest

from tests.builders.city import AT, a_city, officer
from tests.builders.orders import (
    ANYBODY,
    CARD,
    an_incident,
    answered,
    approved,
    drafted,
    fetched,
    kinds_of,
    the,
)
from zhisun.domains.cases.services.filing import close, file_case
from zhisun.domains.cases.services.filing import decline as decline_case
from zhisun.domains.stop_payment.models import Order
from zhisun.domains.stop_payment.reactions import REACTIONS
from zhisun.domains.stop_payment.selectors.board import releases_due
from zhisun.domains.stop_payment.services.approve import decline
from zhisun.domains.stop_payment.services.clocks import prepare_release
from zhisun.domains.stop_payment.terms import OrderKind, OrderState

pytestmark = pytest.mark.django_db

News = tuple[str, str]
"""An event and what it is about: stop, freeze or case."""

CLOSED_AFTER_FREEZE: tuple[News, ...] = (
    ("stop_payment.active", "stop"),
    ("cases.filed", "case"),
    ("stop_payment.active", "freeze"),
    ("cases.closed", "case"),
)
FILED_AFTER_DECLINED: tuple[News, ...] = (
    ("stop_payment.active", "stop"),
    ("cases.declined", "case"),
    ("cases.filed", "case"),
)


@pytest.fixture(autouse=True)
def _city() -> None:
    a_city()


def a_held_stop() -> str:
    order_no = drafted(an_incident())
    return answered(fetched(approved(order_no)), balance_fen=2_800_000, starts_at=AT)


def frozen(stop: str) -> str:
    freeze = drafted(the(stop).incident_no, kind=OrderKind.FREEZE, original_no=stop)
    return answered(fetched(approved(freeze, by="chenjing")), frozen_fen=2_800_000, starts_at=AT)


def filed(incident_no: str) -> None:
    file_case(incident_no, filed_no="济公(反诈)立字〔2026〕31号", by=officer("chenjing"), at=AT)


def closed(incident_no: str) -> None:
    close(incident_no, reason="事主虚报", by=officer("chenjing"), at=AT)


def declined(incident_no: str) -> None:
    decline_case(incident_no, reason="证据不足", by=officer("chenjing"), at=AT)


def hear(news: Sequence[News], **about: str) -> None:
    """Every piece of news in this order, each twice."""
    for event, subject in news:
        for react in REACTIONS[event] * 2:
            react(about[subject], AT)


def drafts(incident_no: str) -> list[str]:
    """The drafts that keep or end a hold; filing drafts queries besides."""
    kinds = [kind for kind, _account, state in kinds_of(incident_no) if state == "drafted"]
    return [kind for kind in kinds if not kind.startswith("query")]


@pytest.mark.parametrize("order", list(permutations(CLOSED_AFTER_FREEZE)))
def test_a_closed_case_has_one_release_of_its_freeze(order: Sequence[News]) -> None:
    stop = a_held_stop()
    incident_no = the(stop).incident_no
    filed(incident_no)
    freeze = frozen(stop)
    closed(incident_no)
    hear(order, case=incident_no, stop=stop, freeze=freeze)
    kinds = [kind for kind, _account, _state in kinds_of(incident_no)]
    assert sorted(kinds) == ["freeze", "freeze_release", "stop"]
    assert [row.order_no for row in releases_due(ANYBODY)] == [freeze]


@pytest.mark.parametrize("order", list(permutations(FILED_AFTER_DECLINED)))
def test_a_case_filed_after_all_has_one_freeze_and_no_release(order: Sequence[News]) -> None:
    stop = a_held_stop()
    incident_no = the(stop).incident_no
    declined(incident_no)
    filed(incident_no)
    hear(order, case=incident_no, stop=stop)
    assert drafts(incident_no) == ["freeze"]
    assert releases_due(ANYBODY) == []


def test_a_release_that_an_officer_declined_is_not_drafted_again_by_late_news() -> None:
    stop = a_held_stop()
    incident_no = the(stop).incident_no
    declined(incident_no)
    hear([("cases.declined", "case")], case=incident_no)
    release = Order.objects.get(kind=OrderKind.STOP_RELEASE).order_no
    decline(release, "先核实", by=officer("wangqiang"), at=AT)
    hear([("stop_payment.active", "stop"), ("cases.declined", "case")], case=incident_no, stop=stop)
    assert drafts(incident_no) == []
    assert [row.order_no for row in releases_due(ANYBODY)] == [stop]
    filed(incident_no)  # and once it is filed after all the hold is kept, whoever declined
    hear([("cases.filed", "case")], case=incident_no)
    assert the(stop).release_due_at is None
    assert drafts(incident_no) == ["freeze"]


def test_a_case_dropped_a_second_time_releases_a_second_time() -> None:
    stop = a_held_stop()
    incident_no = the(stop).incident_no
    for end, news in ((declined, "cases.declined"), (filed, "cases.filed")):
        end(incident_no)
        hear([(news, "case")], case=incident_no)
    closed(incident_no)
    hear([("cases.closed", "case")], case=incident_no)
    assert drafts(incident_no) == ["stop_release"]
    assert Order.objects.filter(kind=OrderKind.STOP_RELEASE).count() == 2


def test_the_release_of_a_stop_that_was_extended_meanwhile_is_that_of_its_extension() -> None:
    stop = a_held_stop()
    incident_no = the(stop).incident_no
    extension = fetched(
        approved(drafted(incident_no, kind=OrderKind.STOP_EXTEND, original_no=stop))
    )
    closed(incident_no)
    hear([("cases.closed", "case")], case=incident_no)
    too_early = Order.objects.get(kind=OrderKind.STOP_RELEASE)
    answered(extension, balance_fen=2_800_000)
    hear([("stop_payment.active", "extension")], extension=extension)
    assert the(too_early.order_no).state is OrderState.DECLINED
    release = Order.objects.get(kind=OrderKind.STOP_RELEASE, state=OrderState.DRAFTED)
    assert the(release.order_no).original_no == extension
    answered(fetched(approved(release.order_no)))
    assert the(extension).state is OrderState.RELEASED


def test_two_freezes_of_one_account_have_a_release_each() -> None:
    stop = a_held_stop()
    incident_no = the(stop).incident_no
    filed(incident_no)
    freezes = [frozen(stop)]
    second = drafted(incident_no, kind=OrderKind.FREEZE, amount_fen=100, window=2)
    freezes.append(answered(fetched(approved(second, by="chenjing")), frozen_fen=100, starts_at=AT))
    closed(incident_no)
    made = [prepare_release(freeze, by=ANYBODY, at=AT) for freeze in freezes * 2]
    assert made[2:] == [None, None]
    assert [the(str(no)).original_no for no in made[:2]] == freezes
    assert {the(str(no)).account_no for no in made[:2]} == {CARD}
