"""Small worlds in which indicators and events meet often, and in every disguise."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from zhisun.engines.screening.indicator_base import INDICATORS
from zhisun.engines.screening.matcher import EVENTS

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
Row = dict[str, Any]


def indicators(rows: Iterable[Row]) -> pa.Table:
    """A table of indicators with what a test leaves out filled in."""
    filled = [
        {"fraud_type": "刷单返利", "severity": 3, "source": "test", "indicator_id": f"I{number}"}
        | row
        for number, row in enumerate(rows)
    ]
    return pa.Table.from_pylist(filled, schema=INDICATORS)


def events(rows: Iterable[tuple[str, str]], at: datetime = NOON) -> pa.Table:
    """Events of (kind, value), all at one instant."""
    filled = [
        {"event_id": str(number), "event_time": at, "subject": "s", "kind": kind, "value": value}
        for number, (kind, value) in enumerate(rows)
    ]
    return pa.Table.from_pylist(filled, schema=EVENTS)


def named(kind: str, *values: str) -> list[Row]:
    """Indicators of one kind."""
    return [{"kind": kind, "value": value} for value in values]


labels = st.sampled_from(["a", "b", "evil", "xn--fiqs8s", "w" * 63, "中国", "com", "cn", "A-1_"])
names = st.lists(labels, min_size=1, max_size=7).map(".".join)
odd_names = st.lists(
    st.sampled_from(["a", "b", "evil", "com", "", "w" * 63, "é"]), max_size=15
).map(".".join)
hosts = st.one_of(names, odd_names, names.map(lambda name: f"{name.upper()}."))
quads = st.sampled_from(
    ["1.2.3.4", "1.2.3.5", "1.2.4.4", "10.0.0.1", "1.2.3", "01.2.3.4", "256.1.1.1"]
)
wide = st.sampled_from(
    ["2001:db8::1", "2001:DB8:0::1", "2001:db8:1::", "::ffff:1.2.3.4", "fe80::1"]
)
networks = st.one_of(
    quads, wide, st.sampled_from(["1.2.3.0/24", "0.0.0.0/0", "10.0.0.0/8", "2001:db8::/32", "::/0"])
)
segments = st.sampled_from(["a", "b", "A", "", "a%62", "%2F", ".", "..", "路", "a b", "c.php"])
paths = st.lists(segments, max_size=4).map(lambda parts: "".join(f"/{part}" for part in parts))
schemes = st.sampled_from(["", "http://", "https://", "HTTP://", "ftp://", "hxxp://"])
ports = st.sampled_from(["", "", ":80", ":443", ":8080", ":080", ":"])
queries = st.sampled_from(["", "", "?", "?x=1", "?x=1&y=%2f", "#top", "?x=1#top", "?a?b", "?u=/."])
users = st.sampled_from(["", "", "", "user@", "u:p@"])
sites = st.one_of(names, hosts, quads, wide.map(lambda address: f"[{address}]"))
urls = st.tuples(schemes, users, sites, ports, paths, queries).map("".join)
digits = st.sampled_from(["13800138000", "17012345678", "4008001234", "05372345678", "95588"])
spellings = st.sampled_from(["", "", "+86", "86", "0086", "086", "17951", "+", "00", "+1", "+852"])
breaks = st.sampled_from(["", "", "-", " "])
numbers = st.one_of(
    st.tuples(spellings, breaks, digits).map("".join),
    st.text("0123456789", min_size=1, max_size=22),
    st.sampled_from(
        [
            "+8653 72345678",
            "865372345678",
            "+14155550100",
            "14155550100",
            "+",
            "８６１３８００１３８０００",
        ]
    ),
)
heads = st.one_of(
    st.text("0123456789", min_size=1, max_size=7),
    st.sampled_from(["170", "138", "+86170", "+852", "00852", "+86537", "1", "00", "0537", "+1"]),
)
accounts = st.one_of(
    st.text("0123", min_size=1, max_size=3),
    st.sampled_from(["6222020011112222333", "6222 0200 1111 2222 333", "62220200111122223334444"]),
    st.sampled_from(["abc@x.com", "ABC@X.com", "a-b", "ab", "AB", "账户1", " "]),
)
apps = st.sampled_from(
    ["com.bad.app", "Com.Bad.App", "坏 应用", "坏  应用", "bad app", " ", "x" * 70]
)
handles = st.sampled_from(["wxid_1", "WXID_1", "qq 123", "qq123", "微信1", "x" * 70])
VALUES = {
    "domain": names,
    "url": urls,
    "phone": numbers,
    "phone_prefix": heads,
    "account": accounts,
    "app": apps,
    "im": handles,
    "ip": networks,
}
EVENT_VALUES = {
    "dns": st.one_of(hosts, quads, wide),
    "url": urls,
    "call": numbers,
    "sms": numbers,
    "transfer": accounts,
    "app": apps,
    "im": handles,
}
instants = st.sampled_from(
    [None, *(NOON + timedelta(seconds=n, microseconds=n) for n in (-1, 0, 1))]
)
windows = st.tuples(instants, instants)


def a_row(kind: str) -> st.SearchStrategy[Row]:
    """An indicator of a kind with a validity window."""
    return st.builds(
        lambda value, window: {
            "kind": kind,
            "value": value,
            "valid_from": window[0],
            "valid_to": window[1],
        },
        VALUES[kind],
        windows,
    )


rows = st.lists(st.sampled_from(sorted(VALUES)).flatmap(a_row), max_size=25)
happenings = st.lists(
    st.sampled_from(sorted(EVENT_VALUES)).flatmap(
        lambda kind: EVENT_VALUES[kind].map(lambda value: (kind, value))
    ),
    max_size=40,
)
