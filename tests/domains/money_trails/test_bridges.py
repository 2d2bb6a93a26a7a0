"""Money across the gap is proposed, and becomes a movement only by an officer's word."""

from datetime import timedelta

import pytest

from tests.builders.city import AT, a_city, officer
from tests.builders.orders import CARD, T0, an_incident
from zhisun.domains.audit.models import Entry
from zhisun.domains.money_trails.models import AddedTransfer
from zhisun.domains.money_trails.policy import INFERRED
from zhisun.domains.money_trails.selectors import trail
from zhisun.domains.money_trails.selectors.bridges import Bridge, bridges
from zhisun.domains.money_trails.services.add import NewTransfer, add_transfer, withdraw_transfer
from zhisun.domains.money_trails.services.bridge import accept_bridge, dismiss_bridge
from zhisun.domains.outbox.services import dispatch
from zhisun.kernel.errors import InputError, NotFound, NotPermitted
from zhisun.site.wiring import reactions

pytestmark = pytest.mark.django_db

GIVER, TAKER, LAST = "6222020200112233446", "6217001234567890139", "6228480402564890026"
PATH = ((CARD, GIVER, 500_000, 2), (CARD, TAKER, 100_000, 3), (TAKER, LAST, 600_000, 4))
"""张伟 paid 5,000 to one and 1,000 to another; this one paid 6,000 on, and where from?"""


def settle() -> None:
    while dispatch(reactions(), at=AT):
        pass


def papers(incident_no: str) -> None:
    """What counterparties' papers tell of two accounts that have not answered."""
    for payer, payee, fen, minute in PATH:
        told = NewTransfer(
            payer_account=payer,
            payee_account=payee,
            payee_name="李强",
            amount_fen=fen,
            moved_at=T0 + timedelta(minutes=minute),
            paper="对方的纸质流水",
        )
        add_transfer(incident_no, told, by=officer("wangqiang"), at=AT)
    settle()


@pytest.fixture
def incident_no() -> str:
    a_city()
    number = an_incident()
    papers(number)
    return number


def proposed(incident_no: str) -> list[Bridge]:
    return bridges(incident_no, by=officer("wangqiang"))


def test_what_fits_on_both_sides_is_proposed_and_changes_no_amount(incident_no: str) -> None:
    (bridge,) = proposed(incident_no)
    assert (bridge.giver.account_no, bridge.taker.account_no) == (GIVER, TAKER)
    assert (bridge.amount_fen, bridge.fit, bridge.seconds) == (500_000, "exact", 120)
    assert bridge.share_pm == 500_000 * 1000 // 600_000
    assert [paid.to.account_no for paid in bridge.payouts] == [LAST]
    arrived = {p.account_no: p.inflow_fen for p in trail(incident_no, by=officer("limin")).places}
    assert arrived[TAKER] == arrived[LAST] == 100_000
    assert bridges(incident_no, by=officer("outsider")) == []


def test_taken_over_it_is_a_movement_marked_as_inferred_and_can_be_taken_back(
    incident_no: str,
) -> None:
    (bridge,) = proposed(incident_no)
    with pytest.raises(InputError, match="reason_missing"):
        accept_bridge(incident_no, bridge.key, " ", by=officer("wangqiang"), at=AT)
    with pytest.raises(NotPermitted):
        accept_bridge(incident_no, bridge.key, "同一团伙", by=officer("limin"), at=AT)
    key = accept_bridge(incident_no, bridge.key, "同一团伙", by=officer("wangqiang"), at=AT)
    settle()
    row = AddedTransfer.objects.get(pk=key)
    assert row.paper == f"{INFERRED}同一团伙"
    assert (row.payer_account, row.payee_account, row.amount_fen) == (GIVER, TAKER, 500_000)
    assert bridge.arrived_at < row.moved_at < bridge.paid_at
    arrived = {p.account_no: p.inflow_fen for p in trail(incident_no, by=officer("limin")).places}
    assert arrived[LAST] == 600_000
    assert proposed(incident_no) == []
    act = Entry.objects.filter(verb="money_trails.transfer_added").latest("pk")
    assert (act.actor, act.reason) == ("wangqiang", row.paper)
    withdraw_transfer(key, reason="查到不是", by=officer("wangqiang"), at=AT)
    settle()
    assert [each.key for each in proposed(incident_no)] == [bridge.key]


def test_dismissed_it_is_shown_no_more_and_the_audit_keeps_what_it_was(incident_no: str) -> None:
    (bridge,) = proposed(incident_no)
    for _again in range(2):
        dismiss_bridge(incident_no, bridge.key, "是自己的生意", by=officer("wangqiang"), at=AT)
    assert proposed(incident_no) == []
    (act,) = Entry.objects.filter(verb="money_trails.bridge_dismissed")
    assert (act.reason, act.after["amount_fen"]) == ("是自己的生意", 500_000)
    with pytest.raises(NotFound):
        accept_bridge(incident_no, bridge.key, "同一团伙", by=officer("wangqiang"), at=AT)
