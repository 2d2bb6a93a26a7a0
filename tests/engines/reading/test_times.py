from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhisun.engines.reading.reader import read

TAKEN_DOWN = datetime(2025, 3, 12, 19, 0)  # noqa: DTZ001 the report form gives Chinese time


def times_in(text: str, ref: datetime | None = TAKEN_DOWN) -> list[tuple[str, str | None]]:
    return [(e.text, e.norm) for e in read(text, ref_time=ref) if e.type == "time"]


@pytest.mark.parametrize(
    ("text", "said", "norm"),
    [
        ("今天下午2点半打来", "今天下午2点半", "2025-03-12T14:30"),
        ("昨日16时接到", "昨日16时", "2025-03-11T16"),
        ("去年12月25日起", "去年12月25日", "2024-12-25"),
        ("12月25日起", "12月25日", "2024-12-25"),
        ("3月8日凌晨0点40分与网友", "3月8日凌晨0点40分", "2025-03-08T00:40"),
        ("11日9时15分已转出", "11日9时15分", "2025-03-11T09:15"),
        ("28日下午转的", "28日下午", "2025-02-28TAF"),
        ("上周三在群里", "上周三", "2025-03-05"),
        ("周三下午3点多", "周三下午3点多", "2025-03-12T15"),
        ("中午11点半打", "中午11点半", "2025-03-12T11:30"),
        ("中午1点打", "中午1点", "2025-03-12T13"),
        ("昨晚十一点多", "昨晚十一点多", "2025-03-11T23"),
        ("凌晨12点半", "凌晨12点半", "2025-03-12T00:30"),
        ("半小时前转的", "半小时前", "2025-03-12T18:30"),
        ("三天前", "三天前", "2025-03-09"),
        ("两个月前", "两个月前", "2025-01"),
        ("一年前", "一年前", "2024"),
        ("2025-03-04 19:30:15转", "2025-03-04 19:30:15", "2025-03-04T19:30:15"),
        ("二〇二五年三月四号", "二〇二五年三月四号", "2025-03-04"),
        ("下午两点零三分转", "下午两点零三分", "2025-03-12T14:03"),
        ("早上九点零五", "早上九点零五", "2025-03-12T09:05"),
        ("上个月15号", "上个月15号", "2025-02-15"),
        ("2点多我转了", "2点多", "2025-03-12T14"),
        ("23:50付款", "23:50", "2025-03-11T23:50"),
        ("2019年", "2019年", "2019"),
        ("下午三点一刻", "下午三点一刻", "2025-03-12T15:15"),
        ("深夜11点", "深夜11点", "2025-03-11T23"),
        ("12点转的", "12点", "2025-03-12T12"),
        ("3月1日2点转的", "3月1日2点", "2025-03-01T14"),
        ("3月1日零点开放认购，点开链接", "3月1日零点", "2025-03-01T00"),
    ],
)
def test_what_people_say_is_resolved_against_the_report(text: str, said: str, norm: str) -> None:
    assert times_in(text) == [(said, norm)]


@pytest.mark.parametrize(
    ("said", "norm"),
    [
        ("2025-03-05T10:00", "2025-03-05T10:00"),
        ("2025-03-05T10:00:05", "2025-03-05T10:00:05"),
        ("2025/03/05T10:00", "2025-03-05T10:00"),
        ("2025-03-05T10:00+08:00", "2025-03-05T10:00"),
        ("2025-03-05T10:00:05.123+0800", "2025-03-05T10:00:05"),
        ("2025-03-05T18:30:00Z", "2025-03-06T02:30:00"),
        ("2025-03-05T10:00+09:00", "2025-03-05T09:00"),
        ("2024-12-31T23:00:00-05:00", "2025-01-01T12:00:00"),
    ],
)
def test_a_time_as_machines_write_it_is_one(said: str, norm: str) -> None:
    assert times_in(f"于{said}，转出5000元") == [(said, norm)]


@pytest.mark.parametrize(
    ("text", "norms"),
    [
        ("9:00-22:00营业", ["2025-03-12T09:00", "2025-03-12T22:00"]),
        ("上午9点-晚上10点都在转", ["2025-03-12T09", "2025-03-12T22"]),
        ("9:00——22:00", ["2025-03-12T09:00", "2025-03-12T22:00"]),
        ("下午3点到5点之间", ["2025-03-12T15", "2025-03-12T17"]),
        ("昨晚22:00-2:00", ["2025-03-11T22:00", "2025-03-12T02:00"]),
        ("昨晚10点到凌晨2点", ["2025-03-11T22", "2025-03-12T02"]),
        ("3月4日22:00至24:00", ["2025-03-04T22:00", "2025-03-05T00:00"]),
        ("2025-03-05T10:00-11:00", ["2025-03-05T10:00", "2025-03-05T11:00"]),
        ("每天9点至17点上班", []),
    ],
)
def test_both_ends_of_a_stretch_belong_together(text: str, norms: list[str]) -> None:
    """The end later than the report is on the day of the beginning, not on the day before."""
    assert [norm for _, norm in times_in(text)] == norms


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("二月七日夜十一时被骗", [("二月七日夜十一时", "2025-02-07T23")]),
        ("十月五日夜，我加了他", [("十月五日夜", "2024-10-05TEV")]),
        ("二零二三年七夕那天", [("二零二三年七夕", "2023-08-22")]),
        ("3月15时左右", [("3月15时左右", "2025-03")]),
        ("二零二四年一月到六月共", [("二零二四年一月", "2024-01"), ("六月", "2024-06")]),
        (
            "十二月二十五日至二十八日，",
            [("十二月二十五日", "2024-12-25"), ("二十八日", "2024-12-28")],
        ),
        ("连上七日夜班", []),
    ],
)
def test_figures_in_characters_are_figures(text: str, told: list[tuple[str, str]]) -> None:
    times = [one for one in read(text, ref_time=TAKEN_DOWN) if one.type == "time"]
    assert [(one.text, one.norm) for one in times] == told


def test_midnight_is_the_beginning_of_the_next_day() -> None:
    assert times_in("3月8日晚上12点")[0][1] == "2025-03-09T00"


def test_a_story_goes_forward_over_the_new_year() -> None:
    told = times_in("2024年12月5日加群，1月3日开始投钱")
    assert [norm for _, norm in told] == ["2024-12-05", "2025-01-03"]


def test_an_hour_belongs_to_the_day_the_story_is_at() -> None:
    told = times_in("3月1日下午两点转第一笔，四点转第二笔，次日9时又转")
    assert [norm for _, norm in told] == ["2025-03-01T14", "2025-03-01T16", "2025-03-02T09"]


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("昨晚8点接到电话，9点转了一次，10点又转，11点发现被骗", ["20", "21", "22", "23"]),
        ("4月17日下午4时45分接到电话。4时50分占线。4时55分打通", ["16:45", "16:50", "16:55"]),
        ("当日下午4时许报警称，10时许接到电话", ["16", "10"]),
        ("下午3:20接到电话，3:45转了，16:02又转", ["15:20", "15:45", "16:02"]),
    ],
)
def test_an_afternoon_goes_on_from_hour_to_hour(text: str, hours: list[str]) -> None:
    assert [(norm or "").split("T")[1] for _, norm in times_in(text)] == hours


def test_a_day_or_month_alone_is_of_the_month_or_year_the_story_is_at() -> None:
    told = times_in("3月5日加的群，8日上午转的")
    assert [norm for _, norm in told] == ["2025-03-05", "2025-03-08TMO"]
    told = times_in("2024年5月开始，6月3日转的")
    assert [norm for _, norm in told] == ["2024-05", "2024-06-03"]


def test_without_the_time_of_the_report_the_year_is_unknown() -> None:
    assert times_in("6月2日，刘某按照", None) == [("6月2日", "XXXX-06-02")]
    assert times_in("当天下午4时左右", None) == [("当天下午4时左右", "T16")]
    assert times_in("三天前", None) == []
    assert times_in("上周三", None) == []
    assert times_in("晚上12点转的", None) == [("晚上12点", "T00")]
    assert [n for _, n in times_in("2020年7、8月份，同年9月3日", None)] == ["2020-07", "2020-09-03"]


@pytest.mark.parametrize(
    "text",
    [
        "我有两点建议",
        "差一点",
        "每天晚上",
        "一点钱也没有",
        "2月30日",
        "25点",
        "3个月",
        "3.5点",
        "2月29日",
        "8时",
        "每周三",
    ],
)
def test_words_that_are_no_time_stay_out(text: str) -> None:
    assert times_in(text) == []


def test_an_aware_instant_is_taken_as_chinese_time() -> None:
    utc = datetime(2025, 3, 12, 17, 0, tzinfo=UTC)
    assert times_in("昨天", utc) == [("昨天", "2025-03-12")]


@given(st.datetimes(datetime(2024, 1, 1), TAKEN_DOWN - timedelta(days=1)))  # noqa: DTZ001 as above
def test_a_full_time_comes_back_in_every_dress(at: datetime) -> None:
    norm = at.strftime("%Y-%m-%dT%H:%M")
    for dress in (
        "{0.year}年{0.month}月{0.day}日{0:%H}时{0:%M}分",
        "{0:%Y-%m-%d %H:%M}",
        "{0:%Y/%m/%d %H:%M}",
    ):
        assert times_in("我于" + dress.format(at) + "转账") == [(dress.format(at), norm)]
