"""Shares of any ground keep what is frozen, what is owed, and their working."""

from hypothesis import given
from hypothesis import strategies as st

from zhisun.domains.restitution.policy import Ground, evenness, masked_name, masked_number, plans

FENS = st.integers(0, 10**9)


@st.composite
def grounds(draw: st.DrawFn) -> Ground:
    accounts = [f"A{number}" for number in range(draw(st.integers(1, 4)))]
    cases = [f"J{number}" for number in range(draw(st.integers(1, 5)))]
    intervals = {}
    for account in accounts:
        for case in cases:
            least = draw(FENS)
            intervals[account, case] = (least, least + draw(FENS))
    return Ground(
        frozen={account: draw(FENS) for account in accounts},
        owed={case: draw(FENS) for case in cases},
        intervals=intervals,
    )


@given(grounds())
def test_no_account_gives_and_no_victim_gets_too_much(ground: Ground) -> None:
    found = plans(ground)
    for method in ("traced_fen", "proportional_fen"):
        for account, frozen in ground.frozen.items():
            given_out = [getattr(p, method) for (a, _c), p in found.items() if a == account]
            assert all(fen >= 0 for fen in given_out)
            assert sum(given_out) <= frozen
        for case, owed in ground.owed.items():
            got = [getattr(p, method) for (_a, c), p in found.items() if c == case]
            assert sum(got) <= owed
    for (account, case), plan in found.items():
        least, most = ground.intervals[account, case]
        assert plan.direct_fen <= least
        assert plan.direct_fen <= plan.traced_fen <= most


@given(grounds())
def test_the_same_ground_gives_the_same_fen_and_digest(ground: Ground) -> None:
    turned = Ground(
        frozen=dict(reversed(list(ground.frozen.items()))),
        owed=ground.owed,
        intervals=dict(reversed(list(ground.intervals.items()))),
    )
    assert plans(turned) == plans(ground)
    assert turned.digest("t") == ground.digest("t")


def test_what_was_refunded_counts_as_recovered() -> None:
    told = evenness({"J1": (100, 50), "J2": (100, 0)}, [("J1", 10), ("J2", 60)])
    assert told.ratios_pm == {"J1": 600, "J2": 600}


def test_the_public_reads_neither_name_nor_number() -> None:
    assert masked_name("欧阳小红") == "欧***"
    assert masked_number("6222000000001234") == "****1234"
