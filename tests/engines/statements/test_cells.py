"""Amounts, times and account numbers in every form they come in."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhisun.engines.statements.amounts import TOO_FINE, UNREADABLE, to_fen
from zhisun.engines.statements.headings import find, folded, meaning
from zhisun.engines.statements.instants import BAD, to_clocks, to_instants, unit_of
from zhisun.engines.statements.terms import Column, Unit
from zhisun.engines.statements.texts import account_number
from zhisun.engines.tables import UNKNOWN_FEN
from zhisun.kernel.money import yuan

AT = 1_772_328_645_000_000  # 2026-03-01 09:30:45 in China


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1,234.50", 123_450),
        ("-12", -1200),
        ("+12.3", 1230),
        ("￥12.00", 1200),
        ("¥ 1，200.5", 120_050),
        ("(12.50)", -1250),
        ("（12.50）", -1250),
        ("１２．５０", 1250),
        ("1.2E4", 1_200_000),
        ("12.50-", -1250),
        ("12元", 1200),
        (".5", 50),
        ("0.00", 0),
        ("1234.5600000000001", 123_456),
        ("", UNKNOWN_FEN),
        ("--", UNKNOWN_FEN),
        ("abc", UNREADABLE),
        ("1e400", UNREADABLE),
        ("nan", UNREADABLE),
        ("1.234", TOO_FINE),
    ],
)
def test_an_amount_is_read_to_the_fen_or_not_at_all(text: str, fen: int) -> None:
    assert to_fen(pa.array([text, "7.00"])).tolist() == [fen, 700]


@given(st.lists(st.integers(-(10**15), 10**15), min_size=1))
def test_every_amount_comes_back(fens: list[int]) -> None:
    assert to_fen(pa.array([yuan(fen) for fen in fens])).tolist() == fens
    grouped = [f"{fen // 100:,}.{fen % 100:02d}" for fen in map(abs, fens)]
    assert to_fen(pa.array(grouped)).tolist() == [abs(fen) for fen in fens]


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01 09:30:45",
        "2026/03/01 09:30:45",
        "2026/3/1 9:30:45",
        "20260301093045",
        "20260301 09:30:45",
        "20260301 093045",
        "2026-03-01T09:30:45+08:00",
        "2026-03-01T01:30:45Z",
        "2026年3月1日 9时30分45秒",
        "2026.03.01 09:30:45",
        "2026-03-01 09:30:45.000",
        "２０２６-03-01 09:30:45",
        "2026-03-01 上午 9:30:45",
        "46082.396354167",
    ],
)
def test_a_time_is_read_in_any_form(text: str) -> None:
    instants, units = unit_of(to_instants(pa.array([text])))
    assert (instants.tolist(), units.tolist()) == ([AT], [Unit.SECOND])


def test_the_afternoon_is_twelve_hours_later() -> None:
    told, _units = unit_of(to_instants(pa.array(["2026-03-01 下午 9:30:45"])))
    assert told.tolist() == [AT + 12 * 3_600_000_000]


@pytest.mark.parametrize(
    ("text", "unit"),
    [("2026-03-01", Unit.DAY), ("20260301", Unit.DAY), ("2026-03-01 09:30", Unit.MINUTE)],
)
def test_a_coarse_time_says_how_coarse_it_is(text: str, unit: Unit) -> None:
    told, units = unit_of(to_instants(pa.array([text])))
    assert units.tolist() == [unit]
    assert 0 <= AT - told[0] < 86_400_000_000


@pytest.mark.parametrize(
    "text",
    ["", "昨天", "2026-02-30", "2026-13-01", "99999999", "12:30", "2026-03-01 25:00:00", "-"],
)
def test_what_is_no_time_is_told_apart(text: str) -> None:
    assert to_instants(pa.array([text])).tolist() == [BAD]


@given(st.text())
def test_no_text_stops_the_reading_of_times_and_amounts(text: str) -> None:
    column = pa.array([text.encode("utf-8", "replace").decode(), "2026-03-01 09:30:45"])
    assert to_instants(column)[1] == AT
    assert len(to_clocks(column)) == len(to_fen(column)) == 2


@pytest.mark.parametrize("text", ["09:30:45", "093045", "93045", "9:30:45", "0.396354167"])
def test_a_clock_is_read_even_without_its_zero(text: str) -> None:
    assert to_clocks(pa.array([text])).tolist() == [(9 * 3600 + 30 * 60 + 45) * 1_000_000]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("6222 0200 0000 1234", "6222020000001234"),
        ("'6222020000001234", "6222020000001234"),
        ('="6222020000001234"', "6222020000001234"),
        ("６２２２０２", "622202"),
        ("6222****1234", "6222****1234"),
        ("6.22202123456789E+18", "622202123456789****"),
        ("-", ""),
        ("张三的钱包", "张三的钱包"),
    ],
)
def test_an_account_number_is_cleaned_and_never_invented(text: str, number: str) -> None:
    assert account_number(text) == number


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("交易时间", Column.TIME),
        ("借贷标志", Column.DIRECTION),
        ("收付标志", Column.DIRECTION),
        ("进出标志", Column.DIRECTION),
        ("收/支", Column.DIRECTION),
        ("交易金额（元）", Column.AMOUNT),
        ("借方发生额", Column.OUT),
        ("贷方发生额(元)", Column.IN),
        ("账户余额", Column.BALANCE),
        ("交易对方账卡号", Column.COUNTERPARTY),
        ("对手账号", Column.COUNTERPARTY),
        ("对方户名", Column.COUNTERPARTY_NAME),
        ("交易流水号", Column.SERIAL),
        ("交易渠道", Column.CHANNEL),
        ("交易网点名称", Column.BRANCH),
        ("IP地址", Column.IP),
        ("MAC 地址", Column.MAC),
        ("币种", Column.CURRENCY),
        ("客户星座", Column.IGNORED),
    ],
)
def test_a_heading_says_what_stands_under_it(heading: str, column: Column) -> None:
    assert meaning(folded(heading))[1] is column


def test_what_an_officer_taught_about_a_heading_goes_before_the_table() -> None:
    head = [["交易时间", "借贷标志", "交易金额", "摘要", "对家"]]
    assert find(head).columns[-1] is Column.IGNORED
    assert find(head, {"对家": Column.COUNTERPARTY}).columns[-1] is Column.COUNTERPARTY
