"""A movement that came on paper counts in the trail, once, until somebody takes it back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.builders.city import AT, ICBC, a_city, officer
from tests.builders.orders import (
    ANYBODY,
    CARD,
    T0,
    a_movement,
    an_incident,
    answered,
    approved,
    fetched,
    kinds_of,
)
from zhisun.domains.audit.models import Entry
from zhisun.domains.cases.policy.report import Amendment
from zhisun.domains.cases.services.amend import amend
from zhisun.domains.money_trails.models import AddedTransfer, Holding, Transfer
from zhisun.domains.money_trails.selectors import added_transfers, trail
from zhisun.domains.money_trails.services.add import NewTransfer, add_transfer, withdraw_transfer
from zhisun.domains.money_trails.terms import TransferSource
from zhisun.domains.outbox.models import Event
from zhisun.domains.outbox.services import dispatch
from zhisun.domains.stop_payment.models import Order
from zhisun.kernel.errors import InputError, NotFound, NotPermitted
from zhisun.site.wiring import reactions

pytestmark = pytest.mark.django_db

SECOND = "6222020200112233446"
ON_PAPER = NewTransfer(
    payer_account=CARD,
    payer_name="张伟",
    payee_account=SECOND,
    payee_name="李强",
    payee_institution_code=ICBC,
    amount_fen=1_600_000,
    moved_at=T0 + timedelta(minutes=3),
    paper="农行九龙支行 9 月 11 日纸质流水",
)


@pytest.fixture(autouse=True)
def _city() -> None:
    a_city()


def settle() -> None:
    while dispatch(reactions(), at=AT):
        pass
    assert not Event.objects.exclude(failure="").exists()


def added(incident_no: str, **changes: object) -> int:
    new = replace(ON_PAPER, **changes)  # type: ignore[arg-type]  # a test names what it changes
    return add_transfer(incident_no, new, by=officer("wangqiang"), at=AT)


def a_case() -> str:
    incident_no = an_incident()
    settle()
    return incident_no


def test_a_movement_from_a_paper_leads_to_the_next_layer() -> None:
    incident_no = a_case()
    added(incident_no)
    settle()
    assert ("stop", SECOND, "drafted") in kinds_of(incident_no)
    row = Transfer.objects.get(payee_account=SECOND)
    assert row.source == TransferSource.BY_HAND
    act = Entry.objects.get(verb="money_trails.transfer_added")
    assert (act.actor, act.reason) == ("wangqiang", ON_PAPER.paper)


def test_the_banks_own_row_takes_the_place_of_the_one_from_paper() -> None:
    incident_no = a_case()
    added(incident_no)
    settle()
    query = Order.objects.get(kind="query_detail", account_no=CARD).order_no
    came = a_movement(counterparty_account="6217001234567890121", counterparty_name="周敏")
    went = a_movement(
        serial="S2",
        moved_at=ON_PAPER.moved_at + timedelta(seconds=41),
        incoming=False,
        amount_fen=1_600_000,
        balance_fen=1_200_000,
        counterparty_account=SECOND,
        counterparty_name="李强",
        counterparty_institution=ICBC,
    )
    answered(fetched(approved(query)), movements=(came, went))
    settle()
    (row,) = Transfer.objects.filter(payee_account=SECOND)
    assert (row.source, row.serial) == (TransferSource.ANSWER, "S2")
    assert Holding.objects.get(account_no=SECOND).inflow_fen == 1_600_000


def test_a_movement_taken_back_is_out_of_the_trail_and_stays_on_record() -> None:
    incident_no = a_case()
    key = added(incident_no)
    settle()
    with pytest.raises(InputError, match="reason_missing"):
        withdraw_transfer(key, reason=" ", by=officer("wangqiang"), at=AT)
    withdraw_transfer(key, reason="看错行", by=officer("wangqiang"), at=AT)
    withdraw_transfer(key, reason="看错行", by=officer("wangqiang"), at=AT)
    settle()
    assert not Transfer.objects.filter(payee_account=SECOND).exists()
    (row,) = added_transfers(incident_no, by=officer("limin"))
    assert (row.withdrawn_by, row.withdrawn_why) == ("wangqiang", "看错行")
    assert Entry.objects.filter(verb="money_trails.transfer_withdrawn").count() == 1
    added(incident_no)  # and it may be added again


def test_a_new_trace_does_not_lose_what_was_added() -> None:
    incident_no = a_case()
    added(incident_no)
    amend(incident_no, Amendment(place="任城区"), revision=1, by=officer("limin"), at=AT)
    settle()
    assert [p.account_no for p in trail(incident_no, by=ANYBODY).places] == [CARD, SECOND]


def test_cash_has_its_own_place_and_no_payee() -> None:
    incident_no = a_case()
    with pytest.raises(InputError, match="cash_has_no_payee"):
        added(incident_no, cash=True)
    added(incident_no, cash=True, payee_account="", payee_name="", payee_institution_code="")
    settle()
    assert Holding.objects.get(account_no=f"取现：{CARD}").whereabouts == "cashed_out"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("payer_account", " ", "transfer_account_missing"),
        ("payee_account", "", "transfer_account_missing"),
        ("payee_account", CARD, "transfer_to_itself"),
        ("payee_account", "李强的卡", "account_misspelt"),
        ("amount_fen", 0, "amount_not_positive"),
        ("moved_at", AT + timedelta(seconds=1), "transfer_in_future"),
        ("paper", " ", "source_paper_missing"),
        ("remark", "长" * 201, "text_too_long"),
        ("payee_name", "李\x00强", "text_unreadable"),
        ("payee_institution_code", "999999999999", "institution_not_connected"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(field: str, value: object, code: str) -> None:
    incident_no = a_case()
    with pytest.raises(InputError, match=code) as refused:
        added(incident_no, **{field: value})
    assert refused.value.facts["field"] == field
    assert not AddedTransfer.objects.exists()


def test_the_same_movement_is_added_once() -> None:
    incident_no = a_case()
    added(incident_no)
    with pytest.raises(InputError, match="transfer_added_before"):
        added(incident_no, payee_account="6222 0202 0011 2233 446")
    added(incident_no, serial="another")
    with pytest.raises(IntegrityError), transaction.atomic():
        AddedTransfer.objects.filter(serial="another").update(serial="")


def test_only_who_may_adds_and_only_in_his_area() -> None:
    incident_no = a_case()
    with pytest.raises(NotPermitted):
        add_transfer(incident_no, ON_PAPER, by=officer("limin"), at=AT)
    with pytest.raises(NotFound):
        add_transfer(incident_no, ON_PAPER, by=officer("outsider"), at=AT)
    key = added(incident_no)
    with pytest.raises(NotPermitted):
        withdraw_transfer(key, reason="x", by=officer("limin"), at=AT)
    with pytest.raises(NotFound):
        withdraw_transfer(key, reason="x", by=officer("outsider"), at=AT)
