"""Who saw numbers whole."""

from datetime import timedelta

import pytest

from tests.builders.city import AT, a_city
from zhisun.domains.audit.selectors import Act
from zhisun.shell.revealing import MOST_REVEALS, reveals_among

pytestmark = pytest.mark.django_db


def test_the_newest_of_many_who_saw_the_numbers_are_told() -> None:
    a_city()
    newest_first = [
        Act(AT - timedelta(minutes=age), "limin", "subjects.reveal", "J1", f"第{age}次", {})
        for age in range(MOST_REVEALS + 3)
    ]
    told = reveals_among(newest_first)
    assert [reason for _, _, reason in told] == [f"第{age}次" for age in range(MOST_REVEALS)]
    assert told[0][:2] == (AT, "李敏")
