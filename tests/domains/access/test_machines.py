"""Programs that call the interface, and nonces that count once."""

from datetime import timedelta

import pytest

from tests.builders.city import AT, KEEPER, a_city, officer
from zhisun.domains.access.models import MachineClient, SpentNonce
from zhisun.domains.access.selectors import institution_actor, machine_of
from zhisun.domains.access.services import register_machine, retire_machine, spend_nonce
from zhisun.domains.access.terms import NONCE_KEPT, Duty
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, NotFound, NotPermitted

pytestmark = pytest.mark.django_db
BANK = Actor("institution:103100000026", area="3708", duties=frozenset())
OTHER = Actor("institution:102100099996", area="3708", duties=frozenset())


def registered(area: str = "370800") -> str:
    return register_machine("110", duties=[Duty.PUSH_CALLS], area=area, by=KEEPER, at=AT)


def test_a_program_acts_with_its_duties_over_its_area() -> None:
    actor = machine_of(registered())
    assert (actor.name, actor.area) == ("machine:110", "3708")
    assert actor.duties == {Duty.PUSH_CALLS}
    assert not actor.is_job


def test_only_the_digest_of_a_token_is_kept() -> None:
    token = registered()
    assert token not in str(MachineClient.objects.values().get())


@pytest.mark.parametrize("token", ["", "wrong", "\ud800"])
def test_an_unknown_token_is_nobody(token: str) -> None:
    registered()
    with pytest.raises(NotPermitted, match="token_unknown"):
        machine_of(token)


@pytest.mark.parametrize("area", ["", "000000"])
def test_a_program_needs_an_area(area: str) -> None:
    with pytest.raises(InputError, match="machine_needs_area"):
        registered(area=area)


def test_a_keeper_takes_no_program_away_from_another_city() -> None:
    registered()
    keeper = Actor("keeper", area="3707", duties=frozenset({Duty.MANAGE_DIRECTORY}))
    with pytest.raises(NotFound):
        register_machine("110", duties=[Duty.PUSH_CALLS], area="370700", by=keeper, at=AT)


def test_a_call_taker_registers_no_programs() -> None:
    a_city()
    with pytest.raises(NotPermitted):
        register_machine("x", duties=[], area="370800", by=officer("limin"), at=AT)
    with pytest.raises(NotFound):
        retire_machine("x", by=officer("limin"), at=AT)


def test_an_institution_acts_in_the_centres_area_and_is_no_job() -> None:
    a_city()
    actor = institution_actor("103100000026")
    assert (actor.name, actor.area, actor.is_job) == ("institution:103100000026", "3708", False)


def test_without_a_centre_no_institution_acts() -> None:
    with pytest.raises(NotFound, match="centre_unknown"):
        institution_actor("103100000026")


def test_a_nonce_counts_once_for_each_caller() -> None:
    assert spend_nonce("n", by=BANK, at=AT)
    assert not spend_nonce("n", by=BANK, at=AT + NONCE_KEPT)
    assert spend_nonce("n", by=OTHER, at=AT)


def test_old_nonces_are_swept_out() -> None:
    later = AT + NONCE_KEPT + timedelta(seconds=1)
    for number in range(100):
        spend_nonce(f"old {number}", by=BANK, at=AT)
    for number in range(100):
        spend_nonce(f"new {number}", by=BANK, at=later)
    assert SpentNonce.objects.count() == 100
