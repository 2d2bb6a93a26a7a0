"""Keeping the directory."""

import pytest
from django.db import IntegrityError

from tests.builders.city import ABC, AT, ICBC, PAY, a_city, officer
from zhisun.domains.directory.selectors import institution, institution_of_bank, secret_of
from zhisun.domains.directory.services import register_institution
from zhisun.domains.directory.terms import Lane
from zhisun.kernel.actors import job
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
