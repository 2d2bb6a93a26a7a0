from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from zhisun.engines.identity.resident_ids import check_digit, resident_id


def slow_check(body: str) -> str:
    """GB 11643: the weighted sum with the check digit is 1 modulo 11; weights are 2^(18-i)."""
    total = sum(int(digit) * 2 ** (18 - i) for i, digit in enumerate(body, start=1))
    return next("0123456789X"[c] for c in range(11) if (total + c) % 11 == 1)


@given(st.text("0123456789", min_size=17, max_size=17))
def test_the_check_digit_solves_the_standards_equation(body: str) -> None:
    assert check_digit(body) == slow_check(body)


def test_a_number_tells_birth_and_sex() -> None:
    known = resident_id("37088119970818122x")
    assert known is not None
    assert known.check_valid
    assert known.plausible
    assert known.born_on == date(1997, 8, 18)
    assert not known.male


def test_a_failed_check_digit_is_said_and_the_number_kept() -> None:
    known = resident_id("370881199708181223")
    assert known is not None
    assert not known.check_valid
    assert known.number == "370881199708181223"


def test_people_of_counties_renamed_since_keep_a_plausible_number() -> None:
    body = "37088219900101001"
    known = resident_id(body + check_digit(body))
    assert known is not None
    assert known.plausible


def test_the_fifteen_digit_form_has_no_check_digit() -> None:
    known = resident_id("370881970818121")
    assert known is not None
    assert known.check_valid
    assert known.born_on == date(1997, 8, 18)


def test_no_such_day_and_no_such_place_are_noticed() -> None:
    for number in ("370881199702301222", "370881189912311222", "990881199708181222"):
        known = resident_id(number)
        assert known is not None
        assert not known.plausible


def test_another_shape_is_no_identity_number() -> None:
    assert resident_id("3708811997081812") is None
    assert resident_id("37088119970818X22X") is None
