from hypothesis import given
from hypothesis import strategies as st

from zhisun.engines.identity.cards import card, issuer_of, luhn_digit, luhn_valid

DIGITS = st.text("0123456789", min_size=1, max_size=24)


def slow_luhn(number: str) -> bool:
    """ISO/IEC 7812-1, by the book: double every second digit from the right, add the figures."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        doubled = int(digit) * (2 if place % 2 else 1)
        total += doubled // 10 + doubled % 10
    return total % 10 == 0


@given(DIGITS)
def test_the_check_digit_is_the_one_the_standard_asks_for(body: str) -> None:
    assert luhn_valid(body) == slow_luhn(body)
    assert luhn_valid(body + luhn_digit(body))


@given(DIGITS, st.integers(0, 23), st.integers(1, 9))
def test_one_mistyped_digit_never_passes(body: str, place: int, by: int) -> None:
    number = body + luhn_digit(body)
    place %= len(number)
    wrong = str((int(number[place]) + by) % 10)
    assert not luhn_valid(number[:place] + wrong + number[place + 1 :])


def test_full_width_digits_and_nothing_are_no_card_numbers() -> None:
    assert not luhn_valid("６２２２")
    assert not luhn_valid("")


def test_a_card_tells_its_bank_by_its_longest_bin() -> None:
    issuer = issuer_of("6222020070000000110")
    assert issuer is not None
    assert (issuer.bank_code, issuer.bank, issuer.kind) == ("ICBC", "中国工商银行", "DC")
    assert issuer.length_fits


def test_a_bin_with_another_length_is_known_but_said_not_to_fit() -> None:
    issuer = issuer_of("622202007000000011")
    assert issuer is not None
    assert not issuer.length_fits


def test_a_bin_issued_in_two_lengths_fits_both_and_no_other() -> None:
    fitting = []
    for length in range(13, 20):
        issuer = issuer_of("690755" + "0" * (length - 6))
        assert issuer is not None
        if issuer.length_fits:
            fitting.append(length)
    assert fitting == [15, 18]


def test_a_passbook_prefix_needs_luhn_and_length() -> None:
    body = "103" + "0" * 15
    good = body + luhn_digit(body)
    issuer = issuer_of(good)
    assert issuer is not None
    assert issuer.bank_code == "ABC"
    wrong = good[:-1] + str((int(good[-1]) + 1) % 10)
    assert issuer_of(wrong) is None
    assert issuer_of(good[:-1]) is None


def test_a_wrong_check_digit_is_shown_not_dropped() -> None:
    wrong = card("6222020070000000111")
    assert not wrong.luhn_valid
    assert wrong.issuer is not None
