"""What small worlds do not reach: rows at the edges of memory, floods of hits, many twins."""

import random

import numpy as np
import pyarrow as pa

from tests.engines.screening.dicts import Dicts
from tests.engines.screening.test_agrees_with_dicts import told
from tests.engines.screening.universes import NOON, events, indicators, named
from zhisun.engines.screening.building import build
from zhisun.engines.screening.matcher import Matcher
from zhisun.engines.screening.terms import EventKind
from zhisun.engines.tables import INSTANT


def some_names(random_of: random.Random, count: int) -> list[str]:
    labels = ["a", "bb", "evil", "shop", "x" * 40, "y" * 63, "com", "cn", "web", "app", "1", "a-b"]
    return [".".join(random_of.choices(labels, k=random_of.randint(1, 7))) for _ in range(count)]


def test_thousands_of_rows_agree_with_the_dicts() -> None:
    chance = random.Random(7)  # noqa: S311 no secret
    own = named("domain", *some_names(chance, 700))
    asked = [("dns", name) for name in some_names(chance, 30_000)]
    slow = Dicts(own)
    matcher = Matcher(build(indicators(own)).base)
    assert told(matcher, asked) == [slow.hits(kind, value, NOON) for kind, value in asked]


def test_slices_large_strings_and_dictionaries_are_read_as_they_are() -> None:
    matcher = Matcher(build(indicators(named("domain", "evil.com"))).base)
    table = events([("dns", "a.evil.com"), ("dns", "ok.com"), ("dns", "evil.com")] * 5000)
    hits, _rejects = matcher.screen(table.slice(1, 9000))
    assert hits.num_rows == 6000
    coded = table.set_column(3, "kind", table["kind"].dictionary_encode())
    coded = coded.set_column(4, "value", coded["value"].cast(pa.large_string()))
    assert matcher.screen(coded)[0] == matcher.screen(table)[0]


def test_memory_that_may_not_be_written_is_read() -> None:
    text = b"a.evil.com" * 20_000
    offsets = np.arange(0, len(text) + 1, 10, dtype=np.int32).tobytes()
    values = pa.Array.from_buffers(
        pa.string(), 20_000, [None, pa.py_buffer(offsets), pa.py_buffer(text)]
    )
    matcher = Matcher(build(indicators(named("domain", "evil.com"))).base)
    at = pa.array(np.zeros(20_000, np.int64)).cast(INSTANT)
    found = matcher.match(EventKind.DNS, values, at)
    assert found.rows.tolist() == list(range(20_000))


def test_a_flood_of_twins_is_told_in_full() -> None:
    own = named("domain", *["evil.com"] * 300)
    matcher = Matcher(build(indicators(own)).base)
    asked = [("dns", "x.evil.com")] * 200
    assert told(matcher, asked) == [list(range(300))] * 200


def test_the_same_table_gives_the_same_bytes() -> None:
    own = indicators(named("domain", "evil.com", "b.evil.com", "中国.cn"))
    first, second = build(own).base, build(own).base
    assert first.facts == second.facts
    for name, section in first.sections.items():
        assert section.tobytes() == second.sections[name].tobytes()


def test_rejects_name_row_column_and_reason() -> None:
    own = indicators(
        [
            {"kind": "domain", "value": "evil.com"},
            {"kind": "fax", "value": "1"},
            {"kind": "domain", "value": "1.2.3.4"},
            {"kind": "ip", "value": "1.2.3.4", "severity": 6},
            {"kind": "phone", "value": None},
        ]
    )
    assert build(own).rejects.to_pylist() == [
        {"row": 1, "column": "kind", "reason": "kind_unknown"},
        {"row": 2, "column": "value", "reason": "not_a_domain"},
        {"row": 3, "column": "severity", "reason": "severity_wrong"},
        {"row": 4, "column": "value", "reason": "value_empty"},
    ]
    matcher = Matcher(build(own).base)
    _hits, rejects = matcher.screen(
        events([("dns", "a b.com"), ("dns", "ok.com"), ("fax", "1"), ("call", "anonymous")])
    )
    assert rejects.to_pylist() == [
        {"row": 0, "column": "value", "reason": "not_a_host"},
        {"row": 2, "column": "kind", "reason": "kind_unknown"},
        {"row": 3, "column": "value", "reason": "not_a_phone"},
    ]


def test_an_event_without_subject_and_an_indicator_without_id_hit() -> None:
    own = indicators([{"kind": "domain", "value": "evil.com", "indicator_id": None}])
    happened = events([("dns", "evil.com")])
    happened = happened.set_column(2, "subject", pa.nulls(1, pa.string()))
    hits, _rejects = Matcher(build(own).base).screen(happened)
    assert hits.select(["subject", "indicator_id"]).to_pylist() == [
        {"subject": None, "indicator_id": None}
    ]
