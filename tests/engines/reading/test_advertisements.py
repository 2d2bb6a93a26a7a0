"""What stands in messages sent to everybody (群发短信): addresses, ids and days."""

from datetime import datetime

import pytest

from zhisun.engines.reading.reader import read

MORNING = datetime(2026, 11, 20, 9, 30)  # noqa: DTZ001 the report form gives Chinese time
SPRING = datetime(2026, 4, 13, 19, 20)  # noqa: DTZ001 as above
LATE = datetime(2026, 11, 20, 23, 10)  # noqa: DTZ001 as above


def found(text: str, kind: str, ref: datetime = MORNING) -> list[tuple[str, str | None]]:
    return [(one.text, one.norm) for one in read(text, ref_time=ref) if one.type == kind]


@pytest.mark.parametrize(
    ("text", "kind", "said", "norm"),
    [
        ("请戳 http://dwz.sn/9qW ，回T退订", "url", "http://dwz.sn/9qW", "http://dwz.sn/9qw"),
        ("您受贵宾资格 yl3355、cc 首存送一百", "url", "yl3355、cc", "yl3355.cc"),
        ("q y 6 8 8．vip 存100送88", "url", "q y 6 8 8．vip", "qy688.vip"),
        ("公司扣扣客服办理：２８５００１９６６３", "qq", "２８５００１９６６３", "2850019663"),
        ("專員徾信 pj_8012zy 索取", "wechat", "pj_8012zy", "pj_8012zy"),
        ("垫还，电话：I86-OOOO-5I93", "phone", "I86-OOOO-5I93", "18600005193"),
        ("请联系qq：1774 O26 593 安排入职", "qq", "1774 O26 593", "1774026593"),
        ("请联系Q Q：2 9 1 6 0 7 5 3 8 4cjyau，", "qq", "2 9 1 6 0 7 5 3 8 4", "2916075384"),
        ("快来添加小雅威信 YY 88 vv 06 领取", "wechat", "YY 88 vv 06", "YY88vv06"),
        ("请加嶶信【bz 2 0 8 6 qz】，", "wechat", "bz 2 0 8 6 qz", "bz2086qz"),
        ("您信用卡获得上调30000以上的固定额度", "amount", "30000", "30000"),
        ("硬中310，软中460元，软云175元", "amount", "310", "310"),
        ("软云175元，木盒系列620起，电话", "amount", "620", "620"),
        ("垫还，电话：l38 O0O0 5193", "phone", "l38 O0O0 5193", "13800005193"),
    ],
)
def test_a_contact_is_read_as_it_is_meant(text: str, kind: str, said: str, norm: str) -> None:
    assert (said, norm) in found(text, kind)


@pytest.mark.parametrize(
    ("text", "kind", "said", "norm"),
    [
        ("工作上的事转这个扣 2739-4401-56", "qq", "2739-4401-56", "2739440156"),
        ("换她的扣扣去加他小号416 0928 55，也不通过。", "qq", "416 0928 55", "416092855"),
        ("在QQ上找的我，号是二零八七四四九一三六，", "qq", "二零八七四四九一三六", "2087449136"),
        ("走中介，加蔻①③⑦⑧②⑤④④⑥", "qq", "①③⑦⑧②⑤④④⑥", "137825446"),
        ("叫我加官方扣九二4八零1五37，又", "qq", "九二4八零1五37", "924801537"),
        ("叫我加丁教授的号3170255846。", "qq", "3170255846", "3170255846"),
        (
            "记一下我微信啊幺九二七零五三八四二六对",
            "wechat",
            "幺九二七零五三八四二六",
            "19270538426",
        ),
        ("加了顾问的vx（p-s-y-8-0-6-1-1），", "wechat", "p-s-y-8-0-6-1-1", "psy80611"),
        ("她微信有两个，abc_tea和g.q.h.6.6.7.2，", "wechat", "g.q.h.6.6.7.2", "gqh6672"),
        (
            "请办理：http://etc-rz˙gov-cx˙cc ，",
            "url",
            "http://etc-rz˙gov-cx˙cc",
            "http://etc-rz.gov-cx.cc",
        ),
        ("借出一万九、7千、12,300，都打给他", "amount", "12,300", "12300"),
        ("打到郝建新招行卡6214857139240685。", "bank", "招行", "招商银行"),
        ("8888，三点前到，跟我谈", "time", "三点", "2026-11-20T15"),
    ],
)
def test_a_reporter_brings_it_into_a_sentence(text: str, kind: str, said: str, norm: str) -> None:
    assert (said, norm) in found(text, kind)


def test_a_story_stays_in_the_year_it_has_gone_on_to() -> None:
    told = found("2025年12月3日加群，3月18日、4月2日转出，12月5日又", "time", SPRING)
    days = ["2025-12-03", "2026-03-18", "2026-04-02", "2025-12-05"]
    assert [norm for _, norm in told] == days


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("见AA、bb、CC三家，a4、cc两种纸", "url"),
        ("买了ab12、top三件", "url"),
        ("型号I86-OOOO-5I93", "phone"),
        ("未满18岁请勿添加 eldbymjxuixs0tcr", "wechat"),
        ("芝麻分600以上额度", "amount"),
        ("年满22以上贷款", "amount"),
        ("参加活动的号12345678", "qq"),
        ("加油站的号20231120", "qq"),
        ("平安的20261120号保单", "bank"),
    ],
)
def test_what_only_looks_like_a_contact_is_none(text: str, kind: str) -> None:
    assert not found(text, kind)


@pytest.mark.parametrize(
    ("text", "ref", "norms"),
    [
        ("您的网银将于次日失效，请升级", MORNING, ["2026-11-21"]),
        ("您的网银将于次曰失效，请升级", MORNING, ["2026-11-21"]),
        ("今夜8点59元抢拍", MORNING, ["2026-11-20T20"]),
        ("今晚20:30直播，凌晨3点开奖", MORNING, ["2026-11-20T20:30", "2026-11-21T03"]),
        ("3月5日晚8点加好友，凌晨2点转账", MORNING, ["2026-03-05T20", "2026-03-06T02"]),
        ("今晚8点起被人盯上，凌晨2点转过一笔", LATE, ["2026-11-20T20", "2026-11-20T02"]),
        ("昨晚9点加好友，今天凌晨2点转账", MORNING, ["2026-11-19T21", "2026-11-20T02"]),
    ],
)
def test_a_night_goes_on_past_midnight(text: str, ref: datetime, norms: list[str]) -> None:
    assert [norm for _, norm in found(text, "time", ref)] == norms


def test_the_day_after_of_a_story_without_a_day_is_no_day() -> None:
    assert not [norm for _, norm in found("他次日又去了银行", "time") if norm]


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("您将得到98ooo元及电脑1台", ["98000"]),
        ("获得l6oooo元互动基金", ["160000"]),
        ("送1oo返50", ["100", "50"]),
        ("存100赠38，天天回水", ["100", "38"]),
        ("刷满199元赠24寸拉杆箱", ["199"]),
        ("您的账户积分已满1万，可兑换", []),
        ("Co2元素", []),
    ],
)
def test_letters_for_noughts_and_what_is_added(text: str, sums: list[str]) -> None:
    assert [norm for _, norm in found(text, "amount")] == sums


def test_the_unit_behind_letters_belongs_to_the_sum() -> None:
    assert found("您将得到98ooo元及电脑1台", "amount") == [("98ooo元", "98000")]


def test_a_telephone_with_stops_between() -> None:
    said = "1 8 1。0 0 0 0。9 4 3 7"
    assert found(f"咨询电话 {said}", "phone") == [(said, "18100009437")]


def test_what_has_lapsed_the_next_day() -> None:
    assert found("您的电子密码器将于次日已失效，请速登陆", "time") == [("次日", "2026-11-21")]
