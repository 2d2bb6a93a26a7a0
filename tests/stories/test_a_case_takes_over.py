"""An account that is held for its owner's protection becomes the account of a case.

Somebody reports that his money went to the card of the woman an officer is driving to. The bank is
the simulated one, at the platform's own front over a real socket.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.builders.city import CCB, a_city, officer
from tests.builders.orders import SAID, an_incident, approved, drafted, the
from tests.builders.own_accounts import CARD, asked, in_danger, release_of, the_hold
from tests.builders.own_accounts import approved as approved_hold
from tests.stories.bank import Counter, a_bank
from zhisun.domains.cases.services.filing import file_case
from zhisun.domains.dissuasion.models import WarningMessage
from zhisun.domains.dissuasion.reactions import tell_of_release
from zhisun.domains.stop_payment.jobs import run_clocks
from zhisun.domains.stop_payment.terms import OrderKind, OrderState, OwnGround

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db(transaction=True)

CLAIMED, THERE = 2_800_000, 40_000_000


@pytest.fixture
def bank(tmp_path: Path, live_server: "LiveServer") -> Iterator[Counter]:
    a_city()
    with a_bank(tmp_path, live_server.url) as counter:
        counter.opens(CARD, "周敏", THERE)
        yield counter


def held_by_the_case(bank: Counter) -> list[tuple[str, int]]:
    """Kind and limit of what stands at the bank."""
    rows = bank.letters.teller.holds.standing(CARD, datetime.now(UTC))
    return [(row["kind"], row["limit_fen"]) for row in rows]


@pytest.mark.parametrize("kind", [OrderKind.STOP, OrderKind.FREEZE])
def test_the_case_holds_its_money_and_the_end_of_the_protection_frees_none_of_it(
    bank: Counter, kind: OrderKind
) -> None:
    at = datetime.now(UTC)
    hold = approved_hold(asked(in_danger(at=at), at=at), at=at)
    bank.turn()
    assert the_hold(hold).state is OrderState.ACTIVE
    paid = replace(
        SAID,
        moved_at=at - timedelta(minutes=7),
        to_institution_code=CCB,
        to_account=CARD,
        to_name="周敏",
    )
    incident = an_incident(paid, at=at)
    file_case(incident, filed_no="济公(反诈)立字〔2026〕9号", by=officer("chenjing"), at=at)
    facts = {"institution_code": CCB, "account_no": CARD, "account_name": "周敏", "kind": kind}
    order = drafted(incident, at=at, transferred_at=paid.moved_at, **facts)
    approved(order, at=at, by="chenjing")
    release = release_of(hold)
    assert the_hold(release).ground == OwnGround.CASE
    bank.turn()
    assert (the_hold(hold).state, the(order).state) == (OrderState.RELEASED, OrderState.ACTIVE)
    assert the(order).result == "0000"
    assert held_by_the_case(bank) == [(kind.value, CLAIMED)]
    run_clocks(at=at + timedelta(minutes=31))  # the protection would have ended by itself
    bank.turn()
    assert held_by_the_case(bank) == [(kind.value, CLAIMED)]
    assert the(order).document_no != the_hold(hold).document_no
    tell_of_release(hold, at)
    assert not WarningMessage.objects.filter(about=f"{hold}-end").exists()
