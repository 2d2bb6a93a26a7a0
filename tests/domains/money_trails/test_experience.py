"""What the centre learns from its own answers, and what proposals make of it."""

from datetime import timedelta

import pytest

from tests.builders.city import AT, ICBC, a_city, officer
from tests.builders.orders import (
    T0,
    a_movement,
    an_incident,
    answered,
    approved,
    drafted,
    fetched,
)
from zhisun.domains.money_trails.jobs import LEARNER
from zhisun.domains.money_trails.models import Experience
from zhisun.domains.money_trails.reactions import trace_report
from zhisun.domains.money_trails.selectors import experience
from zhisun.domains.money_trails.selectors.picture import Question, picture
from zhisun.domains.money_trails.services.learn import learn
from zhisun.domains.money_trails.terms import TraceRule
from zhisun.domains.stop_payment.models import Order
from zhisun.domains.stop_payment.selectors.pace import answer_seconds
from zhisun.domains.stop_payment.terms import OrderKind
from zhisun.engines.tracing.chase import Outlook
from zhisun.engines.tracing.dwelling import Dwelling
from zhisun.engines.tracing.saving import ANSWERED_WITHIN

pytestmark = pytest.mark.django_db

SECOND = "6222020200112233446"


def outlook() -> Outlook:
    """As a page reads it."""
    stays, answers = Experience.objects.values_list("stays", "answers").first() or (None, None)
    return experience.outlook(stays, answers, [ICBC])


LEARNT_AT = AT + timedelta(hours=1)


@pytest.fixture
def passed_on() -> str:
    """The first card's statement shows 20,000 of the victim's 28,000 passed on after 30 seconds."""
    a_city()
    incident_no = an_incident()
    asked = drafted(incident_no, kind=OrderKind.QUERY_DETAIL, inquiry_mode="04", amount_fen=0)
    came = a_movement(balance_fen=2_800_000, counterparty_account="6217001234567890121")
    went = a_movement(
        serial="S2",
        incoming=False,
        amount_fen=2_000_000,
        balance_fen=800_000,
        moved_at=T0 + timedelta(seconds=30),
        counterparty_account=SECOND,
        counterparty_name="李强",
        counterparty_institution=ICBC,
    )
    answered(fetched(approved(asked)), movements=(came, went))
    trace_report(incident_no, AT)
    return incident_no


def test_before_anything_is_learnt_the_prior_stands() -> None:
    known = outlook()
    assert known.dwelling == Dwelling()
    assert known.answering is not None
    assert known.answering.usual(ICBC) == pytest.approx(ANSWERED_WITHIN)


def test_what_a_statement_shows_is_learnt(passed_on: str) -> None:
    del passed_on
    learn(by=LEARNER, at=LEARNT_AT)
    known = outlook().dwelling
    assert known.seen == 1
    assert known != Dwelling()
    assert Experience.objects.get().learnt_at == LEARNT_AT


def test_learning_again_teaches_the_same(passed_on: str) -> None:
    del passed_on
    learn(by=LEARNER, at=LEARNT_AT)
    once = outlook()
    learn(by=LEARNER, at=LEARNT_AT)
    assert outlook() == once


def test_a_bank_that_takes_its_time_is_known_for_it(passed_on: str) -> None:
    reader = officer("wangqiang")
    learn(by=LEARNER, at=LEARNT_AT)
    quick = picture(passed_on, Question(rule=TraceRule.FIFO), by=reader)
    assert quick is not None
    order = Order.objects.get(kind=OrderKind.QUERY_DETAIL, answered_at__isnull=False)
    assert order.sent_at is not None
    Order.objects.filter(pk=order.pk).update(  # as if the second card's bank had been asked
        institution_code=ICBC, answered_at=order.sent_at + timedelta(hours=3)
    )
    learn(by=LEARNER, at=LEARNT_AT + timedelta(days=1))
    slow = picture(passed_on, Question(rule=TraceRule.FIFO), by=reader)
    assert slow is not None
    before, after = quick.savings[SECOND], slow.savings[SECOND]
    assert before.usual_s < after.usual_s
    assert before.expected_fen > after.expected_fen > 0
    assert after.chance_pm < before.chance_pm
    assert after.traced_fen == before.traced_fen == 2_000_000


def test_an_order_overdue_counts_as_far_as_it_has_waited(passed_on: str) -> None:
    del passed_on
    order = Order.objects.get(kind=OrderKind.QUERY_DETAIL, answered_at__isnull=False)
    assert order.sent_at is not None
    period = {"since": AT - timedelta(days=1), "until": AT + timedelta(days=2)}
    assert order.answered_at is not None
    (took,) = answer_seconds(by=LEARNER, **period)[order.institution_code]
    assert took == (order.answered_at - order.sent_at).total_seconds()
    Order.objects.filter(pk=order.pk).update(answered_at=None, due_at=AT + timedelta(hours=1))
    (waited,) = answer_seconds(by=LEARNER, **period)[order.institution_code]
    assert waited == (period["until"] - order.sent_at).total_seconds()
    Order.objects.filter(pk=order.pk).update(due_at=AT + timedelta(days=3))
    assert answer_seconds(by=LEARNER, **period) == {}
