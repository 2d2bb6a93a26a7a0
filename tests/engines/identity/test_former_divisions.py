import pytest

from zhisun.engines.identity.division_table import DIVISIONS
from zhisun.engines.identity.divisions import (
    by_code,
    counties_within,
    division_known,
    former_division,
)
from zhisun.engines.identity.former_division_table import FORMER


@pytest.mark.parametrize(
    ("code", "name", "last_year"),
    [("370123", "长清县", 2000), ("330184", "余杭市", 2000), ("110103", "崇文区", 2009)],
)
def test_a_county_that_is_gone_has_its_name_and_years(code: str, name: str, last_year: int) -> None:
    gone = former_division(code)
    assert gone is not None
    assert (gone.name, gone.last_year) == (name, last_year)
    assert gone.first_year <= gone.last_year
    assert division_known(code)


def test_every_former_code_is_a_county_of_its_time_and_no_present_one() -> None:
    assert len(FORMER.split()) > 3000
    assert DIVISIONS
    for word in FORMER.split():
        gone = former_division(word[:6])
        assert gone is not None
        assert gone.code not in by_code()
        assert gone.name
        assert not any(char.isascii() for char in gone.name)
        assert 1980 <= gone.first_year <= gone.last_year <= 2019
        assert division_known(gone.code)


def test_a_present_code_is_no_former_one() -> None:
    assert former_division("370113") is None
    assert former_division("000000") is None


def test_a_county_is_short_only_within_its_own_province_or_city() -> None:
    assert ("江西", "弋阳") in counties_within()
    assert ("上饶市", "弋阳") in counties_within()
    assert ("山东", "弋阳") not in counties_within()
