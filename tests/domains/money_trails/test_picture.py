"""The money asked again: other rules, other instants, out of what the last trace read."""

from datetime import timedelta

import pytest

from tests.builders.city import AT, ICBC, a_city, officer
from tests.builders.orders import (
    CARD,
    T0,
    a_movement,
    an_incident,
    answered,
    approved,
    drafted,
    fetched,
)
from zhisun.domains.money_trails.models import TraceBasis
from zhisun.domains.money_trails.reactions import trace_report
from zhisun.domains.money_trails.selectors import trail
from zhisun.domains.money_trails.selectors.picture import Question, picture
from zhisun.domains.money_trails.services.add import NewTransfer, add_transfer
from zhisun.domains.money_trails.terms import TraceRule, Whereabouts
from zhisun.domains.stop_payment.terms import OrderKind

pytestmark = pytest.mark.django_db

SECOND = "6222020200112233446"
CASHED = T0 + timedelta(minutes=4)


@pytest.fixture
def mixed() -> str:
    """10,000 of his own and then the victim's 28,000; he passes 10,000 on, and draws 1,000."""
    a_city()
    incident_no = an_incident()
    asked = drafted(incident_no, kind=OrderKind.QUERY_DETAIL, inquiry_mode="04", amount_fen=0)
    wages = a_movement(
        serial="S0",
        moved_at=T0 - timedelta(hours=1),
        amount_fen=1_000_000,
        balance_fen=1_000_000,
        counterparty_account="6217009999999999990",
    )
    came = a_movement(balance_fen=3_800_000, counterparty_account="6217001234567890121")
    went = a_movement(
        serial="S2",
        incoming=False,
        amount_fen=1_000_000,
        balance_fen=2_800_000,
        moved_at=T0 + timedelta(minutes=2),
        counterparty_account=SECOND,
        counterparty_name="李强",
        counterparty_institution=ICBC,
    )
    cash = a_movement(
        serial="S3",
        incoming=False,
        amount_fen=100_000,
        balance_fen=2_700_000,
        moved_at=CASHED,
        cash=True,
    )
    answered(fetched(approved(asked)), movements=(wages, came, went, cash))
    trace_report(incident_no, AT)
    return incident_no


def test_first_in_first_out_now_is_what_the_trace_wrote_down(mixed: str) -> None:
    reader = officer("wangqiang")
    shown = picture(mixed, Question(rule=TraceRule.FIFO), by=reader)
    assert shown is not None
    assert shown.is_latest
    stored = trail(mixed, by=reader)
    assert shown.trail.places == stored.places
    assert {(f.payer_account, f.payee_account, f.amount_fen) for f in shown.trail.flows} == {
        (f.payer_account, f.payee_account, f.amount_fen) for f in stored.flows
    }


def test_rules_differ_and_the_interval_says_by_how_much(mixed: str) -> None:
    shown = picture(mixed, Question(rule=TraceRule.LIFO), by=officer("wangqiang"))
    assert shown is not None
    assert shown.spreads[CARD].by_rule[TraceRule.LIFO] == (2_800_000, 1_700_000)
    assert shown.spreads[CARD].by_rule[TraceRule.FIFO] == (2_800_000, 2_700_000)
    assert shown.spreads[CARD].still_there == (1_700_000, 2_700_000)
    assert shown.spreads[SECOND].inflow == (0, 1_000_000)
    assert shown.standings[SECOND].partial
    assert shown.standings[CARD].others_fen == 1_000_000


@pytest.mark.parametrize("rule", list(TraceRule))
def test_the_layers_sum_to_the_claim(mixed: str, rule: TraceRule) -> None:
    for until in (None, T0, CASHED - timedelta(seconds=1)):
        shown = picture(mixed, Question(rule=rule, until=until), by=officer("wangqiang"))
        assert shown is not None
        assert sum(fen for level in shown.levels for fen in level.lies.values()) == 2_800_000


def test_an_earlier_instant_knows_nothing_of_what_came_later(mixed: str) -> None:
    reader = officer("wangqiang")
    before = picture(
        mixed, Question(rule=TraceRule.LIFO, until=CASHED - timedelta(seconds=1)), by=reader
    )
    now = picture(mixed, Question(rule=TraceRule.LIFO), by=reader)
    assert before is not None
    assert now is not None
    assert not before.is_latest
    states = {place.whereabouts for place in before.trail.places}
    assert Whereabouts.CASHED_OUT not in states
    assert Whereabouts.CASHED_OUT in {place.whereabouts for place in now.trail.places}
    assert before.instants == now.instants


def test_a_movement_from_a_paper_is_marked(mixed: str) -> None:
    new = NewTransfer(
        payer_account=CARD,
        payee_account="6222020200112233999",
        amount_fen=500_000,
        moved_at=T0 + timedelta(minutes=5),
        paper="银行流水单",
    )
    add_transfer(mixed, new, by=officer("wangqiang"), at=AT)
    trace_report(mixed, AT)
    shown = picture(mixed, Question(rule=TraceRule.LIFO), by=officer("wangqiang"))
    assert shown is not None
    by_hand = {flow.payee_account for flow in shown.trail.flows if flow.by_hand}
    assert by_hand == {"6222020200112233999"}


def test_what_a_trace_read_is_kept_once_and_only_for_its_area(mixed: str) -> None:
    kept = TraceBasis.objects.get()
    trace_report(mixed, AT)
    assert TraceBasis.objects.get().digest == kept.digest
    assert picture(mixed, Question(rule=TraceRule.FIFO), by=officer("outsider")) is None


def test_a_large_ledger_is_shown_before_its_haircut_and_whole_after_it(mixed: str) -> None:
    reader = officer("wangqiang")
    hasty = Question(rule=TraceRule.FIFO, hasty=True, large=1)
    first = picture(mixed, hasty, by=reader)
    assert first is not None
    assert (first.complete, first.savings) == (False, {})
    assert TraceRule.HAIRCUT not in first.spreads[CARD].by_rule
    whole = picture(mixed, Question(rule=TraceRule.FIFO), by=reader)
    assert whole is not None
    assert whole.complete
    assert first.trail == whole.trail
    assert whole.spreads[CARD].still_there == (1_700_000, 2_700_000)
    assert picture(mixed, hasty, by=reader) == whole  # it is in memory now
