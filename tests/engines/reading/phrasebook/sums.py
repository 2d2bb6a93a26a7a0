"""Sums of money as people say and write them, each with its yuan."""

from decimal import Decimal
from random import Random

from tests.engines.reading.phrasebook.disguises import FULL_WIDTH

FIGURES = "零一二三四五六七八九"
FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
Said = tuple[str, str, bool]


def in_words(value: int) -> str:
    """Below ten thousand, in full."""
    said, gap = "", False
    for unit, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        figure = value // unit % 10
        if figure:
            said += ("零" if gap and said else "") + FIGURES[figure] + word
        gap = not figure
    return said.removeprefix("一") if said.startswith("一十") else said


def _round(rnd: Random) -> Said:
    wan = rnd.randrange(1, 90)
    more = rnd.randrange(1, 10)
    two = "两" if wan == 2 else in_words(wan)
    choices: list[Said] = [
        (f"{wan}万元", f"{wan}0000", False),
        (f"{wan} 万元", f"{wan}0000", False),
        (f"{wan}万", f"{wan}0000", False),
        (f"{wan}w", f"{wan}0000", False),
        (f"{wan}万{more}", f"{wan}{more}000", False),
        (f"{wan}万{more}千元", f"{wan}{more}000", False),
        (f"{wan}万{more}千块", f"{wan}{more}000", False),
        (f"{wan}.{more}万元", f"{wan}{more}000", False),
        (f"{wan}.{more}w", f"{wan}{more}000", False),
        (f"{two}万{FIGURES[more]}", f"{wan}{more}000", False),
        (f"{two}万{FIGURES[more]}千元", f"{wan}{more}000", False),
        (f"{two}万元", f"{wan}0000", False),
        (f"{two}万块钱", f"{wan}0000", False),
        (f"{in_words(wan).translate(FORMAL)}万元整", f"{wan}0000", False),
        (f"{wan}万余元", f"{wan}0000", True),
        (f"{wan}万多元", f"{wan}0000", True),
        (f"{wan}万多", f"{wan}0000", True),
        (f"{wan}余万元", f"{wan}0000", True),
        (f"{two}万多块", f"{wan}0000", True),
        (f"{wan}万元左右", f"{wan}0000", True),
    ]
    return rnd.choice(choices)


def _exact(rnd: Random) -> Said:
    value = rnd.choice([rnd.randrange(10, 1000), rnd.randrange(1000, 100_000)])
    cents = rnd.randrange(1, 100)
    exact = f"{Decimal(value) + Decimal(cents) / 100:f}".rstrip("0").rstrip(".")
    small = value % 9999 + 1
    hundreds = rnd.randrange(1, 10) * 100
    choices: list[Said] = [
        (f"{value}元", f"{value}", False),
        (f"{value}块", f"{value}", False),
        (f"{value}块钱", f"{value}", False),
        (f"{value:,}元", f"{value}", False),
        (f"{value:,}.00元", f"{value}", False),
        (f"{value}.{cents:02d}元", exact, False),
        (f"¥{value}.{cents:02d}", exact, False),
        (f"{str(value).translate(FULL_WIDTH)}元", f"{value}", False),
        (f"{in_words(small)}元", f"{small}", False),
        (f"{in_words(small).translate(FORMAL)}元整", f"{small}", False),
        (f"{in_words(hundreds)}块钱", f"{hundreds}", False),
        (f"{hundreds}多元", f"{hundreds}", True),
        (f"{value}余元", f"{value}", True),
        (f"{hundreds}元左右", f"{hundreds}", True),
    ]
    return rnd.choice(choices)


def sum_of_money(rnd: Random) -> Said:
    """Words, yuan, and whether the words leave it open."""
    return _round(rnd) if rnd.random() < 0.5 else _exact(rnd)


def bare_sum(rnd: Random) -> Said:
    """A sum without any word for money, for sentences that pay it."""
    value = rnd.choice([rnd.randrange(1, 100) * 100, rnd.randrange(1, 100) * 1000])
    words = f"{in_words(value)}" if value < 10_000 else f"{value}"
    return rnd.choice([(f"{value}", f"{value}", False), (words, f"{value}", False)])


def slang_sum(rnd: Random) -> Said:
    """3个达不溜, 5w2, 十七八万, 2万3千6."""
    wan, more = rnd.randrange(2, 30), rnd.randrange(1, 10)
    return rnd.choice(
        [
            (f"{wan}个达不溜", f"{wan}0000", False),
            (f"{wan}个w", f"{wan}0000", False),
            (f"{wan}w{more}", f"{wan}{more}000", False),
            (f"{wan}W", f"{wan}0000", False),
            (f"{wan}.{more}万", f"{wan}{more}000", False),
            (f"{in_words(wan) if wan > 2 else '两'}万{FIGURES[more]}", f"{wan}{more}000", False),
            (f"{wan}万{more}千{more}", f"{wan}{more}{more}00", False),
            ("十七八万", "170000", True),
            ("万把块", "10000", True),
        ]
    )


def in_cents(rnd: Random) -> Said:
    """12,345.60 as a bank writes it."""
    value = Decimal(rnd.randrange(100, 9_999_999)) / 100
    return f"{value:,.2f}", f"{value:f}".rstrip("0").rstrip("."), False
