import pytest

from zhisun.engines.identity.hotlines import hotline, imitated
from zhisun.engines.identity.phones import area_code, phone, segment_of


@pytest.mark.parametrize(
    ("written", "number", "kind"),
    [
        ("13700001212", "13700001212", "mobile"),
        ("+8613700001212", "13700001212", "mobile"),
        ("008613700001212", "13700001212", "mobile"),
        ("1795113700001212", "13700001212", "mobile"),
        ("4000001234", "4000001234", "service"),
        ("053188000110", "053188000110", "landline"),
        ("+8653188000110", "053188000110", "landline"),
        ("01000001110", "01000001110", "landline"),
        ("+85260007788", "85260007788", "foreign"),
        ("00601100000123", "00601100000123", "foreign"),
    ],
)
def test_each_way_to_write_a_number_has_one_normal_form(
    written: str, number: str, kind: str
) -> None:
    known = phone(written)
    assert known is not None
    assert (known.number, known.kind) == (number, kind)


@pytest.mark.parametrize("digits", ["12345678901", "053012", "110", "026123456789", ""])
def test_digits_outside_the_numbering_plan_are_no_phone(digits: str) -> None:
    assert phone(digits) is None


@pytest.mark.parametrize("mobile", ["17000007788", "17100003333", "16200001111", "16700004444"])
def test_resold_segments_are_marked_as_virtual_operators(mobile: str) -> None:
    segment = segment_of(mobile)
    assert segment is not None
    assert segment.kind == "MVNO"


def test_the_longer_segment_wins() -> None:
    satellite, ordinary = segment_of("13490001111"), segment_of("13400001111")
    assert satellite is not None
    assert ordinary is not None
    assert (satellite.kind, ordinary.kind) == ("IOT", "MNO")


def test_area_codes_go_with_their_length() -> None:
    assert area_code("01088888888") == "010"
    assert area_code("05378888888") == "0537"
    assert area_code("0108888888") == ""


def test_hotlines_are_known_and_their_imitations_seen_through() -> None:
    known, spoofed = hotline("96110"), imitated("+8695588")
    assert known is not None
    assert known.kind == "antifraud"
    assert spoofed is not None
    assert spoofed.owner == "中国工商银行"
    assert hotline("12345678") is None
    assert imitated("13700001212") is None
