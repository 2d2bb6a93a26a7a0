"""Instants and their Chinese form."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhisun.kernel.errors import InputError
from zhisun.kernel.moments import compact, from_compact, instant, minutes_between


def test_a_naive_time_is_chinese_time() -> None:
    assert instant("2026-09-11 14:03:00") == datetime(2026, 9, 11, 6, 3, tzinfo=UTC)
    assert instant("2026-09-11T14:03:00Z") == datetime(2026, 9, 11, 14, 3, tzinfo=UTC)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001 made aware below
def test_the_wires_form_of_a_time_comes_back(moment: datetime) -> None:
    at = moment.replace(microsecond=0, tzinfo=UTC)
    assert from_compact(compact(at)) == at


@pytest.mark.parametrize("text", ["", "昨天", "2026-13-01", "99999999999999"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        instant(text)
    with pytest.raises(InputError):
        from_compact(text)


def test_minutes_count_whole() -> None:
    start = datetime(2026, 9, 11, 6, 0, tzinfo=UTC)
    assert minutes_between(start, start.replace(minute=9, second=59)) == 9
