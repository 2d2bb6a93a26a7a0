"""Four times the text is about four times the work (线性成本), counted in calls and not in time.

A profiler counts every call of a function, of Python or of C, so the same text gives the same count
on every machine. What a pattern does within one call is not seen: `zhisun bench reading --growth`
measures that in time.
"""

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from zhisun.engines.reading.fraud_types.classifier import classify
from zhisun.engines.reading.reader import read
from zhisun.engines.reading.transfers import transfers
from zhisun.site.measuring.growth import PAYMENTS, PIECES, TELLING

SHORT, LONG = 3_000, 12_000
MOST = 6
"""Times the calls for four times the text: names that stand often cost a little more."""


def growth(job: Callable[[str], object], piece: str) -> float:
    short, long = (calls(job, piece * (length // len(piece))) for length in (SHORT, LONG))
    return long / short


def calls(job: Callable[[str], object], text: str) -> int:
    count = 0

    def one(_frame: FrameType, event: str, _given: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(one)
    try:
        job(text)
    finally:
        sys.setprofile(before)
    return count


def elements(text: str) -> object:
    return read(text, ref_time=None)


def payments(text: str) -> object:
    return transfers(read(text, ref_time=None), text)


def test_what_compares_each_with_each_is_seen() -> None:
    def each_with_each(text: str) -> list[bool]:
        lines = text.splitlines()
        return [any(one is other for other in lines[at + 1 :]) for at, one in enumerate(lines)]

    assert growth(each_with_each, "姓名：张伟\n") > 2 * MOST


@pytest.mark.parametrize("piece", PIECES)
def test_reading_a_piece_over_and_over_is_linear_work(piece: str) -> None:
    assert growth(elements, piece) < MOST


@pytest.mark.parametrize("piece", PAYMENTS)
def test_putting_payments_together_is_linear_work(piece: str) -> None:
    assert growth(payments, piece) < MOST


@pytest.mark.parametrize("piece", TELLING)
def test_telling_the_type_is_linear_work(piece: str) -> None:
    assert growth(classify, piece) < MOST
