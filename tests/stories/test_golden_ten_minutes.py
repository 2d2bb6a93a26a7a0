"""What a centre lives through, from the call to held money."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders.city import ABC, AT, CCB, ICBC, PAY, officer
from tests.stories.town import Town
from zhisun.domains.cases.policy.report import NewTransfer
from zhisun.domains.cases.services.filing import file_case
from zhisun.domains.cases.terms import FraudType
from zhisun.domains.stop_payment.selectors.board import alarms, corrections
from zhisun.domains.stop_payment.services.correct import Correction, correct
from zhisun.domains.stop_payment.services.draft import NewOrder, draft
from zhisun.domains.stop_payment.terms import OrderKind, OrderState
from zhisun.gateways.port import AccountKind
from zhisun.kernel.errors import RuleViolation
from zhisun.kernel.moments import minutes_between
from zhisun.kernel.money import fen

pytestmark = pytest.mark.django_db

T0 = AT - timedelta(minutes=5)


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


def said(account: str, name: str, yuan: str, code: str = ABC) -> NewTransfer:
    """A transfer as the victim tells it."""
    return NewTransfer(
        amount_fen=fen(yuan),
        moved_at=T0,
        from_name="周敏",
        to_institution_code=code,
        to_account=account,
        to_name=name,
    )


def test_nine_minutes_from_the_transfer_to_the_stop(town: Town) -> None:
    """济宁梁山: a false shop assistant, 28 000 yuan, stopped in nine minutes (seed 001)."""
    victim = town.open(CCB, 1, "周敏", "50000")
    mule = town.open(ABC, 2, "张伟")
    town.pay((CCB, victim), (ABC, mule, "张伟"), "28000", at=T0)
    town.pay(
        (ABC, mule),
        (ICBC, town.open(ICBC, 3, "李强"), "李强"),
        "28000",
        at=T0 + timedelta(minutes=12),
    )
    incident_no = town.report(said(mule, "张伟", "28000"))
    town.wait(minutes=1)
    town.approve_all(incident_no)
    town.wait(minutes=2)
    stop = town.orders(incident_no)["stop", mule]
    assert stop.state is OrderState.ACTIVE
    assert stop.answered_at is not None
    assert minutes_between(T0, stop.answered_at) <= 9
    town.wait(minutes=10)  # the gang tries to move it on, and cannot
    assert town.ledger(incident_no) == {
        "claimed": fen("28000"),
        "ordered": fen("28000"),
        "held": fen("28000"),
    }
    assert town.conserved()


def test_tents_for_the_army_and_a_wrong_account_name(town: Town) -> None:
    """A merchant told one character wrong: refused, corrected by a person, then held."""
    mule = town.open(ABC, 2, "侯小军", "36000")
    incident_no = town.report(said(mule, "候小军", "36000"), fraud_type=FraudType.JJ)
    town.approve_all(incident_no)
    town.wait(minutes=1)
    refused = town.orders(incident_no)["stop", mule]
    assert (refused.state, refused.result) == (OrderState.REFUSED, "0301")
    town.wait(minutes=5)  # nothing is resent with a guess
    assert {row.kind for row in corrections(officer("wangqiang"))} == {"stop", "query_detail"}
    correction = Correction(
        institution_code=ABC, account_no=mule, account_name="侯小军", reason="受害人重看转账截图"
    )
    correct(refused.order_no, correction, by=officer("limin"), at=town.at)
    town.approve_all(incident_no)
    town.wait(minutes=1)
    assert town.orders(incident_no)["stop", mule].held_fen == fen("36000")
    assert corrections(officer("wangqiang")) == []


def test_a_partial_hold_and_the_second_layer_at_another_bank_and_a_payment_firm(town: Town) -> None:
    victim = town.open(CCB, 1, "周敏", "100000")
    first = town.open(ABC, 2, "张伟")
    second = town.open(ICBC, 3, "李强")
    wallet = town.open(PAY, 4, "王芳")
    town.pay((CCB, victim), (ABC, first, "张伟"), "80000", at=T0)
    town.pay((ABC, first), (ICBC, second, "李强"), "30000", at=T0 + timedelta(minutes=1))
    town.pay((ABC, first), (PAY, wallet, "王芳"), "20000", at=T0 + timedelta(minutes=2))
    town.turn()
    incident_no = town.report(said(first, "张伟", "80000"))
    town.approve_all(incident_no)
    town.wait(seconds=20)
    partial = town.orders(incident_no)["stop", first]
    assert (partial.result, partial.held_fen) == ("1200", fen("30000"))
    proposed = {
        (o.kind.value, o.account_no): (o.level, o.amount_fen)
        for o in town.orders(incident_no).values()
        if o.state is OrderState.DRAFTED
    }
    assert proposed["stop", second] == (2, fen("30000"))
    assert proposed["stop", wallet] == (2, fen("20000"))
    town.approve_all(incident_no)
    town.wait(minutes=1)
    assert town.ledger(incident_no) == {
        "claimed": fen("80000"),
        "ordered": fen("130000"),
        "held": fen("80000"),
    }
    assert town.conserved()


def test_a_hold_that_would_lapse_at_night(town: Town) -> None:
    """Filed in time, the freeze takes over; not filed, the alarms ring before it lapses."""
    mule = town.open(ABC, 2, "张伟", "28000")
    incident_no = town.report(said(mule, "张伟", "28000"))
    town.approve_all(incident_no)
    town.wait(minutes=1)
    stop = town.orders(incident_no)["stop", mule]
    assert stop.held_until is not None
    town.at = stop.held_until - timedelta(hours=11)  # three in the morning
    town.settle()
    assert town.orders(incident_no)["stop_extend", mule].state is OrderState.DRAFTED
    town.at = stop.held_until - timedelta(hours=4)
    town.settle()
    assert "ends_in_4h" in {alarm.bell for alarm in alarms(officer("chenjing"))}
    file_case(incident_no, filed_no="济公立字〔2026〕7号", by=officer("chenjing"), at=town.at)
    town.settle()
    assert town.orders(incident_no)["stop_extend", mule].state is OrderState.DECLINED
    town.approve_all(incident_no, by="chenjing")
    town.wait(minutes=1)
    assert town.orders(incident_no)["freeze", mule].state is OrderState.ACTIVE
    town.at = stop.held_until + timedelta(minutes=1)
    town.settle()
    assert town.ledger(incident_no)["frozen"] == fen("28000")


def test_a_third_stop_never_leaves(town: Town) -> None:
    mule = town.open(ABC, 2, "张伟", "28000")
    incident_no = town.report(said(mule, "张伟", "28000"))
    town.approve_all(incident_no)
    town.wait(minutes=1)
    for _ in range(2):
        holds = [o for o in town.orders(incident_no).values() if o.held_until]
        town.at = max(o.held_until for o in holds if o.held_until) - timedelta(hours=11)
        town.settle()
        town.approve_all(incident_no)
        town.wait(minutes=1)
    assert town.orders(incident_no)["stop_extend", mule].state is OrderState.ACTIVE
    assert "third_stop" in {alarm.bell for alarm in alarms(officer("chenjing"))}
    third = NewOrder(
        incident_no=incident_no,
        kind=OrderKind.STOP,
        institution_code=ABC,
        account_no=mule,
        account_kind=AccountKind.PERSONAL,
        account_name="张伟",
        amount_fen=fen("28000"),
        transferred_at=T0,
        reason="再次止付",
    )
    with pytest.raises(RuleViolation, match="third_stop"):
        draft(third, by=officer("limin"), at=town.at)


def test_a_bank_that_dies_after_fetching_gets_the_order_again_and_does_it_once(
    town: Town,
) -> None:
    mule = town.open(ABC, 2, "张伟", "28000")
    incident_no = town.report(said(mule, "张伟", "28000"))
    town.approve_all(incident_no)
    bank = town.branches[ABC]
    fence = bank.fetch(town.at)
    bank.letters.work(town.at)  # it carried the order out, and died before it could say so
    town.at += timedelta(seconds=25)
    again = bank.fetch(town.at)
    assert again > fence
    bank.acknowledge(fence, town.at)  # the dead one's acknowledgement arrives late
    assert town.orders(incident_no)["stop", mule].state is OrderState.SENT
    bank.acknowledge(again, town.at)
    town.wait(minutes=1)
    assert town.orders(incident_no)["stop", mule].held_fen == fen("28000")
    held = bank.letters.teller.ledger.held_fen(mule, town.at)
    assert held == fen("28000")
