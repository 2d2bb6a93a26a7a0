"""The picture of the money: nothing overlaps, nothing is lost."""

from collections.abc import Sequence
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from zhisun.desks.funds_desk.flow_chart import (
    THICKEST,
    THINNEST,
    Account,
    Box,
    Stream,
    chart,
    thickness,
)
from zhisun.desks.funds_desk.trail_view import FAULTS_LISTED, fault_groups
from zhisun.domains.money_trails.selectors import DataFault

VICTIM = Account(key="victim", name="事主", institution="", layer=0, inflow_fen=None)


@st.composite
def trails(draw: st.DrawFn) -> tuple[list[Account], list[Stream]]:
    """A victim and up to forty accounts in four layers, each paid by somebody before it."""
    accounts, streams = [VICTIM], []
    for number in range(draw(st.integers(1, 40))):
        payer = draw(st.sampled_from(accounts))
        fen = draw(st.integers(1, 10**9))
        gone = draw(st.integers(0, fen))
        account = Account(
            key=f"a{number:02d}",
            name=f"户{number}",
            institution="工行",
            layer=min(payer.layer + 1, 4),
            inflow_fen=fen,
            still_there_fen=fen - gone,
            left={"cashed_out": gone} if gone else {},
        )
        if payer.layer < account.layer:
            accounts.append(account)
            streams.append(Stream(payer.key, account.key, fen))
    return accounts, streams


def overlap(one: Box, other: Box) -> bool:
    apart_x = one.x + one.width <= other.x or other.x + other.width <= one.x
    apart_y = one.y + one.height <= other.y or other.y + other.height <= one.y
    return not (apart_x or apart_y)


@given(trails(), st.integers(1, 12))
def test_no_two_accounts_overlap_and_all_lie_on_the_canvas(
    trail: tuple[list[Account], list[Stream]], shown: int
) -> None:
    picture = chart(*trail, shown_per_layer=shown)
    assert not [pair for pair in combinations(picture.boxes, 2) if overlap(*pair)]
    assert all(box.x >= 0 and box.x + box.width <= picture.width for box in picture.boxes)
    assert all(box.y >= 0 and box.y + box.height <= picture.height for box in picture.boxes)


@given(trails(), st.integers(1, 12))
def test_folding_small_accounts_loses_no_fen(
    trail: tuple[list[Account], list[Stream]], shown: int
) -> None:
    accounts, streams = trail
    picture = chart(accounts, streams, shown_per_layer=shown)
    drawn = [box.account for box in picture.boxes]
    assert sum(a.stands_for for a in drawn) == len(accounts)
    for amount in ("still_there_fen", "held_fen", "frozen_fen", "left_fen"):
        assert total(drawn, amount) == total(accounts, amount)
    assert sum(a.inflow_fen or 0 for a in drawn) == sum(a.inflow_fen or 0 for a in accounts)
    assert sum(box.onward_fen for box in picture.boxes) == sum(s.amount_fen for s in streams)
    assert sum(band.stream.amount_fen for band in picture.bands) == sum(
        s.amount_fen for s in streams
    )


@given(trails())
def test_the_bar_of_an_account_never_shows_more_than_came_in(
    trail: tuple[list[Account], list[Stream]],
) -> None:
    for box in chart(*trail).boxes:
        assert sum(share for _kind, _start, share in box.segments) <= 1 + 1e-9


def test_a_layer_stands_right_of_the_one_that_paid_it() -> None:
    accounts = [VICTIM, an_account("b", 1), an_account("c", 2), an_account("d", 5)]
    boxes = chart(accounts, [Stream("victim", "b", 1), Stream("b", "c", 1), Stream("c", "d", 1)])
    assert [box.account.key for box in sorted(boxes.boxes, key=lambda box: box.x)] == [
        "victim",
        "b",
        "c",
        "d",
    ]


def test_one_account_too_many_is_drawn_rather_than_folded() -> None:
    layer = [an_account(f"m{n}", 1) for n in range(6)]
    assert chart([VICTIM, *layer], [], shown_per_layer=5).folded == 0
    assert chart([VICTIM, *layer], [], shown_per_layer=4).folded == 2


def test_those_with_most_to_save_are_the_ones_drawn() -> None:
    rich = an_account("rich", 1, still_there_fen=900)
    poor = [an_account(f"p{n}", 1, still_there_fen=n) for n in range(5)]
    drawn = {box.account.key for box in chart([*poor, rich], [], shown_per_layer=1).boxes}
    assert "rich" in drawn


def test_money_that_goes_back_or_sideways_is_drawn_as_well() -> None:
    accounts = [VICTIM, an_account("b", 1), an_account("c", 1)]
    picture = chart(accounts, [Stream("b", "c", 5), Stream("c", "victim", 3)])
    assert len(picture.bands) == 2


def test_a_thicker_band_is_more_money() -> None:
    widths = [thickness(fen, 10_000) for fen in (1, 100, 2_500, 10_000)]
    assert widths == sorted(widths)
    assert (widths[0] >= THINNEST, widths[-1]) == (True, THICKEST)


def test_an_empty_trail_is_an_empty_picture() -> None:
    assert chart([], []).boxes == ()


def an_account(key: str, layer: int, still_there_fen: int = 0) -> Account:
    return Account(
        key=key,
        name=key,
        institution="工行",
        layer=layer,
        inflow_fen=1_000,
        still_there_fen=still_there_fen,
    )


def total(accounts: Sequence[Account], amount: str) -> int:
    return sum(getattr(account, amount) for account in accounts)


def test_thousands_of_faults_are_a_few_lines_the_gravest_first() -> None:
    faults = [DataFault("shortfall", f"{number:05d}", number) for number in range(5_000)]
    capped = DataFault("claim_capped", "1", 7)
    first, last = fault_groups([*faults, capped])
    assert (first.number, first.largest) == (1, (capped,))
    assert (last.number, last.fen, len(last.largest)) == (5_000, sum(range(5_000)), FAULTS_LISTED)
    assert last.largest[0].fen == 4_999
