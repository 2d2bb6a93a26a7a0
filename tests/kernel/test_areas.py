"""Areas as prefixes."""

import pytest

from zhisun.kernel.areas import division, inside, parent, prefix


@pytest.mark.parametrize(
    ("code", "expected"),
    [("370800", "3708"), ("370000", "37"), ("370811", "370811"), ("370811001", "370811001")],
)
def test_a_division_code_covers_what_begins_with_it(code: str, expected: str) -> None:
    assert prefix(code) == expected


def test_a_station_is_inside_its_city_and_no_other() -> None:
    assert inside("370811001", prefix("370800"))
    assert not inside("370700", prefix("370800"))


def test_the_parent_of_a_province_is_the_country() -> None:
    assert [parent(area) for area in ("370811001", "370811", "3708", "37")] == [
        "370811",
        "3708",
        "37",
        "",
    ]


def test_the_division_of_an_area_has_six_digits() -> None:
    assert [division(area) for area in ("37", "3708", "370811", "370811001")] == [
        "370000",
        "370800",
        "370811",
        "370811",
    ]
