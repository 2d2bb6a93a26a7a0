"""Web addresses and networks that need the slow reading: nothing missed, nothing told twice."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.screening.dicts import Dicts
from tests.engines.screening.test_agrees_with_dicts import told
from tests.engines.screening.universes import NOON, indicators, named, paths, ports, queries
from zhisun.engines.screening.building import build
from zhisun.engines.screening.matcher import Matcher

LONG = f"{'w' * 60}.evil.com"
sites = st.sampled_from(["evil.com", ".evil.com", "EVIL.com.", LONG, "1.2.3.4", ".1.2.3.4"])
odd_paths = st.one_of(paths, st.sampled_from(["/.well-known/a", "/%E8%B7%AF/a", "/a/%7eb"]))
schemes = st.sampled_from(["", "http://", "https://", "http://u@"])
addresses = st.tuples(schemes, sites, ports, odd_paths, queries).map("".join)


@settings(max_examples=150)
@given(st.lists(addresses, max_size=12), st.lists(addresses, max_size=30))
def test_odd_addresses_hit_once_what_the_dicts_hit(base: list[str], asked: list[str]) -> None:
    own = named("url", *base) + named("domain", "evil.com") + named("ip", "1.2.3.0/24")
    slow = Dicts([dict(row) for row in own])
    assert told(Matcher(build(indicators(own)).base), [("url", page) for page in asked]) == [
        slow.hits("url", page, NOON) for page in asked
    ]


@pytest.mark.parametrize(
    "page",
    [
        "http://evil.com/pay/%E8%B7%AF",
        "http://evil.com/pay/路",
        "http://evil.com/pay/.well-known/x?back=/.",
        "http://.evil.com/pay",
        "http://evil.com/x/../pay?u=%2F",
    ],
)
def test_a_path_with_escapes_and_dots_hits_its_page_and_its_domain_once(page: str) -> None:
    own = named("url", "http://evil.com/pay") + named("domain", "evil.com")
    assert told(Matcher(build(indicators(own)).base), [("url", page)]) == [[0, 1]]


@pytest.mark.parametrize("host", [f"{'w' * 56}.com", f"{'w' * 60}.com", f"{LONG}.{LONG}.{LONG}"])
def test_a_page_of_a_long_host_hits(host: str) -> None:
    own = named("url", f"https://{host}/pay", f"{host}/pay/路")
    asked = [("url", f"{host}/pay"), ("url", f"http://{host}:80/pay/%e8%b7%af/x?y=1")]
    assert told(Matcher(build(indicators(own)).base), asked) == [[0], [1, 0]]


@pytest.mark.parametrize("network", ["::ffff:1.2.3.0/120", "::ffff:1.2.3.4/128", "::ffff:0:0/96"])
def test_a_network_that_wraps_ipv4_hits_as_ipv4_does(network: str) -> None:
    own = named("ip", network)
    asked = [("dns", "1.2.3.4"), ("dns", "::ffff:1.2.3.4"), ("url", "http://.1.2.3.4/")]
    assert told(Matcher(build(indicators(own)).base), asked) == [[0]] * 3


def test_no_domain_is_the_parent_of_an_address() -> None:
    own = named("domain", "1", "0.1", "１", "x.1", "1.cn")
    asked = [("dns", "10.0.0.1"), ("url", "http://10.0.0.1:80/%41"), ("dns", "1.cn")]
    built = build(indicators(own))
    assert built.rejects["row"].to_pylist() == [0, 1, 2, 3]
    assert told(Matcher(built.base), asked) == [[], [], [4]]
