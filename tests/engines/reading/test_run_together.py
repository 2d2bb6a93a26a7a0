"""Numbers and ids that run together or apart: counted contacts, glued cues, broken lines."""

from datetime import datetime
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from zhisun.engines.identity.cards import luhn_digit
from zhisun.engines.identity.phones import segment_of
from zhisun.engines.reading.elements import Page
from zhisun.engines.reading.folding import fold
from zhisun.engines.reading.reader import read
from zhisun.engines.reading.runs import runs

TAKEN_DOWN = datetime(2026, 3, 12, 15, 30)  # noqa: DTZ001 the report form gives Chinese time
THREE_IDS = ("abc12345", "def67890", "ghi12345")
CONTACTS = ("wechat", "qq", "phone", "card", "telegram")


def contacts(text: str) -> list[tuple[str, str | None]]:
    found = read(text, ref_time=TAKEN_DOWN)
    assert all(text[e.start : e.end] == e.text for e in found)
    return [(e.type, e.norm) for e in found if e.type in CONTACTS]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("微信1：abc12345 微信2：def45678", [("wechat", "abc12345"), ("wechat", "def45678")]),
        ("微信1:abc123微信2:def456，", [("wechat", "abc123"), ("wechat", "def456")]),
        ("微信12：abc12345", [("wechat", "abc12345")]),
        ("QQ1：900055721 QQ2：900066832", [("qq", "900055721"), ("qq", "900066832")]),
        ("手机1：13800006754，手机2：13900006754", [("phone", f"13{n}00006754") for n in (8, 9)]),
        ("微信 abc12345 def67890", [("wechat", "abc12345"), ("wechat", "def67890")]),
        ("微信号abc12345 和 def67890", [("wechat", "abc12345"), ("wechat", "def67890")]),
        ("微信abc12345、def67890或者ghi12345，", [("wechat", i) for i in THREE_IDS]),
        ("加微信 abc12345 iphone13pro 有货", [("wechat", "abc12345")]),
        ("微信号 zhangs88 sf1234567890 已发货", [("wechat", "zhangs88")]),
        ("微信 abc12345 welcome", [("wechat", "abc12345")]),
    ],
)  # fmt: skip
def test_several_ids_after_one_cue(text: str, told: list[tuple[str, str]]) -> None:
    assert contacts(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("vx:abc12345qq:900055721", [("wechat", "abc12345"), ("qq", "900055721")]),
        ("vx:abc12345QQ900055721", [("wechat", "abc12345"), ("qq", "900055721")]),
        ("vx:abcdefghqq:900055721", [("wechat", "abcdefgh"), ("qq", "900055721")]),
        ("wx：lisi_0099vx：wang_8877", [("wechat", "lisi_0099"), ("wechat", "wang_8877")]),
        (
            "vxabc_7790qq2660117790tel17350269988",
            [("wechat", "abc_7790"), ("qq", "2660117790"), ("phone", "17350269988")],
        ),
        ("vx abc12345tel13800006754", [("wechat", "abc12345"), ("phone", "13800006754")]),
        ("wx2：abc_2025TG：@abc_2025", [("wechat", "abc_2025"), ("telegram", "@abc_2025")]),
        ("微信wxid_开头那个：wxid_q8z0ltc5m3vn22", [("wechat", "wxid_q8z0ltc5m3vn22")]),
        ("微信：lisaqq12345678", [("wechat", "lisaqq12345678")]),
        ("微信：abc_qq88", [("wechat", "abc_qq88")]),
        ("微信：qqwang123", [("wechat", "qqwang123")]),
    ],
)
def test_an_id_ends_where_the_next_cue_begins(text: str, told: list[tuple[str, str]]) -> None:
    assert contacts(text) == told


@pytest.mark.parametrize("mark", ["、", ".", "．"])
@pytest.mark.parametrize("gap", ["", " ", "；"])
def test_counted_telephones_are_whole(mark: str, gap: str) -> None:
    numbers = ["13800006754", "13900006754", "13700006754"]
    listed = gap.join(f"{n}{mark}{number}" for n, number in enumerate(numbers, 1))
    assert contacts("涉案号码：" + listed) == [("phone", number) for number in numbers]


@settings(max_examples=40)
@given(st.integers(0, 10**12), st.integers(4, 14), st.sampled_from(["\n", "\r\n", "\n  ", " \n"]))
def test_a_card_broken_by_a_line_is_one(body: int, at: int, line: str) -> None:
    number = f"622848{body:012d}"[:18]
    number += luhn_digit(number)
    assume(segment_of(number[at:]) is None or len(number) - at != len("13800006754"))
    written = number[:at] + line + number[at:]
    (card,) = (e for e in read(f"卡号{written}，户名不详", ref_time=None) if e.type == "card")
    assert (card.text, card.norm) == (written, number)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("电话138000\n06754。", [("phone", "13800006754")]),
        ("手机号：138-0000-\n6754", [("phone", "13800006754")]),
        ("138000\n06754", []),
        ("13800006754\n13900006754", [("phone", "13800006754"), ("phone", "13900006754")]),
        (
            "6222020070000000110\n13800006754",
            [("card", "6222020070000000110"), ("phone", "13800006754")],
        ),
    ],
)
def test_a_line_joins_only_what_is_one_number(text: str, told: list[tuple[str, str]]) -> None:
    assert contacts(text) == told


@pytest.mark.parametrize("figures", ["3-", "3 ", "3.", "三 ", "1·3~", "6-2-2-2-"])
def test_rows_of_figures_are_left_out_before_they_are_tried(figures: str) -> None:
    """Each group could begin twenty numbers: of thousands none is asked about."""
    folded = fold(figures * 2000)
    page = Page(folded, folded.text, None, bytearray(len(folded.text)))
    assert not list(runs(page))


def test_a_telephone_in_single_figures_is_still_read() -> None:
    digits = "186" + "".join(Random(7).choices("0123456789", k=8))  # noqa: S311 a test's number
    assert contacts("电话" + "-".join(digits)) == [("phone", digits)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("找客服扣3 1 9 5 5 2 0 4，", [("qq", "31955204")]),
        ("先加 扣 3467108852飞机@qiqi_jd", [("qq", "3467108852"), ("telegram", "@qiqi_jd")]),
        ("当日结，进880022913企鹅群", [("qq", "880022913")]),
        ("客服扣300元，扣20000手续费", []),
        ("有意扣28-1120-0937", [("qq", "2811200937")]),
        ("加我QQ，号码28 3390 1172", [("qq", "2833901172")]),
        ("老股民互助群：六零七三一八八二五，", [("qq", "607318825")]),
        ("群：500人", []),
        ("交流群：13800006754", [("phone", "13800006754")]),
        ("没留QQ，号码13800006754", [("phone", "13800006754")]),
        ("加薇：jyq 6602，备注", [("wechat", "jyq6602")]),
        ("➕我徵：xmei0827a", [("wechat", "xmei0827a")]),
        ("电话1 7 3，5 5 2 0，8 8 1 4", [("phone", "17355208814")]),
        ("回拨1 3 3.4 8 1 9.6 2 7 0，", [("phone", "13348196270")]),
        ("李会计一③⑦-五零④⑨-⑧⑧二①，", [("phone", "13750498821")]),
        ("丁师傅⑴③⑨⑴⑸⑺⑻⓪④②⑥，", [("phone", "13915780426")]),
        ("阿军1554lO8Z36O，同行勿扰", [("phone", "15541082360")]),
        ("131OO57Z94l王小姐", [("phone", "13100572941")]),
        ("车架号LSVAM4187C2184841", []),
        ("来电（０１７０－５９２１－３３０８）", [("phone", "17059213308")]),
        ("电/微：17159920483", [("phone", "17159920483")]),
        ("座机028--6523 8816", [("phone", "02865238816")]),
        ("短信来自1065 7702 3318。", [("phone", "106577023318")]),
        ("发送“666”到1069 0277 3318", [("phone", "106902773318")]),
        ("订单号106577023318", []),
        ("专属客服00962-7788-3120三倍退款", [("phone", "0096277883120")]),
    ],
)
def test_numbers_in_groups_and_beside_a_verb(text: str, told: list[tuple[str, str]]) -> None:
    assert contacts(text) == told


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("复制到浏览器打开 w l d k 7 . t o p", "wldk7.top"),
        ("打开w l d k 7 点 c o m 下载", "wldk7.com"),
        ("W w w . a b 7 . c n 打开", "www.ab7.cn"),
        ("A B C D . 我们", None),
        ("打开wzjr66 点 com／sq 领取", "wzjr66.com/sq"),
        ("http://45.77.10[.]6/zj 查看", "http://45.77.10.6/zj"),
    ],
)
def test_letters_of_an_address_stand_apart(text: str, host: str | None) -> None:
    found = [e.norm for e in read(text, ref_time=TAKEN_DOWN) if e.type == "url"]
    assert found == ([host] if host else [])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("应还RMB5,731.08，最低573.11", ["5731.08", "573.11"]),
        ("付USD200", ["USD200"]),
        ("转账⑴5000元 ⑵800元", ["5000", "800"]),
    ],
)
def test_sums_behind_a_currency_and_behind_marks(text: str, told: list[str]) -> None:
    assert [e.norm for e in read(text, ref_time=TAKEN_DOWN) if e.type == "amount"] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("到期日07/25，详询", ["2026-07-25"]),
        ("还款日：7.25", ["2026-07-25"]),
        ("50元券于12/8到期", ["2026-12-08"]),
        ("截止3.5万", []),
        ("请于8月20日前缴清", ["2026-08-20"]),
        ("去年8月20日前缴清", ["2025-08-20"]),
        ("8月20日前后投了两万", ["2025-08-20"]),
        ("今晚11点开工", ["2026-03-12T23"]),
        ("点开链接", []),
        ("您7月电费186.40元", ["2025-07"]),
        ("18号要订十桌", ["2026-03-18"]),
        ("18号要求退款", []),
        ("回拨1 3 3.4 8 1 9.6 2 7 0", []),
    ],
)
def test_days_that_are_due(text: str, told: list[str]) -> None:
    assert [e.norm for e in read(text, ref_time=TAKEN_DOWN) if e.type == "time"] == told


def test_nobody_was_born_in_the_seventieth_century() -> None:
    (account,) = read("我就往6214 6265 9410 0836 85打了三万", ref_time=TAKEN_DOWN)[:1]
    assert (account.type, account.norm) == ("card", "621462659410083685")


def test_a_floor_goes_on_with_its_address() -> None:
    found = read("好孕家政中山路88号二楼，段老师", ref_time=TAKEN_DOWN)
    assert [e.text for e in found if e.type == "address"] == ["中山路88号二楼"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("23:35，已通知120。", ["120"]),
        ("保险95518已报。", ["95518"]),
        ("通知120人参加", []),
        ("保险120元一份", []),
    ],
)
def test_who_was_told_is_called_and_what_is_counted_is_not(text: str, told: list[str]) -> None:
    assert [e.norm for e in read(text, ref_time=TAKEN_DOWN) if e.type == "hotline"] == told
