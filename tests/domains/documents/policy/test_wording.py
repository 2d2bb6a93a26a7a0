"""Amounts and dates as a bank clerk reads them."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zhisun.domains.documents.policy.wording import (
    amount_in_figures,
    amount_in_words,
    capital_amount,
    chinese_date,
    clock_time,
    table_time,
)
from zhisun.kernel.errors import InputError
from zhisun.kernel.money import LARGEST_FEN

DIGITS = "零壹贰叁肆伍陆柒捌玖"


def capitals_place_by_place(amount_fen: int) -> str:
    """The slow truth: write every digit with its place, then strike out the idle zeros."""
    places = ["", "拾", "佰", "仟"]
    whole = str(amount_fen // 100).zfill(16)
    words = ""
    for i, digit in enumerate(whole):
        from_right = 15 - i
        words += "零" if digit == "0" else DIGITS[int(digit)] + places[from_right % 4]
        if from_right % 4 == 0:
            words += ["", "万", "亿", "万"][from_right // 4]
    words = re.sub("零+", "零", words)
    words = re.sub("零(?=[万亿])", "", words)
    words = re.sub("^[万亿零]+", "", words)
    words = re.sub("(?<=亿)万", "零", words)
    words = re.sub("零+", "零", words).removesuffix("零")
    jiao, fen = divmod(amount_fen % 100, 10)
    if not jiao and not fen:
        return f"{words or '零'}元整"
    words = f"{words}元" if words else ""
    words += f"{DIGITS[jiao]}角" if jiao else "零" if words else ""
    return words + (f"{DIGITS[fen]}分" if fen else "")


@given(st.integers(0, LARGEST_FEN) | st.integers(0, 10**8).map(lambda n: n * 10_000))
@example(LARGEST_FEN)
@example(5_0003_0000_0000_00)
@example(1_0000_0001_00)
@example(1_0010_0000_00)
@example(1_0100_0000_00)
def test_capitals_agree_with_writing_every_place_by_hand(amount_fen: int) -> None:
    assert capital_amount(amount_fen) == capitals_place_by_place(amount_fen)


@given(st.integers(0, LARGEST_FEN), st.integers(0, LARGEST_FEN))
def test_two_amounts_are_never_written_alike(one_fen: int, other_fen: int) -> None:
    assert (one_fen == other_fen) == (capital_amount(one_fen) == capital_amount(other_fen))


@pytest.mark.parametrize(
    ("amount_fen", "words"),
    [
        # 支付结算办法 附一: the examples of the regulation itself
        (140_950, "壹仟肆佰零玖元伍角"),
        (600_714, "陆仟零柒元壹角肆分"),
        (168_032, "壹仟陆佰捌拾元叁角贰分"),
        (10_700_053, "壹拾万柒仟元伍角叁分"),
        (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
        (32_504, "叁佰贰拾伍元零肆分"),
        # ours
        (2_800_000, "贰万捌仟元整"),
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角"),
        (10_050_000, "壹拾万零伍佰元整"),
        (LARGEST_FEN, "壹拾万亿元整"),
    ],
)
def test_an_amount_is_written_as_the_regulation_shows(amount_fen: int, words: str) -> None:
    assert capital_amount(amount_fen) == words


@pytest.mark.parametrize("amount_fen", [-1, LARGEST_FEN + 1])
def test_no_paper_names_less_than_nothing_or_more_than_there_is(amount_fen: int) -> None:
    with pytest.raises(InputError):
        capital_amount(amount_fen)


def test_an_amount_names_its_currency_in_words_and_figures() -> None:
    assert amount_in_words(2_800_000, "CNY") == "人民币贰万捌仟元整"
    assert amount_in_figures(123_456_789, "USD") == "US$1,234,567.89"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 11, 21, 2, tzinfo=UTC), "二〇二六年十一月二十一日"),
        (datetime(2026, 12, 31, 16, tzinfo=UTC), "二〇二七年一月一日"),
        (datetime(2030, 10, 9, 20, tzinfo=UTC), "二〇三〇年十月十日"),
        (datetime(2026, 5, 29, 17, tzinfo=UTC), "二〇二六年五月三十日"),
    ],
)
def test_the_day_on_a_paper_is_the_day_in_china(at: datetime, words: str) -> None:
    assert chinese_date(at) == words


def test_a_transfer_keeps_its_second() -> None:
    at = datetime(2026, 11, 21, 1, 41, 7, tzinfo=UTC)
    assert clock_time(at) == "2026年11月21日9时41分07秒"
    assert clock_time(at.replace(second=0)) == "2026年11月21日9时41分"
    assert table_time(at) == "2026-11-21 09:41:07"
