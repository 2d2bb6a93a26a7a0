"""Five layers over four institutions, and back to three victims, exact to the fen."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders.city import ABC, AT, CCB, ICBC, PAY, officer
from tests.stories.town import Town
from zhisun.domains.cases.policy.report import NewTransfer
from zhisun.domains.cases.services.filing import file_case
from zhisun.domains.restitution.jobs import run_clocks
from zhisun.domains.restitution.selectors import Dossier, dossier
from zhisun.domains.restitution.services.decide import approve, review
from zhisun.domains.restitution.services.notice import decide_objection, record_objection, submit
from zhisun.domains.restitution.services.pay import record_handover, record_paid
from zhisun.domains.restitution.services.propose import choose, propose
from zhisun.domains.restitution.services.victims import (
    Confirmed,
    confirm_victim,
    open_round,
)
from zhisun.domains.restitution.terms import Method
from zhisun.domains.restitution.terms import RestitutionState as State
from zhisun.domains.stop_payment.services.approve import approve as approve_order
from zhisun.domains.stop_payment.services.draft import NewOrder, draft
from zhisun.domains.stop_payment.terms import FREEZES, OrderKind
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import RuleViolation
from zhisun.kernel.money import fen
from zhisun.simulator.plans import MoveKind

pytestmark = pytest.mark.django_db

T0 = AT - timedelta(minutes=20)
FIRST = "周敏"
LOST = {"周敏": "60000", "吴芳": "33333.33", "郑浩": "12345.67"}


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path, AT - timedelta(minutes=20))


class Story:
    """Three victims' money mixes on its way down to one account at the fifth layer."""

    def __init__(self, town: Town) -> None:
        self.town = town
        banks = (ABC, ICBC, PAY, CCB, ABC)
        names = ("张伟", "李强", "王芳", "刘洋", "陈军")
        self.chain = [
            (code, town.open(code, 10 + layer, name, "5000" if layer == 4 else "0"), name)
            for layer, (code, name) in enumerate(zip(banks, names, strict=True))
        ]
        for number, (victim, lost) in enumerate(LOST.items()):
            own = town.open(CCB, 30 + number, victim, "100000")
            self.moved((CCB, own), self.chain[0], lost)
        self.moved(self.chain[0][:2], self.chain[1], "105679")
        self.moved(self.chain[1][:2], ("", "", ""), "10000", MoveKind.CASH)
        for layer, onward in ((1, "95679"), (2, "70000.01"), (3, "70000.01")):
            self.moved(self.chain[layer][:2], self.chain[layer + 1], onward)
        self.cases = {victim: self.reported(victim) for victim in LOST}

    def moved(
        self,
        payer: tuple[str, str],
        payee: tuple[str, str, str],
        yuan: str,
        kind: MoveKind = MoveKind.TRANSFER,
    ) -> None:
        """One movement, and a minute until the next."""
        self.town.pay(payer, payee, yuan, at=self.town.at, kind=kind)
        self.town.wait(minutes=1)

    def reported(self, victim: str) -> str:
        """The victim's call; with the first, the chase down to the last layer."""
        first = self.chain[0]
        told = NewTransfer(
            amount_fen=fen(LOST[victim]),
            moved_at=T0 + timedelta(minutes=list(LOST).index(victim)),
            from_name=victim,
            to_institution_code=first[0],
            to_account=first[1],
            to_name=first[2],
        )
        incident_no = self.town.report(told, victim=victim)
        for _layer in range(6 if victim == FIRST else 0):
            self.town.approve_all(incident_no)
            self.town.wait(seconds=40)
        return incident_no

    def freeze(self) -> None:
        """The cases are filed; the stops that hold money become freezes, the last of it whole."""
        town, case = self.town, self.cases[FIRST]
        for number, incident_no in enumerate(self.cases.values()):
            filed_no = f"济公立字〔2026〕{number}号"
            file_case(incident_no, filed_no=filed_no, by=officer("chenjing"), at=town.at)
        held = [o for o in town.orders(case).values() if o.kind is OrderKind.STOP and o.held_fen]
        assert {(o.account_no, o.level) for o in held} == {
            (self.chain[2][1], 3),
            (self.chain[4][1], 5),
        }
        for stop in held:
            whole = NewOrder(
                incident_no=case,
                kind=OrderKind.FREEZE,
                institution_code=stop.institution_code,
                account_no=stop.account_no,
                account_name=stop.account_name,
                account_kind=stop.account_kind,
                amount_fen=stop.held_fen,
                transferred_at=stop.transferred_at,
                original_no=stop.order_no,
                full_freeze=stop.level == 5,
                reason="立案后冻结",
            )
            order_no = draft(whole, by=officer("wangqiang"), at=town.at)
            approve_order(order_no, by=officer("chenjing"), at=town.at)
        town.wait(minutes=1)

    def confirmed(self, restitution_no: str, *victims: str) -> None:
        """王强 confirms what each lost and where it goes back to."""
        for victim in victims:
            found = Confirmed(
                loss_fen=fen(LOST[victim]),
                return_account="6227000000000000300",
                return_name=victim,
                return_bank="中国建设银行",
            )
            confirm_victim(restitution_no, self.cases[victim], found, by=handler(), at=self.town.at)

    def shares(self, found: Dossier) -> dict[tuple[int, str], tuple[int, int]]:
        """By layer and victim: in fen, by trace and in proportion."""
        layers = {account: layer for layer, (_code, account, _name) in enumerate(self.chain, 1)}
        return {
            (layers[s.account_no], s.victim_name): (s.traced_fen, s.proportional_fen)
            for s in found.shares
        }

    def paid(self, restitution_no: str) -> None:
        """Every institution takes its notice and pays within its three working days."""
        town = self.town
        found = dossier(restitution_no, by=handler())
        for notice in found.instructions:
            code = notice.institution_code
            record_handover(restitution_no, code, handed_at=town.at, by=handler(), at=town.at)
        town.at += timedelta(days=1)
        for number, share in enumerate(each for each in found.shares if each.share_fen):
            receipt = f"HD{number:04d}"
            record_paid(
                restitution_no, share.key, receipt, paid_at=town.at, by=handler(), at=town.at
            )
        town.settle()


def handler() -> Actor:
    return officer("wangqiang")


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
    town.at += timedelta(days=20, minutes=-1)
    with pytest.raises(RuleViolation, match="notice_still_runs"):
        submit(number, by=handler(), at=town.at)
    town.at += timedelta(minutes=1)
    run_clocks(at=town.at)
    with pytest.raises(RuleViolation, match="objection_open"):
        submit(number, by=handler(), at=town.at)
    leader = officer("zhoulei")
    decide_objection(number, key, upheld=False, reason="按比例最公平", by=leader, at=town.at)
    submit(number, by=handler(), at=town.at)


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
