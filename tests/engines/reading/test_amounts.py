from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhisun.engines.reading.numerals import number, plain, small_number
from zhisun.engines.reading.reader import read

FIGURES = "零一二三四五六七八九"
BANKING = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")


def amounts_in(text: str) -> list[str | None]:
    return [e.norm for e in read(text, ref_time=None) if e.type == "amount"]


def below_wan(value: int) -> str:
    """The slow grammar: thousands, hundreds, tens, ones, one 零 for each gap."""
    said, gap = "", False
    for unit, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        figure = value // unit % 10
        if figure:
            said += ("零" if gap and said else "") + FIGURES[figure] + word
            gap = False
        else:
            gap = True
    return said


def spoken(value: int) -> str:
    """How a number up to a hundred million is said in full."""
    wan, rest = divmod(value, 10_000)
    if not wan:
        return below_wan(rest) or "零"
    between = "零" if rest and rest < 1000 else ""
    return below_wan(wan) + "万" + between + below_wan(rest)


@given(st.integers(1, 99_999_999))
def test_a_number_said_in_full_comes_back(value: int) -> None:
    for said in (spoken(value), spoken(value).translate(BANKING)):
        read_back = number(said)
        assert read_back is not None
        assert read_back.value == value


SLOW_UNITS = {"亿": 10**8, "万": 10**4, "w": 10**4, "千": 1000, "百": 100, "十": 10}


def slow_value(said: str, below: int = 10) -> int:
    """A slow reading grammar: the largest unit splits the words, each part is read alone.

    below: what a lone last figure counts, a tenth of the unit before it (3万5), 1 after 零.
    """
    for word, worth in SLOW_UNITS.items():
        if word in said:
            before, _, after = said.partition(word)
            lone = 1 if after.startswith("零") or worth == 10 else worth // 10
            return (slow_value(before, 1) if before else 1) * worth + slow_value(after, lone)
    said = said.removeprefix("零")
    if not said:
        return 0
    digits = int("".join(str(FIGURES.find(char) if char in FIGURES else char) for char in said))
    return digits * below if len(said) == 1 else digits


@st.composite
def a_sum_in_words(draw: st.DrawFn) -> str:
    """3万5, 三万五千六, 12w8, 两千零五, 一百三: from 万 down, each unit said or not."""
    arabic = draw(st.booleans())

    def figure() -> str:
        value = draw(st.integers(1, 9))
        return str(value) if arabic else FIGURES[value]

    units = ["万", "千", "百"]
    first = draw(st.integers(0, 2))
    last = draw(st.integers(first, 2))
    said = "".join(figure() + unit for unit in units[first : last + 1])
    if arabic and said[-1] == "万":
        said = said[:-1] + draw(st.sampled_from("万w"))
    return said + draw(st.sampled_from(["", figure(), "零" + figure()]))


@given(a_sum_in_words(), st.sampled_from(["", "元", "块钱"]))
def test_a_sum_comes_back_as_the_slow_grammar_reads_it(said: str, currency: str) -> None:
    assert amounts_in(f"我给他转了{said}{currency}，") == [str(slow_value(said))]


@given(st.integers(1, 99), st.integers(1, 9), st.sampled_from(["万", "w"]))
def test_the_figure_after_wan_counts_thousands(wan: int, thousands: int, unit: str) -> None:
    value = Decimal(wan * 10_000 + thousands * 1000)
    assert number(f"{wan}{unit}{thousands}") == number(f"{wan}{unit}{thousands}千")
    read_back = number(f"{below_wan(wan)}万{FIGURES[thousands]}")
    assert read_back is not None
    assert read_back.value == value


@given(st.decimals(min_value=Decimal("0.01"), max_value=Decimal(99_999_999), places=2))
def test_grouped_figures_with_fen_come_back_in_a_sentence(value: Decimal) -> None:
    assert amounts_in(f"我转了{value:,.2f}元给他") == [plain(value)]


@pytest.mark.parametrize(
    ("said", "yuan"),
    [
        ("3万5", "35000"),
        ("3万5千", "35000"),
        ("1万2千3百", "12300"),
        ("3万5千8百元", "35800"),
        ("两万三", "23000"),
        ("两万零三元", "20003"),
        ("贰佰元", "200"),
        ("伍万元整", "50000"),
        ("5w", "50000"),
        ("1w2", "12000"),
        ("12.8万", "128000"),
        ("1,234.50元", "1234.5"),
        ("１，２３４元", "1234"),
        ("九块九", "9.9"),
        ("三块五", "3.5"),
        ("3块半", "3.5"),
        ("5毛钱", "0.5"),
        ("12元3角4分", "12.34"),
        ("一百五十块钱", "150"),
        ("百八十块", "180"),
        ("1万零50元", "10050"),
        ("五零零零元", "5000"),
        ("一亿零三万元", "100030000"),
    ],
)
def test_what_victims_say_is_read_to_the_fen(said: str, yuan: str) -> None:
    assert amounts_in(f"他让我转账{said}，") == [yuan]


@pytest.mark.parametrize("said", ["9万余元", "1万多", "5元多", "十几万元", "两三万块", "30元左右"])
def test_an_open_amount_says_so(said: str) -> None:
    (element,) = (e for e in read(f"损失{said}。", ref_time=None) if e.type == "amount")
    assert element.extra["approx"] is True
    assert element.text == said


@pytest.mark.parametrize(
    "text",
    [
        "满一万积分可兑换",
        "5万粉丝的主播",
        "日结150-300，",
        "万一被骗",
        "千万不要",
        "百万保障到期",
        "贷10-200万",
        "心中一块大石落下，我和你一块在这等",
        "类似案件共20余起",
        "您尾号5512的卡年费将扣收",
        "您有一份（2025）民初3317号传票未领取",
        "短信来自1065 7702 3318。",
        "发送“666”到1069",
    ],
)
def test_numbers_that_are_no_money_stay_out(text: str) -> None:
    assert amounts_in(text) == []


def test_foreign_money_carries_its_currency() -> None:
    (element,) = (e for e in read("买了USDT 500个", ref_time=None) if e.type == "amount")
    assert (element.norm, element.extra["currency"]) == ("USDT500", "USDT")
    assert amounts_in("账户有4万美元（约30万元人民币）") == ["USD40000", "300000"]


@pytest.mark.parametrize(
    "words",
    ["", "万一", "几万", "百百", "三千三千", "一二百三四百", "abc", "多", "3四", "3百5千", "千三"],
)
def test_words_that_are_no_number_have_no_value(words: str) -> None:
    assert number(words) is None


def test_small_numbers_of_dates_and_clocks() -> None:
    said = ("3", "03", "三", "十二", "二十五", "零三")
    assert [small_number(s) for s in said] == [3, 3, 3, 12, 25, 3]


def test_a_long_run_of_digits_is_no_bare_amount() -> None:
    assert amounts_in("转了123456789给他") == []
    assert amounts_in("转了12345678给他") == ["12345678"]
