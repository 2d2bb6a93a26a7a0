import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhisun.engines.identity.bank_codes import bank_code_of, check_digit
from zhisun.engines.identity.banks import CNAPS

ELEVEN = st.text("0123456789", min_size=11, max_size=11)


def slow_remainder(digits: str) -> int:
    """ISO 7064, hybrid systems: P starts at 10; (P + digit) mod 10, 10 for 0, doubled, mod 11."""
    state = 10
    for digit in digits[:-1]:
        added = (state + int(digit)) % 10
        state = (10 if added == 0 else added) * 2 % 11
    return (state + int(digits[-1])) % 10


@given(ELEVEN)
def test_the_check_digit_leaves_the_standards_remainder(body: str) -> None:
    assert slow_remainder(body + check_digit(body)) == 1


@given(ELEVEN, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(body: str, place: int, shift: int) -> None:
    code = body + check_digit(body)
    wrong = code[:place] + str((int(code[place]) + shift) % 10) + code[place + 1 :]
    known = bank_code_of(wrong)
    assert known is not None
    assert not known.check_valid


@pytest.mark.parametrize("code", CNAPS)
def test_the_codes_orders_go_to_hold(code: str) -> None:
    known = bank_code_of(code)
    assert known is not None
    assert known.check_valid
    assert known.institution + known.city + known.branch == code[:11]


@pytest.mark.parametrize(
    "text", ["", "10210009999", "1021000999960", "10210009999X", "１０２１０００９９９９６"]
)
def test_another_shape_is_no_bank_code(text: str) -> None:
    assert bank_code_of(text) is None
