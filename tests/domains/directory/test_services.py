"""Keeping the directory."""

import pytest
from django.db import IntegrityError

from tests.builders.city import ABC, AT, ICBC, PAY, a_city, officer
from zhisun.domains.directory.selectors import institution, institution_of_bank, secret_of
from zhisun.domains.directory.services import (
    register_institution,
    register_officer,
    register_unit,
)
from zhisun.domains.directory.terms import Lane, UnitKind
from zhisun.kernel.actors import Actor, job
from zhisun.kernel.errors import InputError, NotFound, NotPermitted

pytestmark = pytest.mark.django_db


def test_the_bank_of_a_card_is_found_by_its_issuer() -> None:
    a_city()
    found = institution_of_bank("ABC")
    assert found is not None
    assert found.code == ABC
    assert institution_of_bank("HSBC") is None
    assert institution(PAY).lane is Lane.PAYMENT


def test_an_unknown_institution_has_no_secret() -> None:
    with pytest.raises(NotFound):
        secret_of("999999999999")


def test_a_call_taker_cannot_register_a_bank() -> None:
    a_city()
    with pytest.raises(NotPermitted):
        register_institution(ICBC, "x", short_name="x", lane=Lane.PAPER, by=officer("limin"), at=AT)


def test_a_lane_needs_its_secret_and_a_code_that_fits_the_wire() -> None:
    by = job("test")
    with pytest.raises(InputError):
        register_institution(ICBC, "x", short_name="x", lane=Lane.BANK, by=by, at=AT)
    with pytest.raises(IntegrityError):
        register_institution("short", "x", short_name="x", lane=Lane.PAPER, by=by, at=AT)


@pytest.mark.parametrize("secret", ["钥匙", "abc", "0x12"])
def test_a_key_is_bytes_written_as_hex(secret: str) -> None:
    with pytest.raises(InputError, match="secret_not_hex"):
        register_institution(
            ICBC, "x", short_name="x", lane=Lane.BANK, secret=secret, by=job("test"), at=AT
        )


KEEPER = Actor("keeper", area="3708", duties=frozenset({"directory.manage"}))


def hire(username: str, unit_code: str = "370800000000", by: Actor = KEEPER) -> None:
    register_officer(username, "某人", unit_code=unit_code, password="x", by=by, at=AT)  # noqa: S106 a test


@pytest.mark.parametrize("username", ["job:seal", "institution:1", "", "a b"])
def test_nobody_signs_in_under_the_name_of_a_job(username: str) -> None:
    a_city()
    with pytest.raises(InputError):
        hire(username)


def test_a_person_is_no_job_whatever_he_is_called() -> None:
    assert job("seal").is_job
    assert not Actor("job:seal", area="3708", duties=frozenset()).is_job


def test_a_keeper_gives_no_password_to_an_officer_of_another_city() -> None:
    a_city()
    hire("zhangsan")
    with pytest.raises(NotFound):
        hire("outsider")
    with pytest.raises(NotFound):
        hire("zhangsan", unit_code="370700000000")


def test_no_unit_covers_the_whole_country_and_none_moves_to_another_city() -> None:
    a_city()
    facts = {"kind": UnitKind.CENTRE, "area_name": "x", "at": AT}
    with pytest.raises(InputError):
        register_unit("000000000001", "x", area="000000", by=job("test"), **facts)  # type: ignore[arg-type]  # shared facts
    with pytest.raises(NotFound):
        register_unit("370700000000", "x", area="370800", by=KEEPER, **facts)  # type: ignore[arg-type]  # shared facts
