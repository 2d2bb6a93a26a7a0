"""What is past, due or still to come, and what stands beside a clock without being one."""

from datetime import datetime

import pytest

from zhisun.engines.reading.reader import read

FRIDAY = datetime(2026, 11, 20, 15, 0)  # noqa: DTZ001 the report form gives Chinese time
AT_YEARS_END = datetime(2026, 12, 28, 9, 0)  # noqa: DTZ001 as above
IN_MARCH = datetime(2026, 3, 12, 15, 30)  # noqa: DTZ001 as above


def times_in(text: str, ref: datetime = FRIDAY) -> list[tuple[str, str | None]]:
    return [(e.text, e.norm) for e in read(text, ref_time=ref) if e.type == "time"]


@pytest.mark.parametrize(
    ("text", "ref", "norm"),
    [
        ("请于1月5日前缴费，逾期停机", AT_YEARS_END, "2027-01-05"),
        ("到期还款日1月5日到期", AT_YEARS_END, "2027-01-05"),
        ("您的账单1/5到期", AT_YEARS_END, "2027-01-05"),
        ("请于12月30日前缴清", AT_YEARS_END, "2026-12-30"),
        ("请于12月31日前缴清", IN_MARCH, "2026-12-31"),
        ("2025年3月5日借的，12月31日前还清", IN_MARCH, "2025-12-31"),
        ("2025年5月被查，限11月22日12:00前联系专案组", FRIDAY, "2026-11-22T12:00"),
        ("元旦休市，1月5日恢复带单", AT_YEARS_END, "2027-01-05"),
        ("3000买断，四点整前加我", FRIDAY, "2026-11-20T16"),
        ("十二点前不到账群发", FRIDAY, "2026-11-21T00"),
        ("账单20日到期", FRIDAY, "2026-11-20"),
        ("5日到期还款", FRIDAY, "2026-12-05"),
    ],
)
def test_what_is_due_lies_ahead(text: str, ref: datetime, norm: str) -> None:
    assert norm in [norm for _, norm in times_in(text, ref)]


@pytest.mark.parametrize(
    ("text", "norm"),
    [
        ("报警人称1月3日接到客服电话", "2026-01-03"),
        ("1月8日，我被骗了3万", "2026-01-08"),
        ("1月5日我给他转了5万元", "2026-01-05"),
        ("2025年10月签约，合同约定12月1日前支付尾款", "2025-12-01"),
    ],
)
def test_what_a_report_tells_is_past_at_the_years_end(text: str, norm: str) -> None:
    assert times_in(text, AT_YEARS_END)[-1][1] == norm


@pytest.mark.parametrize(("text", "hour"), [("八点前他就走了", "08"), ("规定9点前打卡", "09")])
def test_what_nobody_is_asked_for_is_not_moved_on(text: str, hour: str) -> None:
    assert times_in(text)[0][1] == f"2026-11-20T{hour}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("QQ20260305 12:30上线", ["12:30"]),
        ("连续十五晚上失眠，年满十八晚上", ["晚上", "晚上"]),
        ("单价是12中午涨了", ["中午"]),
    ],
)
def test_a_number_of_something_else_is_no_day(text: str, told: list[str]) -> None:
    assert [said for said, _ in times_in(text)] == told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("五一那天下午三点转了3000", "五一那天下午三点"),
        ("中秋节当天晚上8点多，我在家", "中秋节当天晚上8点多"),
        ("我今朝早上八点半接到个电话", "今朝早上八点半"),
        ("尋日朝早有个女仔打来", "尋日朝早"),
    ],
)
def test_that_very_day_and_the_souths_words_go_with_the_clock(text: str, said: str) -> None:
    assert [one for one, _ in times_in(text)] == [said]


@pytest.mark.parametrize(
    ("text", "told_at", "norm"),
    [
        ("派单员：好 八点有福利单 1288返1674", "2026-10-14T19:20", "2026-10-14T20"),
        ("凤姐：三点钟有大单 1000返1400 快点", "2026-02-08T14:10", "2026-02-08T15"),
        ("你帮我盯着 九点整下大", "2025-08-22T20:30", "2025-08-22T21"),
        ("他说八点有任务单，做了三单", "2026-02-08T14:10", "2026-02-08T08"),
        ("我昨晚八点有两单没返", "2026-02-08T14:10", "2026-02-07T20"),
    ],
)
def test_what_is_told_beforehand_is_to_come(text: str, told_at: str, norm: str) -> None:
    assert [one for _, one in times_in(text, datetime.fromisoformat(told_at))] == [norm]


def test_a_whole_afternoon_is_no_time_of_its_own() -> None:
    assert times_in("昨天一下午投了28600") == [("昨天", "2026-11-19")]


@pytest.mark.parametrize(
    "text",
    [
        "12月28日办理了贷款",
        "12月28日支付宝转账5000元",
        "12月28日完成三单",
        "12月28日领取了佣金",
        "12月28日前缴了费",
        "12月28日使用微信转账",
    ],
)
def test_what_was_done_does_not(text: str) -> None:
    assert times_in(text, IN_MARCH) == [
        ("12月28日", "2025-12-28"),
    ]


@pytest.mark.parametrize(
    ("text", "norm"),
    [
        ("2月10日到期的贷款一直没还", "2026-02-10"),
        ("1月5日到期没还，被催收", "2026-01-05"),
        ("3月5日前还款的都没事", "2026-03-05"),
    ],
)
def test_what_was_due_long_ago_is_not_moved(text: str, norm: str) -> None:
    assert times_in(text) == [(text[: text.index("日") + 1], norm)]


@pytest.mark.parametrize(
    "text",
    [
        "周二对方让我共享屏幕",
        "星期天一个陌生男子打电话给我",
        "周四客服联系我要求提供银行卡",
        "周一对方拉我进群刷单",
        "周六交给对方现金3万元",
        "周三退款没到账",
    ],
)
def test_a_weekday_of_a_report_is_past(text: str) -> None:
    [(_, norm)] = times_in(text)
    assert norm is not None
    assert norm < f"{FRIDAY:%Y-%m-%d}"


def test_a_year_said_before_a_due_day_holds() -> None:
    told = times_in("2025年12月28日支付5000元，12月30日完成", IN_MARCH)
    assert [norm for _, norm in told] == ["2025-12-28", "2025-12-30"]


@pytest.mark.parametrize(
    ("text", "norm"),
    [
        ("周六去打球不", "2026-11-21"),
        ("周六转了3000元", "2026-11-14"),
        ("周三接到电话让我转钱", "2026-11-18"),
        ("周三上午10点直播间讲解", "2026-11-25T10"),
        ("我8号要走", "2026-12-08"),
        ("今晚8点开播，速来", "2026-11-20T20"),
        ("晚8点开播，速来", "2026-11-20T20"),
        ("请在17时前操作", "2026-11-20T17"),
        ("两天前的晚上8点转的", "2026-11-18T20"),
        ("三天前下午被骗", "2026-11-17TAF"),
        ("半个月前", "2026-11"),
        ("半年前", "2026"),
        ("上午11点3刻", "2026-11-20T11:45"),
        ("昨儿过晌来个电话", "2026-11-19TAF"),
        ("11月以来累计132万元", "2026-11"),
        ("问：几点？答：八点四十。", "2026-11-20T08:40"),
        ("4月18我第一笔一万", "2026-04-18"),
        ("我爸30号打了35万过去", "2026-10-30"),
        ("光棍节凌晨我在看", "2026-11-11TMO"),
        ("3月15日（周日）15：30打来", "2026-03-15T15:30"),
    ],
)
def test_a_day_as_it_is_told(text: str, norm: str) -> None:
    assert [norm for _, norm in times_in(text)] == [norm]


def test_a_second_day_of_a_month_and_the_next_day_are_days_too() -> None:
    assert times_in("10月27日28日分两次付，次日又付") == [
        ("10月27日", "2026-10-27"),
        ("28日", "2026-10-28"),
        ("次日", "2026-10-29"),
    ]
    assert times_in("接到电话，次日汇款") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("下午2点开的户", "下午2点"),
        ("上午9点开户", "上午9点"),
        ("凌晨1点开网约车", "凌晨1点"),
        ("3点开微信", "3点"),
        ("2点开门", "2点"),
        ("腾讯会议今天九点开，别迟到", "今天九点"),
    ],
)
def test_an_hour_something_is_opened_at(text: str, said: str) -> None:
    assert [text for text, _ in times_in(text)] == [said]


def test_an_hour_that_begins_a_clause_is_on_the_day_before_it() -> None:
    told = times_in("2月1日18时30分收9800元，20时收关税23000元")
    assert told == [("2月1日18时30分", "2026-02-01T18:30"), ("20时", "2026-02-01T20")]


@pytest.mark.parametrize("text", ["住中山路12号我家", "元旦后天天半夜有人", "限速，20时速"])
def test_a_house_and_every_day_are_no_day(text: str) -> None:
    assert [text for text, _ in times_in(text) if text not in {"元旦", "半夜"}] == []


@pytest.mark.parametrize("text", ["我一点开链接就中毒", "我3点开链接付款", "5 点开“查看”"])
def test_clicking_on_something_is_no_hour(text: str) -> None:
    assert times_in(text) == []


@pytest.mark.parametrize("year", [1, 1899, 2200, 9999])
def test_a_report_of_no_year_says_nothing_of_the_date(year: int) -> None:
    assert times_in("3月5日转的", datetime(year, 1, 1)) == [("3月5日", "XXXX-03-05")]  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3月5日 星期四 下午3点转的", [("3月5日 星期四 下午3点", "2026-03-05T15")]),
        ("3月5日周四下午3点转的", [("3月5日周四下午3点", "2026-03-05T15")]),
        ("20260305 15:30:22 转账5000元", [("20260305 15:30:22", "2026-03-05T15:30:22")]),
        ("日期：20260305，金额略", [("20260305", "2026-03-05")]),
        ("二十五下午两点半转的", [("二十五下午两点半", "2026-10-25T14:30")]),
        ("我18晚上转的", [("18晚上", "2026-11-18TEV")]),
        ("4月18-20日出差", [("4月18", "2026-04-18"), ("20日", "2026-04-20")]),
        ("圣诞节那天他转了2万", [("圣诞节", "2025-12-25")]),
        ("圣诞节那天请您来领奖", [("圣诞节", "2026-12-25")]),
        ("除夕当晚转了8888", [("除夕", "2026-02-16"), ("当晚", "2026-02-16TEV")]),
        ("每天9:30和13:00各开一次盘", []),
        ("每天9:30、13:00、20:00各开一次盘", []),
        ("订单号2026030515", []),
        ("他今年二十五下午才到", [("下午", "2026-11-20TAF")]),
    ],
)
def test_days_as_forms_and_talk_have_them(text: str, found: list[tuple[str, str | None]]) -> None:
    assert times_in(text) == found


@pytest.mark.parametrize(
    ("text", "told_at", "norm"),
    [
        ("刚才七点十分他说我卡号输错", "2025-12-13T20:06", "2025-12-13T19:10"),
        ("刚才七点十分他说我卡号输错", "2025-12-13T09:06", "2025-12-13T07:10"),
        ("今天五点半银行关门前一定要到", "2025-12-17T14:00", "2025-12-17T17:30"),
        ("2月7日夜11时又有事主被骗", "2026-02-08T09:00", "2026-02-07T23"),
    ],
)
def test_the_hour_is_on_the_side_that_was_meant(text: str, told_at: str, norm: str) -> None:
    assert [one for _, one in times_in(text, datetime.fromisoformat(told_at))] == [norm]
