"""Five layers over four institutions, and back to three victims, exact to the fen."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.builders.city import officer
from tests.stories.returning import BEGAN, FIRST, LOST, Story, handler
from tests.stories.town import Town
from zhisun.domains.restitution.jobs import run_clocks
from zhisun.domains.restitution.selectors import dossier
from zhisun.domains.restitution.selectors.rung import rung
from zhisun.domains.restitution.services.decide import approve, review
from zhisun.domains.restitution.services.notice import decide_objection, record_objection, submit
from zhisun.domains.restitution.services.propose import choose, propose
from zhisun.domains.restitution.services.victims import open_round
from zhisun.domains.restitution.terms import NOTICE_OVER, Method
from zhisun.domains.restitution.terms import RestitutionState as State
from zhisun.domains.stop_payment.terms import FREEZES
from zhisun.kernel.errors import RuleViolation
from zhisun.kernel.moments import CHINA
from zhisun.kernel.money import fen

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path, BEGAN)


def test_five_layers_over_four_institutions_and_back_to_three_victims(town: Town) -> None:
    story = Story(town)
    story.freeze()
    number = proposed(story)
    noticed_for_thirty_days(town, number)
    review(number, by=officer("zhoulei"), at=town.at)
    approve(number, by=officer("chenjing"), at=town.at)
    decided = dossier(number, by=handler())
    assert decided.state is State.APPROVED
    assert [paper.kind for paper in decided.papers] == [
        "return_publicity",
        "return_report",
        *["return_application"] * len(LOST),
        "return_decision",
        "return_notice",
        "return_notice",
    ]
    story.paid(number)
    done = dossier(number, by=handler())
    assert (done.state, done.paid_fen) == (State.PAID, fen("95679"))
    back = {victim: town.ledger(case)["returned"] for victim, case in story.cases.items()}
    assert back == {victim: sum(EXPECTED[layer, victim][1] for layer in (5, 3)) for victim in LOST}
    orders = town.orders(story.cases[FIRST]).values()
    left = {o.account_no: o.held_fen for o in orders if o.kind in FREEZES and o.held_fen}
    assert left == {story.chain[4][1]: fen("5000")}  # the holder's own stays frozen


def proposed(story: Story) -> str:
    """Two methods side by side, then in proportion."""
    town = story.town
    number = open_round(list(story.cases.values()), by=handler(), at=town.at)
    story.confirmed(number, *LOST)
    propose(number, by=handler(), at=town.at)
    found = dossier(number, by=handler())
    # 105,679.00 were lost, 10,000.00 went out as cash: 70,000.01 lie at the fifth layer beside
    # 5,000.00 of the holder's own, 25,678.99 at the third.
    assert [a.divisible_fen for a in found.accounts] == [fen("70000.01"), fen("25678.99")]
    assert found.accounts[0].frozen_fen == fen("75000.01")
    assert story.shares(found) == EXPECTED
    assert found.evenness[Method.PROPORTIONAL].gini_pm == 0
    told = found.workings[Method.PROPORTIONAL]
    assert f"{FIRST}（{story.cases[FIRST]}）：70000.01 × 60000.00 ÷ 105679.00 → 39743.00" in told
    choose(number, "proportional", "资金多次混同，无法逐笔对应", by=handler(), at=town.at)
    return number


def noticed_for_thirty_days(town: Town, number: str) -> None:
    """Not a minute less, and no objection left open."""
    town.at += timedelta(days=10)
    said = ("吴芳", "要求先还我")
    key = record_objection(number, *said, received_at=town.at, by=handler(), at=town.at)
    over = datetime(2026, 10, 13, tzinfo=CHINA).astimezone(UTC)  # the thirtieth day is a Sunday
    town.at = over - timedelta(minutes=1)
    with pytest.raises(RuleViolation, match="notice_still_runs"):
        submit(number, by=handler(), at=town.at)
    town.at = over
    run_clocks(at=town.at)
    assert [each.bell for each in rung(by=handler())] == [NOTICE_OVER]
    with pytest.raises(RuleViolation, match="objection_open"):
        submit(number, by=handler(), at=town.at)
    leader = officer("zhoulei")
    decide_objection(number, key, upheld=False, reason="按比例最公平", by=leader, at=town.at)
    submit(number, by=handler(), at=town.at)
    assert rung(by=handler()) == []


EXPECTED = {
    (5, "周敏"): (3_716_051, 3_974_300),
    (5, "吴芳"): (2_666_667, 2_207_944),
    (5, "郑浩"): (617_283, 817_757),
    (3, "周敏"): (1_643_811, 1_457_943),
    (3, "吴芳"): (479_815, 809_968),
    (3, "郑浩"): (444_273, 299_988),
}
"""By layer and victim, in fen: by trace and in proportion. Worked out by hand.

First in, first out puts 50,000.00 of 周敏, 20,000.01 of 吴芳 and nothing of 郑浩 at the fifth
layer; last in, first out 24,321.01, 33,333.33 and 12,345.67. Direct are the smaller of each; the
25,678.99 left go 25,678.99 : 13,333.32 : 12,345.67. In proportion: 60,000.00 : 33,333.33 :
12,345.67 of both accounts.
"""
