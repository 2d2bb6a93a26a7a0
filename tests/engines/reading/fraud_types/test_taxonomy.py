import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhisun.engines.reading.fraud_types.kinds import TYPES
from zhisun.engines.reading.fraud_types.taxonomy import (
    CLASSES,
    changes,
    comparable,
    counted,
    entry_of,
)
from zhisun.engines.reading.fraud_types.taxonomy_table import AIR, LISTS, REST
from zhisun.kernel.errors import EngineInputError

YEARS = st.sampled_from(sorted(LISTS))
COUNTS = st.dictionaries(st.sampled_from(CLASSES), st.integers(0, 10_000))


def test_the_lists_have_the_number_of_entries_that_were_published() -> None:
    assert {year: len(entries) for year, entries in LISTS.items()} == {
        2022: 5,
        2023: 10,
        2024: 10,
        2025: 10,
    }


@pytest.mark.parametrize("year", sorted(LISTS))
def test_no_class_is_counted_twice_in_a_year(year: int) -> None:
    named = [label for classes in LISTS[year].values() for label in classes]
    assert len(named) == len(set(named))
    assert set(named) <= {*TYPES, AIR}


@given(COUNTS, YEARS)
def test_counting_by_a_list_loses_no_case(counts: dict[str, int], year: int) -> None:
    assert sum(counted(counts, year).values()) == sum(counts.values())


@given(COUNTS, YEARS, COUNTS, YEARS)
def test_comparing_loses_no_case_of_either_year(
    earlier: dict[str, int], before: int, later: dict[str, int], after: int
) -> None:
    rows = changes(earlier, before, later, after)
    assert sum(row.before for row in rows) == sum(earlier.values())
    assert sum(row.after for row in rows) == sum(later.values())


@given(COUNTS, YEARS, COUNTS, YEARS)
def test_figures_kept_by_class_or_by_entry_compare_the_same(
    earlier: dict[str, int], before: int, later: dict[str, int], after: int
) -> None:
    by_entry = changes(counted(earlier, before), before, counted(later, after), after)
    assert by_entry == changes(earlier, before, later, after)


@given(YEARS, YEARS)
def test_rows_share_no_class_and_leave_none_out(before: int, after: int) -> None:
    named = [label for row in comparable(before, after) for label in row.classes]
    assert sorted(named) == sorted(CLASSES)


def test_loans_and_credit_records_of_2024_are_put_together_to_meet_2025() -> None:
    rows = {row.classes: row for row in comparable(2024, 2025)}
    joined = rows["贷款、代办信用卡类", "虚假征信类"]
    assert joined.entries == (("虚假贷款", "虚假征信"), ("贷款、征信",))
    assert not joined.whole
    assert rows[("刷单返利类",)].whole


def test_flights_were_part_of_the_rest_before_2025() -> None:
    assert (entry_of(AIR, 2024), entry_of(AIR, 2025)) == (REST, AIR)
    (rest,) = [row for row in comparable(2024, 2025) if AIR in row.classes]
    assert rest.entries == ((REST,), (REST, AIR))


def test_a_rise_between_lists_is_not_taken_for_a_rise_of_cases() -> None:
    rows = changes({"贷款、代办信用卡类": 60, "虚假征信类": 40}, 2024, {"贷款、征信": 90}, 2025)
    told = {row.row.classes: (row.before, row.after) for row in rows}
    assert told["贷款、代办信用卡类", "虚假征信类"] == (100, 90)


def test_what_no_list_knows_is_refused() -> None:
    with pytest.raises(EngineInputError, match="taxonomy_year_unknown"):
        counted({}, 2019)
    with pytest.raises(EngineInputError, match="fraud_class_unknown"):
        entry_of("盗窃", 2024)
