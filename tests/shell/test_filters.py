"""Amounts, times and identifiers as people read them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override

from zhisun.shell import filters

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)  # 12:00 in 济宁


@pytest.fixture(autouse=True)
def _in_chinese() -> Iterator[None]:
    with override("zh-hans"):
        yield


@pytest.mark.parametrize(
    ("amount_fen", "shown"),
    [(2_800_000, "28,000.00"), (1, "0.01"), (0, "0.00"), (-50, "-0.50"), (None, "—")],
)
def test_an_amount_is_grouped_and_keeps_its_fen(amount_fen: int | None, shown: str) -> None:
    assert filters.yuan(amount_fen) == shown


def test_an_amount_names_its_unit() -> None:
    assert filters.money(2_800_000) == "28,000.00 元"


@pytest.mark.parametrize(
    ("amount_fen", "shown"),
    [
        (980_099, "9,800 元"),
        (2_800_000, "2.8 万元"),
        (999_999_999, "999.99 万元"),
        (12_345_678_900, "1.23 亿元"),
        (-2_800_000, "-2.8 万元"),
    ],
)
def test_a_short_amount_is_cut_and_never_rounded_up(amount_fen: int, shown: str) -> None:
    assert filters.money_short(amount_fen) == shown


def test_an_english_page_counts_in_thousands() -> None:
    with override("en"):
        assert filters.money_short(2_800_000).startswith("28 k")


def test_a_share_of_nothing_is_a_dash() -> None:
    assert filters.percent(3, 0) == "—"
    assert filters.percent(834, 1000) == "83.4%"


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [
        (0, "一到期"),
        (30, "逾期 30 分钟"),
        (90, "逾期 1 小时 30 分钟"),
        (120, "逾期 2 小时"),
        (2_945, "逾期 2 天 1 小时 5 分钟"),
    ],
)
def test_a_step_of_the_ladder_says_how_late_in_words(minutes: int, shown: str) -> None:
    assert filters.past_due(minutes) == shown


def test_times_are_chinese_times() -> None:
    assert filters.clock_time(NOON) == "12:00:00"
    assert filters.short_time(NOON) == "11-21 12:00"
    assert filters.full_time(NOON) == "2026-11-21 12:00:00"
    assert filters.date(datetime(2026, 11, 21, 16, 30, tzinfo=UTC)) == "2026-11-22"
    assert filters.clock_time(None) == "—"


@pytest.mark.parametrize(
    ("away", "shown"),
    [
        (timedelta(seconds=-59), "刚刚"),
        (timedelta(minutes=-3), "3 分钟前"),
        (timedelta(hours=2, minutes=59), "2 小时后"),
        (timedelta(days=-3), "3 天前"),
    ],
)
def test_distance_in_time_is_told_in_one_unit(away: timedelta, shown: str) -> None:
    assert filters.relative(NOON + away, NOON) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (451, "07:31"),
        (18_451, "5:07:31"),
        (172_799, "1 天 23:59:59"),
        (-180, "+03:00"),
        (0, "00:00"),
    ],
)
def test_a_countdown_shows_every_second_and_what_is_overdue(seconds: int, shown: str) -> None:
    assert filters.countdown(seconds) == shown


@pytest.mark.parametrize(
    ("seconds", "stage"),
    [(7201, "ok"), (7200, "soon"), (60, "urgent"), (0, "urgent"), (-1, "over")],
)
def test_a_clock_grows_more_urgent_as_it_runs_down(seconds: int, stage: str) -> None:
    assert filters.stage(seconds, soon=7200, urgent=60) == stage


def test_a_clock_that_counts_up_turns_at_its_limits() -> None:
    passed = (0, 600, 1800)
    assert [filters.stage_passed(s, 600, 1800) for s in passed] == ["ok", "soon", "urgent"]


def test_the_gap_between_two_stamps_is_minutes_and_seconds() -> None:
    assert filters.gap(NOON, NOON + timedelta(seconds=72)) == "1′12″"
    assert filters.gap(NOON, NOON + timedelta(hours=2, minutes=5)) == "2h05′"
    assert filters.gap(NOON, None) == ""


def test_a_card_number_is_read_in_fours() -> None:
    assert filters.card("6222020200112345678") == "6222 0202 0011 2345 678"


def test_a_masked_identifier_keeps_only_its_ends() -> None:
    assert filters.masked_account("6222020200112345678") == "6222 **** 5678"
    assert filters.masked_phone("13800001234") == "138****1234"
    assert filters.masked_id("370802199001011234") == "370802********1234"
    assert filters.masked_name("欧阳娜") == "欧**"
    assert filters.masked_name("济宁某某商贸有限公司") == "济宁***公司"


def test_a_short_identifier_shows_nothing_when_masked() -> None:
    for mask in (filters.masked_account, filters.masked_phone, filters.masked_id):
        assert set(mask("1234567")) == {"*"}


def test_a_list_has_the_sign_of_its_language_between_its_parts() -> None:
    with override("zh-hans"):
        assert filters.listed(["止付", "查询"]) == "止付、查询"
        assert filters.listed([]) == ""
    with override("en"):
        assert filters.listed(["stop-payment", "query"]) == "stop-payment, query"
