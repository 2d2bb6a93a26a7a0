"""A base that changes while other threads screen: no batch misses what stood, or invents."""

from threading import Event, Thread

import pyarrow as pa

from tests.engines.screening.universes import NOON, Row, events, indicators, named
from zhisun.engines.screening.building import build
from zhisun.engines.screening.matcher import Matcher

BASE, ADDED, STEP = 60, 240, 6
Pair = tuple[str, str]


def written() -> list[Row]:
    """Names and numbers of which every third comes again later, as a twin."""
    names = [f"n{number % 100}.bad{number % 7}.example.top" for number in range(BASE + ADDED)]
    phones = [f"1390000{number % 90:04}" for number in range(BASE + ADDED)]
    rows = list(zip(named("domain", *names), named("phone", *phones), strict=True))
    return [row for pair in rows for row in pair]


def pairs(matcher: Matcher, asked: pa.Table) -> list[Pair]:
    """Event and indicator of each hit."""
    hits, _rejects = matcher.screen(asked)
    told = hits.select(["event_id", "indicator_id"]).to_pylist()
    return [(str(hit["event_id"]), str(hit["indicator_id"])) for hit in told]


def test_batches_under_way_find_what_stood_and_nothing_else() -> None:
    every = indicators(written())
    happened = [("dns", f"www.n{n}.bad{n % 7}.example.top") for n in range(110)]
    happened += [("call", f"+861390000{n:04}") for n in range(100)]
    asked = events(happened * 20, NOON)
    whole = Matcher(build(every).base)
    at_last = set(pairs(whole, asked))
    matcher = Matcher(build(every.slice(0, 2 * BASE)).base)
    at_first = set(pairs(matcher, asked))
    over, seen = Event(), list[list[Pair]]()

    def screening() -> None:
        while not over.is_set():
            seen.append(pairs(matcher, asked))

    threads = [Thread(target=screening) for _ in range(2)]
    for thread in threads:
        thread.start()
    for start in range(2 * BASE, every.num_rows, 2 * STEP):
        matcher.add(every.slice(start, 2 * STEP))
    over.set()
    for thread in threads:
        thread.join()
    assert at_first < at_last
    assert len(seen) > len(threads)
    for found in seen:
        assert len(set(found)) == len(found)
        assert at_first <= set(found) <= at_last
    assert set(pairs(matcher, asked)) == at_last
