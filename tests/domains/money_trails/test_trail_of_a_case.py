"""What banks really send does not stop a trail, and what a report corrects moves it."""

from datetime import timedelta

import pytest

from tests.builders.city import AT, ICBC, a_city, officer
from tests.builders.orders import (
    ANYBODY,
    CARD,
    SAID,
    T0,
    a_movement,
    an_incident,
    answered,
    approved,
    drafted,
    fetched,
    kinds_of,
)
from zhisun.domains.cases.policy.report import Amendment, Correction, NewTransfer
from zhisun.domains.cases.services.amend import amend
from zhisun.domains.money_trails.models import Holding, LedgerEntry, Trace, Transfer
from zhisun.domains.money_trails.services.trace import retrace
from zhisun.domains.outbox.models import Event
from zhisun.domains.outbox.services import dispatch
from zhisun.domains.stop_payment.models import Order
from zhisun.domains.stop_payment.terms import OrderKind
from zhisun.gateways.port import Holder, Movement
from zhisun.site.wiring import reactions

pytestmark = pytest.mark.django_db

SECOND = "6222020200112233446"
WENT = a_movement(
    serial="S2",
    moved_at=T0 + timedelta(minutes=3),
    incoming=False,
    amount_fen=1_600_000,
    balance_fen=1_200_000,
    counterparty_account=SECOND,
    counterparty_name="李强",
    counterparty_institution=ICBC,
)
CAME = a_movement(counterparty_account="6217001234567890121", counterparty_name="周敏")


@pytest.fixture(autouse=True)
def _city() -> None:
    a_city()


def settle(minutes: int = 0) -> None:
    at = AT + timedelta(minutes=minutes)
    while dispatch(reactions(), at=at):
        pass
    assert not Event.objects.exclude(failure="").exists()


def order_no(kind: str, account: str = CARD) -> str:
    return Order.objects.filter(kind=kind, account_no=account).latest("pk").order_no


def a_trail(*movements: Movement, result: str = "0000") -> str:
    """A case whose first account answered its detail query with these rows."""
    incident_no = an_incident()
    settle()
    answered(fetched(approved(order_no("query_detail"))), result, movements=movements)
    settle()
    return incident_no


def with_(movement: Movement, **facts: object) -> Movement:
    told = {name: getattr(movement, name) for name in Movement.__dataclass_fields__}
    return Movement(**(told | facts))


def test_a_branch_number_and_a_long_remark_do_not_stop_the_next_layer() -> None:
    incident_no = a_trail(
        CAME, with_(WENT, counterparty_institution="1020000123456789", remark="货款" * 300)
    )
    assert ("stop", SECOND, "drafted") in kinds_of(incident_no)
    assert Order.objects.get(account_no=SECOND, kind="stop").institution_code == ICBC


def test_a_row_of_nothing_and_a_row_in_red_do_not_stop_the_trail() -> None:
    red = with_(WENT, serial="S3", amount_fen=-1_600_000, balance_fen=2_800_000)
    a_trail(CAME, with_(WENT, serial="S0", amount_fen=0), WENT, red)
    assert dict(Holding.objects.values_list("account_no", "still_there_fen"))[CARD] == 2_800_000


def test_two_rows_of_one_number_do_not_stop_the_trail() -> None:
    fee = with_(WENT, amount_fen=100, counterparty_account="", balance_fen=1_199_900)
    bare = with_(WENT, amount_fen=200, counterparty_account="", balance_fen=1_199_700)
    a_trail(CAME, WENT, fee, bare)
    assert Transfer.objects.count() == 4


def test_a_debit_without_counterparty_is_to_be_asked_after_not_cash() -> None:
    a_trail(CAME, with_(WENT, counterparty_account="", counterparty_institution=""))
    assert Holding.objects.get(account_no__startswith="去向不明").whereabouts == "frontier"


def test_the_statement_of_the_other_side_doubles_nothing_however_often_it_is_read() -> None:
    incident_no = a_trail(CAME, WENT)
    other_side = a_movement(
        account_no=SECOND,
        serial="ICBC-77",
        amount_fen=1_600_000,
        balance_fen=1_600_000,
        moved_at=T0 + timedelta(minutes=3, seconds=1),
        counterparty_account=CARD,
        counterparty_name="张伟",
    )
    answered(fetched(approved(order_no("query_detail", SECOND))), movements=(other_side,))
    for minute in range(3):
        retrace(incident_no, by=ANYBODY, at=AT + timedelta(minutes=minute))
        assert Transfer.objects.count() == 2
    assert Holding.objects.get(account_no=SECOND).inflow_fen == 1_600_000


def test_a_claim_amended_downward_moves_the_trail_and_the_ledger() -> None:
    incident_no = an_incident()
    settle()
    answered(fetched(approved(order_no("stop"))), balance_fen=9_000_000)
    settle()
    told = {name: getattr(SAID, name) for name in SAID.__dataclass_fields__}
    less = NewTransfer(**(told | {"amount_fen": 280_000}))
    change = Amendment(claimed_fen=280_000, corrected=(Correction(sequence=1, transfer=less),))
    amend(incident_no, change, revision=1, by=officer("limin"), at=AT)
    settle()
    sums: dict[str, int] = {}
    for entry in LedgerEntry.objects.all():
        sums[entry.amount] = sums.get(entry.amount, 0) + entry.amount_fen
    assert sums == {"claimed": 280_000, "ordered": 2_800_000, "held": 280_000}


def test_news_of_an_older_instant_set_no_picture_back() -> None:
    """Two rounds of news at once: the one that began before the payment ends after the other."""
    incident_no = a_trail(CAME, WENT)
    assert not retrace(incident_no, by=ANYBODY, at=T0 + timedelta(minutes=1))
    assert Holding.objects.filter(account_no=SECOND).exists()


def test_a_shortfall_of_the_victims_own_account_is_no_fault() -> None:
    a_trail(CAME, WENT)
    assert Trace.objects.get().faults == []


def test_a_shortfall_of_an_account_without_a_statement_is_no_fault() -> None:
    """李强's bank has not answered: that he paid back more than he got says nothing."""
    back = with_(
        WENT,
        serial="S3",
        incoming=True,
        amount_fen=2_000_000,
        balance_fen=3_200_000,
        moved_at=T0 + timedelta(minutes=5),
    )
    a_trail(CAME, WENT, back)
    assert Holding.objects.filter(account_no=SECOND).exists()
    assert Trace.objects.get().faults == []


def test_money_under_a_hold_lies_there_and_is_not_to_be_asked_after() -> None:
    incident_no = a_trail(CAME, WENT)
    retrace(incident_no, by=ANYBODY, at=AT + timedelta(hours=1))
    assert Holding.objects.get(account_no=CARD).whereabouts == "frontier"
    answered(fetched(approved(order_no("stop"))), "1200", balance_fen=1_200_000)
    retrace(incident_no, by=ANYBODY, at=AT + timedelta(hours=2))
    assert Holding.objects.get(account_no=CARD).whereabouts == "resting"


def test_time_alone_changes_no_trail() -> None:
    """Where nobody holds the money, a statement says where it was and not where it is."""
    incident_no = a_trail(CAME, WENT)
    assert Holding.objects.get(account_no=CARD).whereabouts == "frontier"
    assert not retrace(incident_no, by=ANYBODY, at=AT + timedelta(seconds=1))
    assert not retrace(incident_no, by=ANYBODY, at=AT + timedelta(hours=1))


def test_a_bank_that_refuses_its_statement_has_covered_nothing() -> None:
    a_trail(result="0600")
    assert Holding.objects.get(account_no=CARD).whereabouts == "frontier"


def test_a_name_that_the_next_bank_tells_becomes_a_stop() -> None:
    incident_no = a_trail(CAME, with_(WENT, counterparty_name=""))
    assert ("query_holder", SECOND, "drafted") in kinds_of(incident_no)
    answered(fetched(approved(order_no("query_holder", SECOND))), holder=Holder(name="李强"))
    settle()
    stop = Order.objects.get(account_no=SECOND, kind="stop")
    assert (stop.account_name, stop.state, stop.level) == ("李强", "drafted", 2)
    settle(minutes=5)
    assert Order.objects.filter(account_no=SECOND, kind="stop").count() == 1


def test_an_account_whose_stop_was_refused_is_not_stopped_again_by_itself() -> None:
    incident_no = a_trail(CAME, WENT)
    answered(fetched(approved(order_no("stop", SECOND))), "0301")
    retrace(incident_no, by=ANYBODY, at=AT + timedelta(hours=1))
    settle(minutes=60)
    assert Order.objects.filter(account_no=SECOND, kind="stop").count() == 1


def test_a_company_at_the_next_layer_is_stopped_as_one() -> None:
    company = "3700161380805001234"
    a_trail(
        CAME, with_(WENT, counterparty_account=company, counterparty_name="济宁某某商贸有限公司")
    )
    assert Order.objects.get(account_no=company, kind="stop").account_kind == "corporate"


def test_released_money_leaves_the_ledger_and_comes_back_when_held_again() -> None:
    incident_no = an_incident()
    settle()
    stop = answered(fetched(approved(order_no("stop"))), "1200", balance_fen=1_000_000)
    settle()
    release = drafted(incident_no, kind=OrderKind.STOP_RELEASE, original_no=stop)
    answered(fetched(approved(release)))
    settle()
    again = drafted(incident_no)
    answered(fetched(approved(again)), balance_fen=2_800_000)
    settle()
    held = [e.amount_fen for e in LedgerEntry.objects.filter(amount="held").order_by("pk")]
    assert held == [1_000_000, -1_000_000, 2_800_000]


def test_what_may_not_leave_is_written_down_once() -> None:
    incident_no = a_trail(CAME, with_(WENT, counterparty_account="6222020200112233440"))
    retrace(incident_no, by=ANYBODY, at=AT + timedelta(hours=1))
    for reaction in reactions()["money_trails.traced"]:
        reaction(incident_no, AT)
    assert Event.objects.filter(name="stop_payment.not_drafted").count() == 2  # stop, query


def test_a_loss_whose_account_nobody_knows_yet_is_in_the_ledger_all_the_same() -> None:
    incident_no = an_incident(NewTransfer(amount_fen=10_000))
    settle()
    assert Transfer.objects.count() == 0
    entries = LedgerEntry.objects.filter(incident__incident_no=incident_no)
    assert [(entry.amount, entry.amount_fen) for entry in entries] == [("claimed", 10_000)]
