"""Amounts and times as they are typed under pressure."""

from datetime import datetime

import pytest

from zhisun.desks.intake_desk.forms.amounts import amount_of
from zhisun.desks.intake_desk.forms.moments import moment_of, shown
from zhisun.kernel.errors import InputError
from zhisun.kernel.moments import CHINA

REF = datetime(2026, 9, 11, 14, 10, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("28000", 28_000),
        ("2万8", 28_000),
        ("两万三", 23_000),
        ("¥1,234.50", 1_234.5),
        ("２８０００元", 28_000),
        ("5w", 50_000),
        ("人民币贰万捌仟元整", 28_000),
        ("三千块钱", 3_000),
        ("-5", -5),
    ],
)
def test_an_amount_is_read_as_people_say_it(text: str, yuan: float) -> None:
    assert amount_of(text) == round(yuan * 100)


@pytest.mark.parametrize("text", ["很多", "9" * 30, "1e400", "nan", "😀", "1.234", "<script>"])
def test_what_is_no_amount_is_refused_and_repeated(text: str) -> None:
    with pytest.raises(InputError) as refused:
        amount_of(text)
    assert refused.value.code in {"amount_unreadable", "amount_finer_than_fen"}
    assert refused.value.facts["amount"] == text


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("2026-09-11 14:03:07", "14:03:07"),
        ("2026-9-11 9:03", "09:03:00"),
        ("14:03:20", "14:03:20"),
        ("下午两点零三分", "14:03:00"),
        ("3分钟前", "14:07:00"),
        ("2026-09-11T14:03", "14:03:00"),
    ],
)
def test_a_time_is_read_as_people_say_it(text: str, clock: str) -> None:
    assert shown(moment_of(text, ref=REF)) == f"2026-09-11 {clock}"


@pytest.mark.parametrize("text", ["不知道", "25:99", "2026-13-40 10:00", "9" * 500, "\x00"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="time_unreadable"):
        moment_of(text, ref=REF)
