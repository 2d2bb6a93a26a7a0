"""Two truths, joined by the platform itself: 劝阻后被骗, 未预警发案."""

from datetime import datetime, timedelta

import pytest

from tests.builders.cases import a_report, a_transfer, another_victim
from tests.builders.city import AT, a_city, officer
from tests.builders.warnings import ANYBODY, dissuaded, the, warned
from zhisun.domains.cases.policy.report import NewVictim
from zhisun.domains.cases.services.register import register
from zhisun.domains.cases.terms import FraudType
from zhisun.domains.dissuasion.models import JoinedTruth
from zhisun.domains.dissuasion.reactions import REACTIONS
from zhisun.domains.dissuasion.selectors.board import reviews
from zhisun.domains.dissuasion.terms import ReviewKind, Truth
from zhisun.domains.outbox.services import dispatch as deliver

pytestmark = pytest.mark.django_db
VICTIM = NewVictim(name="周敏", phone="13700001234")


@pytest.fixture(autouse=True)
def _city() -> None:
    a_city()


def reported(lost_at: datetime, **changes: object) -> str:
    """A report of a loss at an instant, held against our warnings; its number."""
    facts: dict[str, object] = {"victim": VICTIM, "channels": ()} | changes
    report = a_report(a_transfer(moved_at=lost_at), **facts)
    number = register(report, by=officer("limin"), at=lost_at + timedelta(minutes=5))
    for _twice in range(2):
        deliver(REACTIONS, at=lost_at + timedelta(minutes=6))
    return number


def truth(number: str) -> str:
    return JoinedTruth.objects.get(incident_no=number).truth


def test_who_was_never_warned_is_a_missed_case() -> None:
    warned()
    number = reported(AT + timedelta(days=1), victim=another_victim())
    assert truth(number) == Truth.MISSED
    assert JoinedTruth.objects.get().lost_at == AT + timedelta(days=1)
    assert [review.kind for review in reviews(ANYBODY)] == [ReviewKind.MISSED]


def test_who_was_dissuaded_and_paid_all_the_same() -> None:
    warning = dissuaded()
    number = reported(AT + timedelta(days=3))
    assert truth(number) == Truth.AFTER_DISSUASION
    assert the(warning).truths == ((number, Truth.AFTER_DISSUASION),)
    assert [review.kind for review in reviews(ANYBODY)] == [ReviewKind.AFTER_DISSUASION]


def test_who_was_warned_and_not_yet_spoken_to() -> None:
    warned()
    assert truth(reported(AT + timedelta(hours=1))) == Truth.TOO_LATE


def test_a_warning_that_came_after_the_loss_did_not_warn() -> None:
    warned()
    assert truth(reported(AT - timedelta(hours=1))) == Truth.MISSED


def test_an_outcome_of_long_ago_is_another_story() -> None:
    dissuaded()
    assert truth(reported(AT + timedelta(days=100))) == Truth.MISSED


@pytest.mark.parametrize("changes", [{"attempted": True}, {"fraud_type": FraudType.FEI}])
def test_what_is_no_loss_by_fraud_says_nothing(changes: dict[str, object]) -> None:
    reported(AT + timedelta(days=1), **changes)
    assert not JoinedTruth.objects.exists()
