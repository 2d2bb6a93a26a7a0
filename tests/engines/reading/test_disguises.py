"""Generated numbers and addresses in every disguise come back, and no text costs too much."""

from datetime import datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.reading.phrasebook import rows
from tests.engines.reading.phrasebook.disguises import DISGUISES, DOTS
from tests.engines.reading.phrasebook.sums import sum_of_money
from zhisun.engines.identity.cards import luhn_digit
from zhisun.engines.reading.elements import Element
from zhisun.engines.reading.reader import read

TAKEN_DOWN = datetime(2025, 3, 12, 15, 30)  # noqa: DTZ001 the report form gives Chinese time
EIGHT, TWELVE = (st.text("0123456789", min_size=n, max_size=n) for n in (8, 12))


def of(text: str, kind: str) -> list[Element]:
    return [e for e in read(text, ref_time=TAKEN_DOWN) if e.type == kind]


def assert_comes_back(text: str, kind: str, dressed: str, norm: str) -> None:
    (found,) = of(text, kind)
    assert (found.text, found.norm) == (dressed, norm)
    assert text[found.start : found.end] == dressed


@pytest.mark.parametrize("disguise", DISGUISES)
@settings(max_examples=20)
@given(body=EIGHT)
def test_a_telephone_comes_back(disguise: str, body: str) -> None:
    dressed = DISGUISES[disguise]("186" + body)
    assert_comes_back(f"我的手机号是{dressed}，请回电", "phone", dressed, "186" + body)


@pytest.mark.parametrize("disguise", DISGUISES)
@settings(max_examples=20)
@given(body=TWELVE)
def test_a_card_comes_back(disguise: str, body: str) -> None:
    number = "622848" + body + luhn_digit("622848" + body)
    dressed = DISGUISES[disguise](number)
    assert_comes_back(f"转到农行卡{dressed}，户名不详", "card", dressed, number)


@pytest.mark.parametrize("cue", ["QQ：", "扣扣", "企鹅号", "加扣：", "Q群："])
@pytest.mark.parametrize("disguise", DISGUISES)
@settings(max_examples=5)
@given(body=EIGHT)
def test_a_qq_number_comes_back(cue: str, disguise: str, body: str) -> None:
    dressed = DISGUISES[disguise]("9" + body)
    assert_comes_back(f"让我{cue}{dressed}。", "qq", dressed, "9" + body)


@pytest.mark.parametrize("dot", DOTS)
@given(number=st.integers(10, 999), tld=st.sampled_from(["com", "cn", "top", "vip", "cc"]))
def test_a_web_address_comes_back(dot: str, number: int, tld: str) -> None:
    dressed = f"m{dot}tz{number}{dot}{tld}"
    assert_comes_back(f"登录 {dressed} 领取", "url", dressed, f"m.tz{number}.{tld}")


@given(st.integers(0, 10**6))
def test_a_sum_comes_back_as_it_was_meant(seed: int) -> None:
    said, yuan, approx = sum_of_money(Random(seed))  # noqa: S311 invented text, not a secret
    (found,) = of(f"我给他转了{said}，", "amount")
    assert (found.text, found.norm) == (said, yuan)
    assert bool(found.extra.get("approx")) == approx


@pytest.mark.parametrize("tail", ["****1234", "xxxx1234", "********", "XXXX"])
def test_a_number_with_hidden_digits_is_not_read_as_another(tail: str) -> None:
    text = f"身份证3708{tail}，卡6222{tail}，手机138{tail}"
    assert [e.type for e in read(text, ref_time=None) if e.type != "person"] == []


def diverse(length: int) -> str:
    text = "".join(str(row["text"]) for row in rows(3, 6, aside=False))
    return (text * (length // len(text) + 1))[:length]


HOSTILE = ["卡6222020070000000110刘志强，", "小张说", "王伟、", "50、", "至6日", "1️⃣", "微❤"]
HOSTILE += [
    "在“",
    "加扣：",
    "点",
    "100，",
    "3.15、",
    "又5000",
    "，国庆",
    "5号到",
    "微信“",
    "QQ昵称",
]
HOSTILE += ["加我a", "转给", "）(", "多少："]


@pytest.mark.parametrize("unit", HOSTILE, ids=ascii)
def test_a_long_hostile_repetition_is_read_with_exact_places(unit: str) -> None:
    text = unit * (20_000 // len(unit))
    assert all(text[e.start : e.end] == e.text for e in read(text, ref_time=TAKEN_DOWN))


def test_a_megabyte_of_anything_is_survived() -> None:
    anything = Random(1)  # noqa: S311 noise, not a secret
    noise = "".join(chr(anything.randrange(0x110000)) for _ in range(50_000))
    for text in (diverse(200_000), noise, "\ud800😀\x00" * 100_000):
        elements = read(text, ref_time=None)
        assert all(text[e.start : e.end] == e.text for e in elements)


def test_ten_megabytes_of_what_nobody_writes_are_survived() -> None:
    text = "\ud800😀\x00\u200b" * 1_000_000
    assert len(text.encode(errors="surrogatepass")) > 10_000_000
    assert read(text, ref_time=TAKEN_DOWN) == ()
    (found,) = of(text[:400_000] + "我转了3万5，" + text[:400_000], "amount")
    assert (found.text, found.norm) == ("3万5", "35000")


@pytest.mark.parametrize(
    "text",
    [
        "①{}②{}",
        "收款卡①{} ②{}",
        "流水：{}（农业银行，骆某）、{}（邮储）",
        "账号{}元月3日收款，{}元月4日收款",
        "{}转账8000元至{}户名刘洋",
    ],
)
@settings(max_examples=20)
@given(one=TWELVE, two=TWELVE)
def test_cards_beside_marks_and_words_stay_whole(text: str, one: str, two: str) -> None:
    cards = [body + luhn_digit(body) for body in ("622848" + one, "622188" + two)]
    found = of(text.format(*cards), "card")
    assert [element.text for element in found] == cards


@pytest.mark.parametrize("behind", ["8月3日转的", "3万", "8.5万元", "5000元", "12点", "19号"])
@settings(max_examples=20)
@given(body=TWELVE)
def test_what_is_counted_right_behind_a_card_is_not_of_it(behind: str, body: str) -> None:
    number = "621700" + body + luhn_digit("621700" + body)
    spaced = "-".join(number[i : i + 4] for i in range(0, 19, 4))
    for dressed in (number, spaced):
        assert_comes_back(f"卡号{dressed}{behind}", "card", dressed, number)


def test_a_day_right_behind_a_mobile_number_is_not_of_it() -> None:
    assert [element.text for element in of("电话138000067548月3日打来", "phone")] == ["13800006754"]


def test_a_circled_figure_within_a_number_is_a_figure() -> None:
    assert [element.norm for element in of("电话①③⑧0000⑥⑦54", "phone")] == ["13800006754"]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("转账3笔：①5000元；②3000元；③20000元。", "amount", ["5000", "3000", "20000"]),
        ("①5万②3万", "amount", ["50000", "30000"]),
        ("❶5000元❷3000元", "amount", ["5000", "3000"]),
        ("1️⃣5000元 2️⃣3000元", "amount", ["5000", "3000"]),
        ("⒈5000元；⒉3000元", "amount", ["5000", "3000"]),
        ("1.5000元；2.3000元", "amount", ["5000", "3000"]),
        ("1.5万，2.3万", "amount", ["15000", "23000"]),
        ("①5000.00②3000.00", "amount", ["5000", "3000"]),
        ("①微信号：abc12345②QQ号：12345678", "qq", ["12345678"]),
        ("1、QQ12345678 2、QQ87654321", "qq", ["12345678", "87654321"]),
        ("①电话13800006754②电话13900006754", "phone", ["13800006754", "13900006754"]),
        ("①8点②9点", "time", ["2025-03-12T08", "2025-03-12T09"]),
        ("电话13①0000②754", "phone", ["13100002754"]),
        ("电话138⑥7①24890", "phone", ["13867124890"]),
    ],
)
def test_marks_of_a_list_are_no_figures(text: str, kind: str, found: list[str]) -> None:
    assert [element.norm for element in of(text, kind)] == found


@pytest.mark.parametrize(
    ("behind", "kind", "norm"),
    [
        ("5000元", "amount", "5000"),
        ("1.2万元", "amount", "12000"),
        ("3月5日", "time", "2025-03-05"),
        ("2024年11月3日", "time", "2024-11-03"),
    ],
)
def test_what_stands_right_behind_a_card_is_read_itself(behind: str, kind: str, norm: str) -> None:
    number = "621700123456789012" + luhn_digit("621700123456789012")
    text = f"卡号{number}{behind}"
    (card,), (one,) = of(text, "card"), of(text, kind)
    assert (card.text, one.text, one.norm) == (number, behind, norm)
