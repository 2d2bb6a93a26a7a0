"""Indicators leave in four layouts and come back alike; what is none is told with its place."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhisun.gateways.indicators import files, stix
from zhisun.gateways.indicators.port import KINDS, Shared
from zhisun.kernel.errors import InputError

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]), min_size=1
)
"""Texts without blanks at their ends: a table cuts those off."""
plain = words.filter(lambda text: not text.startswith("'"))
seconds = st.integers(0, 10**6).map(lambda after: AT + timedelta(seconds=after))
moments = st.none() | seconds
values = {
    "phone_prefix": st.from_regex(r"[0-9]{3,9}", fullmatch=True),
    "ip": st.ip_addresses().map(str),
}


@st.composite
def indicators(draw: st.DrawFn) -> Shared:
    kind = draw(st.sampled_from(KINDS))
    return Shared(
        kind=kind,
        value=draw(values.get(kind, plain)),
        fraud_type=draw(plain),
        severity=draw(st.integers(1, 5)),
        confidence=draw(st.integers(0, 100)),
        source=draw(plain),
        verified_at=draw(moments),
        valid_from=draw(moments),
        valid_to=draw(moments),
        seen_at=draw(seconds),
        incident_nos=tuple(draw(st.lists(st.from_regex("J[0-9]{18}", fullmatch=True)))),
    )


def read_or_refused(data: bytes) -> None:
    """Nothing but an answer at the file itself may come of any bytes."""
    told: InputError | None = None
    try:
        files.read(data)
    except InputError as error:
        told = error
    assert told is None or told.facts["field"] == "file"


def told(row: Shared) -> dict[str, object]:
    return {name: getattr(row, name) for name in Shared.__slots__ if name != "place"}


@settings(max_examples=15)
@given(st.lists(indicators(), max_size=4))
@pytest.mark.parametrize("layout", files.WRITERS)
def test_what_leaves_comes_back_alike(layout: str, rows: list[Shared]) -> None:
    data = files.write(layout, rows, author="济宁市反诈中心", at=AT)
    assert files.layout_of(data) == layout
    found, read = files.read(data)
    assert found == layout
    assert read.unread == []
    assert [told(row) for row in read.rows] == [told(row) for row in rows]


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_bytes_are_a_file_or_are_refused(data: bytes) -> None:
    read_or_refused(data)


@settings(max_examples=60)
@given(
    st.recursive(
        st.none() | st.text() | st.integers() | st.booleans(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "type",
                        "objects",
                        "pattern",
                        "Event",
                        "Attribute",
                        "Object",
                        "value",
                        "Tag",
                        "extensions",
                        "confidence",
                        "pattern_type",
                        "response",
                        "name",
                    ]
                ),
                inner,
            )
        ),
    )
)
def test_any_json_is_a_file_or_is_refused(inside: object) -> None:
    for whole in (
        {"type": "bundle", "objects": [{"type": "indicator"}, inside]},
        {"Event": inside},
        {"Event": {"Attribute": [inside]}},
        [{"Event": {"Object": [inside]}}],
    ):
        read_or_refused(json.dumps(whole).encode())


@pytest.mark.parametrize(
    ("pattern", "named"),
    [  # OASIS STIX 2.1 §4.7, §9.8, and what feeds write
        ("[url:value = 'http://x4z9arb.cn/4712/']", [("url", "http://x4z9arb.cn/4712/")]),
        ("[ipv4-addr:value = '198.51.100.1']", [("ip", "198.51.100.1")]),
        ("[ipv4-addr:value ISSUBSET '198.51.100.0/24']", [("ip", "198.51.100.0/24")]),
        (
            "[ipv4-addr:value = '198.51.100.1' OR ipv4-addr:value = '203.0.113.33']",
            [("ip", "198.51.100.1"), ("ip", "203.0.113.33")],
        ),
        (
            "[ domain-name:value = 'a.example' ] OR [url:value='b.example/c']",
            [("domain", "a.example"), ("url", "b.example/c")],
        ),
        (
            "[domain-name:value IN ('a.example', 'b.example')]",
            [("domain", "a.example"), ("domain", "b.example")],
        ),
        ("[x-zhisun-phone:number LIKE '1700123%']", [("phone_prefix", "1700123")]),
        (r"[software:name = 'it\'s \\ here']", [("app", r"it's \ here")]),
    ],
)
def test_a_pattern_says_its_values(pattern: str, named: list[tuple[str, str]]) -> None:
    assert stix.values_of(pattern) == named


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        (
            "[ file:hashes.'SHA-256' = '4bac27393bdd9777ce02453256c5577cd02275510b2227' ]",
            "stix_object_foreign",
        ),
        ("[email-message:from_ref.value MATCHES '.+\\\\@example\\\\.com$']", "stix_object_foreign"),
        (
            "[domain-name:value = 'www.5z8.info' AND ipv4-addr:value = '198.51.100.1']",
            "stix_pattern_beyond",
        ),
        ("[url:value = 'http://example.com/foo'] WITHIN 5 SECONDS", "stix_pattern_beyond"),
        ("[ipv4-addr:value = '198.51.100.1'] FOLLOWEDBY [url:value = 'a']", "stix_pattern_beyond"),
        ("[url:value != 'a']", "stix_pattern_beyond"),
        ("[url:value = 'a'", "stix_pattern_beyond"),
        ("[url:value = 5]", "stix_pattern_beyond"),
        ("[domain-name:value LIKE '%.example']", "stix_pattern_beyond"),
        ("", "stix_pattern_beyond"),
    ],
)
def test_a_pattern_that_says_more_is_not_guessed(pattern: str, code: str) -> None:
    with pytest.raises(InputError, match=code):
        stix.values_of(pattern)


def test_the_bundle_of_the_standard_is_read_and_its_revoked_indicator_taken_back() -> None:
    """OASIS STIX 2.1 §4.7.3, with an indicator for a web address and one that is revoked."""
    indicator = {
        "type": "indicator",
        "spec_version": "2.1",
        "id": "indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f",
        "created_by_ref": "identity--f431f809-377b-45e0-aa1c-6a4751cae5ff",
        "created": "2016-04-06T20:03:48.000Z",
        "modified": "2016-04-06T20:03:48.000Z",
        "indicator_types": ["malicious-activity"],
        "name": "Poison Ivy Malware",
        "pattern": "[url:value = 'http://x4z9arb.cn/4712/']",
        "pattern_type": "stix",
        "valid_from": "2016-01-01T00:00:00Z",
    }
    objects = [
        {"type": "identity", "id": indicator["created_by_ref"], "name": "ACME Widget, Inc."},
        indicator,
        {"type": "relationship", "id": "relationship--44298a74-ba52-4f0c-87a3-1824e67d7fad"},
        indicator | {"revoked": True},
        indicator | {"pattern": "alert tcp any any", "pattern_type": "snort"},
        indicator | {"confidence": "high"},
    ]
    data = json.dumps({"type": "bundle", "id": "bundle--1", "objects": objects}).encode()
    layout, read = files.read(data)
    first, gone = read.rows
    assert layout == "stix"
    assert (first.kind, first.source, first.withdrawn) == ("url", "ACME Widget, Inc.", False)
    assert first.valid_from == datetime(2016, 1, 1, tzinfo=UTC)
    assert gone.withdrawn
    assert [(each.place, each.code) for each in read.unread] == [
        ("objects[4]", "stix_pattern_type"),
        ("objects[5]", "number_unreadable"),
    ]


def test_an_event_of_misp_is_read_by_its_types() -> None:
    attributes = [
        {"type": "hostname", "value": "a.example", "to_ids": True, "timestamp": "1763625600"},
        {"type": "domain|ip", "value": "b.example|198.51.100.1", "to_ids": True},
        {"type": "ip-dst|port", "value": "198.51.100.2|443", "to_ids": True},
        {"type": "phone-number", "value": "+86 138 0000 1111", "to_ids": True},
        {"type": "bank-account-nr", "value": "6222000011112222", "deleted": True},
        {"type": "sha256", "value": "00", "to_ids": True},
        {"type": "url", "value": "a.example/x", "to_ids": False},
        "rubbish",
    ]
    inside = {"Attribute": [{"type": "url", "value": "c.example/pay", "to_ids": True}]}
    event = {
        "threat_level_id": "1",
        "Orgc": {"name": "省厅"},
        "Attribute": attributes,
        "Object": [inside],
    }
    _layout, read = files.read(json.dumps({"response": [{"Event": event}]}).encode())
    assert [(row.kind, row.value) for row in read.rows] == [
        ("domain", "a.example"),
        ("domain", "b.example"),
        ("ip", "198.51.100.1"),
        ("ip", "198.51.100.2"),
        ("phone", "+86 138 0000 1111"),
        ("account", "6222000011112222"),
        ("url", "c.example/pay"),
    ]
    assert {(row.severity, row.source) for row in read.rows} == {(5, "省厅")}
    assert read.rows[0].seen_at == datetime.fromtimestamp(1763625600, UTC)
    assert read.rows[5].withdrawn
    assert {each.place: each.code for each in read.unread} == {
        "Attribute[5]": "misp_type_foreign",
        "Attribute[6]": "misp_not_for_detection",
        "Attribute[7]": "misp_attribute_broken",
    }


PUSH = """<?xml version="1.0" encoding="UTF-8"?><Response><Head><TxCode>100501</TxCode>
<MessageFrom>100000000005</MessageFrom>
<TransSerialNumber>100000000005_000000000000T202611200800000000000000001</TransSerialNumber></Head>
<Body><ApplicationID>0501{digits}</ApplicationID><ListType>{listed}</ListType><CaseInfos>
<CaseInfo><UpdateType>01</UpdateType><DataType>1</DataType><VerificationTime>20261119080000</VerificationTime>
<OrganizationID>370800</OrganizationID><Account>6222000011112222_001</Account><Name>某</Name>
<IDNumber>1</IDNumber><PhoneNumber>13800001111</PhoneNumber><ValidationPeriod>20271119</ValidationPeriod></CaseInfo>
<CaseInfo><UpdateType>03</UpdateType><QQ>10001000</QQ></CaseInfo>
<CaseInfo><UpdateType>09</UpdateType><Url>a.example</Url></CaseInfo>
<CaseInfo><UpdateType>01</UpdateType><VerificationTime>soon</VerificationTime><Url>a.example</Url></CaseInfo>
</CaseInfos></Body></Response>"""


def test_a_push_of_the_bank_lane_is_read_and_names_of_people_are_not() -> None:
    layout, read = files.read(PUSH.format(digits="0" * 32, listed="1").encode())
    assert layout == "push"
    assert [(row.kind, row.value, row.withdrawn) for row in read.rows] == [
        ("account", "6222000011112222", False),
        ("phone", "13800001111", False),
        ("im", "10001000", True),
    ]
    first = read.rows[0]
    assert first.source == "涉案信息推送 370800"
    assert first.verified_at == datetime(2026, 11, 19, tzinfo=UTC)
    assert first.valid_to == datetime(2027, 11, 18, 16, tzinfo=UTC)
    assert [each.code for each in read.unread] == ["push_code_unknown", "time_unreadable"]


def test_a_white_list_pushed_to_us_makes_no_suspects() -> None:
    _layout, read = files.read(PUSH.format(digits="0" * 32, listed="0").encode())
    assert read.rows == []
    assert {each.code for each in read.unread} == {"push_of_white_list"}


def test_a_table_may_speak_chinese_and_gb18030_and_names_its_lines() -> None:
    lines = [
        "类别,内容,严重程度,核实时间,诈骗类型",
        "手机号,13800001111,4,2026/11/19 08:00,刷单返利",
        "传真,1,4,,",
        "域名,a.example,很高,,",
        "",
        "银行卡,6.222E+18,4,,",
        '网址,"b.example/x,y",5,,',
        "IP,203.0.113.7",
    ]
    layout, read = files.read("\r\n".join(lines).encode("gb18030"))
    assert layout == "csv"
    assert [(row.place, row.kind, row.value) for row in read.rows] == [
        ("2", "phone", "13800001111"),
        ("7", "url", "b.example/x,y"),
        ("8", "ip", "203.0.113.7"),
    ]
    assert [(each.place, each.column, each.code) for each in read.unread] == [
        ("3", "kind", "indicator_kind_unknown"),
        ("4", "severity", "number_unreadable"),
        ("6", "value", "indicator_digits_lost"),
    ]


@pytest.mark.parametrize("layout", ["csv", "xlsx"])
def test_no_cell_is_a_formula(layout: str) -> None:
    evil = Shared(
        kind="app", value='=HYPERLINK("http://evil.example")', source="@x", fraud_type="-1"
    )
    data = files.write(layout, [evil], author="x", at=AT)
    if layout == "csv":
        assert b",=" not in data
    assert files.read(data)[1].rows[0].value == evil.value


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "indicator_file_unreadable"),
        (b"{}", "indicator_file_unreadable"),
        (b"[" * 100_000, "indicator_file_unreadable"),
        (b'{"type": "bundle", "objects": 5}', "indicator_file_unreadable"),
        (b"<a/>", "indicator_file_unreadable"),
        (b"PK\x03\x04nothing", "indicator_file_unreadable"),
        (b"a,b\n1,2", "indicator_column_missing"),
        (b"\xff\xfe\xff", "indicator_file_unreadable"),
    ],
)
def test_what_is_no_file_of_indicators_is_refused_whole(data: bytes, code: str) -> None:
    with pytest.raises(InputError, match=code) as error:
        files.read(data)
    assert error.value.facts["field"] == "file"
