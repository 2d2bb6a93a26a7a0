from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhisun.engines.identity.cards import luhn_digit
from zhisun.engines.reading.elements import TYPES, Element, as_entity
from zhisun.engines.reading.folding import fold, one_for_one
from zhisun.engines.reading.reader import read

TAKEN_DOWN = datetime(2025, 3, 12, 15, 30)  # noqa: DTZ001 the report form gives Chinese time
ANY_CHARACTER = st.characters(exclude_categories=[])
TRADE = """
卡号 转账 微信 QQ 支付宝 6222020070000000110 13700001212 三万五 5w 元 万 昨天 下午三点 张某 王警官
工行 http://a.cn 点cn 济宁市 公司 “ ” 0 1 幺 〇 ． － ① 😀 : / @ . , 、
"""
TRADE_WORDS = st.sampled_from([*TRADE.split(), " ", "\n", "\u200b", "\ud800"])


def elements_of(text: str, kind: str) -> list[tuple[str, str | None]]:
    return [(e.text, e.norm) for e in read(text, ref_time=TAKEN_DOWN) if e.type == kind]


def assert_exact(text: str) -> tuple[Element, ...]:
    elements = read(text, ref_time=TAKEN_DOWN)
    at = 0
    for element in elements:
        assert at <= element.start < element.end <= len(text)
        assert text[element.start : element.end] == element.text
        assert element.type in TYPES
        at = element.end
    return elements


@given(st.text(ANY_CHARACTER, max_size=120))
def test_any_text_at_all_is_read_with_exact_places(text: str) -> None:
    assert_exact(text)


@given(st.lists(TRADE_WORDS, max_size=40))
def test_words_of_the_trade_in_any_order_are_read_with_exact_places(words: list[str]) -> None:
    assert_exact("".join(words))


@given(st.text(ANY_CHARACTER, max_size=60))
def test_each_folded_character_knows_where_it_came_from(text: str) -> None:
    folded = fold(text)
    assert len(folded.origins) == len(folded.text)
    assert list(folded.origins) == sorted(folded.origins)
    for i, origin in enumerate(folded.origins):
        assert folded.text[i] in fold(text[origin]).text
    assert len(one_for_one(text)) == len(text)


DISGUISES: dict[str, Callable[[str], str]] = {
    "plain": str,
    "spaced": " ".join,
    "dashed": "-".join,
    "dotted": ".".join,
    "full width": lambda digits: digits.translate({i: i + 0xFEE0 for i in range(48, 58)}),
    "circled": lambda d: d.translate({ord(str(i)): chr(0x245F + i) for i in range(1, 10)}),
    "spoken": lambda d: d.translate(
        dict(zip(map(ord, "0123456789"), "零幺二三四五六七八九", strict=True))
    ),
    "in fours": lambda d: " ".join(d[i : i + 4] for i in range(0, len(d), 4)),
    "letter o": lambda d: d[0] + d[1:-1].replace("0", "o") + d[-1],
}


@pytest.mark.parametrize("disguise", DISGUISES)
@given(body=st.text("0123456789", min_size=8, max_size=8))
def test_a_mobile_number_comes_back_in_every_disguise(disguise: str, body: str) -> None:
    number = "137" + body
    dressed = DISGUISES[disguise](number)
    assert elements_of(f"电话{dressed}，请回拨", "phone") == [(dressed, number)]


@pytest.mark.parametrize("disguise", DISGUISES)
@given(body=st.text("0123456789", min_size=12, max_size=12))
def test_a_card_number_comes_back_in_every_disguise(disguise: str, body: str) -> None:
    number = "622202" + body
    number += luhn_digit(number)
    dressed = DISGUISES[disguise](number)
    assert elements_of(f"转到工行卡{dressed}。", "card") == [(dressed, number)]


def test_a_card_tells_bank_and_check_digit_and_role() -> None:
    text = "我转到他卡6222020070000000111上"
    (card,) = (e for e in read(text, ref_time=None) if e.type == "card")
    assert card.extra["luhn_valid"] is False
    assert card.extra["bank"] == "中国工商银行"
    assert card.extra["role"] == "payee"
    assert as_entity(card)["luhn_valid"] is False


def test_ones_own_card_is_the_payers() -> None:
    text = "从我的建行卡6217000071000000112转走了5000元"
    (card,) = (e for e in read(text, ref_time=None) if e.type == "card")
    assert card.extra["role"] == "payer"


def test_an_ambiguous_run_of_digits_keeps_both_readings() -> None:
    (element,) = read("加微信：13700001212", ref_time=None)
    assert element.type == "wechat"
    others = element.extra["alternatives"]
    assert isinstance(others, list)
    assert [other["type"] for other in others] == ["phone"]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("请拨打96110咨询", "hotline", [("96110", "96110")]),
        ("我打110报警了", "hotline", [("110", "110")]),
        ("花了110元", "hotline", []),
        ("订单号1234567890123456", "card", []),
        ("加扣扣 8 8 0 0 1 1 2 2 3", "qq", [("8 8 0 0 1 1 2 2 3", "880011223")]),
        ("企鹅号是880011223、880011224", "qq", [("880011223",) * 2, ("880011224",) * 2]),
        ("加我薇：abc_12345", "wechat", [("abc_12345",) * 2]),
        ("纸飞机 @fast_cash", "telegram", [("@fast_cash",) * 2]),
        ("发到me@example.com", "email", [("me@example.com",) * 2]),
        ("身份证370881199708181223", "idcard", [("370881199708181223",) * 2]),
        ("点 icbc点wapvs点cn 重新激活", "url", [("icbc点wapvs点cn", "icbc.wapvs.cn")]),
        ("登入：www丶icbkvm丶com，以免", "url", [("www丶icbkvm丶com", "www.icbkvm.com")]),
        ("打开www，jtyhjf，pw领", "url", [("www，jtyhjf，pw", "www.jtyhjf.pw")]),
        ("登陆http：∥dfyc38.com找", "url", [("http：∥dfyc38.com", "http://dfyc38.com")]),
        ("手机：1З8 2716 55О3，", "phone", [("1З8 2716 55О3", "13827165503")]),
        ("看http://t.cn/Ab1），", "url", [("http://t.cn/Ab1", "http://t.cn/ab1")]),
        (
            "座机0531-88000110或88000111",
            "phone",
            [("0531-88000110", "053188000110"), ("88000111",) * 2],
        ),
        ("下载了“聚享优选”APP", "app", [("聚享优选",) * 2]),
        ("他叫“阿明”，网友“李思远”", "person", [("阿明",) * 2, ("李思远",) * 2]),
        (
            "王某甲和赵某根据提示，刘某春称",
            "person",
            [("王某甲",) * 2, ("赵某",) * 2, ("刘某春",) * 2],
        ),
        (
            "住济宁市任城区阜桥街道南池社区3号楼",
            "address",
            [("济宁市任城区阜桥街道南池社区3号楼",) * 2],
        ),
        ("自称长沙市公安局民警", "org", [("长沙市公安局",) * 2]),
        ("转到曲阜农商银行", "bank", [("曲阜农商银行",) * 2]),
        ("打到邮储卡", "bank", [("邮储", "中国邮政储蓄银行")]),
        ("进行中行动起来", "bank", []),
        (
            "打到1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa。",
            "crypto",
            [("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",) * 2],
        ),
        ("让我下载腾讯会议共享屏幕", "app", [("腾讯会议",) * 2]),
        ("下载一个叫柚聊的APP", "app", [("柚聊",) * 2]),
        ("用“某会议”开会，在“淘金”充了钱", "app", [("淘金",) * 2]),
        ("被拉入“聚财”微信群", "app", []),
        ("沈阳市苏家屯区检察院办理", "org", [("沈阳市苏家屯区检察院",) * 2]),
        ("这家贷款公司说的", "org", []),
        ("我在济宁上班", "address", [("济宁",) * 2]),
        ("广州市民在辽宁移动营业厅", "address", [("广州",) * 2]),
        ("地址：幸福小区3号楼2单元501室", "address", [("幸福小区3号楼2单元501室",) * 2]),
        ("打开某软件，对方某平台", "person", []),
        ("看v1.2和a.apk", "url", []),
    ],
)
def test_each_kind_is_found_by_its_cue_and_check(
    text: str, kind: str, found: list[tuple[str, str]]
) -> None:
    assert elements_of(text, kind) == found


STORY = (
    "我今天下午两点零三分用建行手机银行转了2万8千块到一张农行卡6228480074000000112，户名叫张伟，对方电话"
    "137 0000 1212，让我下载“会讯通”APP，加QQ880011223，网址futu-vip[.]hk，住济宁市任城区。"
)


UNITS = [
    "1",
    "1 ",
    "一",
    "万",
    "a.",
    "某",
    "张某",
    "济南",
    "“",
    "1、",
    "公司",
    "转1万，",
    "@a",
    "(",
    "0-",
]
UNITS += ["6222020070000000110", "http://", "3点", "卡", "😀", "\ud800", "路"]


@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_a_long_repetition_is_read_with_exact_places(unit: str) -> None:
    assert_exact(unit * (40_000 // len(unit)))


def test_a_megabyte_of_digits_is_survived() -> None:
    assert read("7" * 1_000_000, ref_time=None) == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("订单号13700001212", "phone"),
        ("腾讯会议很卡", "app"),
        ("下载了名为投资理财的软件", "app"),
        ("TG：telegram", "telegram"),
        ("微信wechat", "wechat"),
        ("写信到a@b.notatld", "email"),
        ("编码Tabcdefghijklmnopqrstuvwxyz0", "crypto"),
        ("我向老师请教", "person"),
    ],
)
def test_what_only_looks_like_an_element_is_left_out(text: str, kind: str) -> None:
    assert elements_of(text, kind) == []


@pytest.mark.parametrize("shown", ["+8695588", "0095588"])
def test_a_caller_shown_as_a_hotline_with_a_prefix_is_known_to_imitate_it(shown: str) -> None:
    (caller,) = (e for e in read(f"来电{shown}，说是银行", ref_time=None) if e.type == "phone")
    assert caller.extra["imitates"] == "95588"


def test_an_authority_is_one_name_with_its_places_and_branches() -> None:
    court = "辽宁省沈阳市苏家屯区人民法院"
    assert [text for text, _ in elements_of(f"我收到{court}的传票", "org")] == [court]
    bureau = "济宁市公安局任城区分局"
    assert [text for text, _ in elements_of(f"{bureau}民警来电", "org")] == [bureau]


def test_a_word_after_a_masked_name_is_not_part_of_it() -> None:
    assert [text for text, _ in elements_of("赵某开车来的", "person")] == ["赵某"]
