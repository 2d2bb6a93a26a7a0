"""Shapes of the money's way, against looking at everything. Account 0 is the victim."""

import random
from itertools import combinations, pairwise

import pytest

from tests.engines.tracing.ledgers import Account, Claim, account_table, claim_table, transfer_table
from tests.engines.tracing.ledgers import Transfer as Told
from tests.engines.tracing.ledgers import moved as told
from zhisun.engines.tables import AccountKind, Channel
from zhisun.engines.tracing.asking import asked
from zhisun.engines.tracing.exits import exits
from zhisun.engines.tracing.folk import known
from zhisun.engines.tracing.ledger import build
from zhisun.engines.tracing.mules import SCALES, Mule, Reason, mules, points
from zhisun.engines.tracing.patterns import (
    HALF_WIDTH,
    RAPID_PART,
    RAPID_SECONDS,
    ROUND_HOPS,
    ROUND_LEAST,
    ROUND_MOST,
    ROUND_SECONDS,
    WIDTH,
    WINDOW_SECONDS,
    Carried,
    Hit,
    Pattern,
    carried,
    patterns,
)
from zhisun.engines.tracing.terms import Params, Rule
from zhisun.engines.tracing.walking import walked


def shown(rows: list[Told], accounts: list[Account] | None = None) -> list[Hit]:
    ledger = build(transfer_table(rows))
    folk = known(ledger, account_table(accounts or []))
    ready = asked(ledger, folk, claim_table([Claim(0, 0, rows[0].fen)]), Params())
    return patterns(carried(ledger, walked(ledger.book, folk, ready.by(Rule.LIFO))))


def test_money_sent_to_five_within_the_hour_is_a_fan() -> None:
    rows = told((0, 1, 100, 0), *((1, 2 + i, 10, 60 * i) for i in range(5)))
    hits = {hit.pattern: hit for hit in shown(rows)}
    assert hits[Pattern.FAN_OUT] == Hit(Pattern.FAN_OUT, 1, 5, 50, (1, 2, 3, 4, 5))
    assert Pattern.FAN_OUT not in {hit.pattern for hit in shown(rows[:-1])}


def test_what_several_send_to_one_and_goes_on_to_several_is_gathered_and_scattered() -> None:
    rows = told(
        *((0, 1, 90, 0), (1, 2, 30, 1), (1, 3, 30, 2), (1, 4, 30, 3)),
        *((2, 5, 30, 10), (3, 5, 30, 11), (4, 5, 30, 12)),
        *((5, 6, 30, 20), (5, 7, 30, 21), (5, 8, 30, 22)),
    )
    gathered = [hit for hit in shown(rows) if hit.pattern is Pattern.GATHER_SCATTER]
    assert gathered == [Hit(Pattern.GATHER_SCATTER, 5, 6, 90, (4, 5, 6, 7, 8, 9))]


def test_money_that_comes_back_to_its_payer_is_a_round_trip() -> None:
    rows = told((0, 1, 90, 0), (1, 2, 90, 5), (2, 3, 89, 9), (3, 1, 88, 700), (1, 9, 3, 800))
    trips = [hit for hit in shown(rows) if hit.pattern is Pattern.ROUND_TRIP]
    assert trips == [Hit(Pattern.ROUND_TRIP, 1, 3, 88, (1, 2, 3))]


def test_an_exit_is_told_by_its_channel_where_one_is_told() -> None:
    rows = [
        *told((0, 1, 100, 0)),
        Told(transfer=1, payer=1, payee=9, fen=40, second=5, channel=Channel.CASH),
        Told(transfer=2, payer=1, payee=8, fen=30, second=6),
        Told(transfer=3, payer=1, payee=2, fen=30, second=7, channel=Channel.CASH),
    ]
    ledger = build(transfer_table(rows))
    ends = [Account(account=9, kind=AccountKind.CASH_OUT), Account(account=8, kind=3)]
    folk = known(ledger, account_table(ends))
    ready = asked(ledger, folk, claim_table([Claim(0, 0, 100)]), Params())
    found = exits(ledger, folk, walked(ledger.book, folk, ready.by(Rule.LIFO))).to_pylist()
    assert [(row["transfer"], row["exit"], row["fen"]) for row in found] == [
        (1, "cash", 40),
        (2, "platform", 30),
    ]


def crowd(seed: int) -> list[Carried]:
    """A small crowd whose money goes everywhere."""
    dice = random.Random(seed)  # noqa: S311 ledgers, not secrets
    second, moves = 0, []
    people = dice.choice((4, 7, 12))
    for row in range(dice.choice((6, 14, 26))):
        second += dice.choice((0, 1, 30, 300, 1_500, 4_000, 30_000))
        payer, payee = dice.sample(range(people), 2)
        fen = dice.choice((80, 100, 100, 150, 400))
        moves.append(Carried(row, 1_000 + row, payer, payee, fen, second))
    return moves


@pytest.mark.parametrize("seed", range(300))
def test_shapes_agree_with_looking_at_everything(seed: int) -> None:
    moves = crowd(seed)
    hits = patterns(moves)
    found = {(hit.pattern, hit.account): hit for hit in hits}
    people = {m.payer for m in moves} | {m.payee for m in moves}
    for account in people:
        out = [m for m in moves if m.payer == account]
        into = [m for m in moves if m.payee == account]
        for pattern, mine, others in (
            (Pattern.FAN_OUT, out, [m.payee for m in out]),
            (Pattern.FAN_IN, into, [m.payer for m in into]),
        ):
            most = max((_crowd(mine, others, m.second) for m in mine), default=0)
            assert ((pattern, account) in found) == (most >= WIDTH)
            if most >= WIDTH:
                assert found[pattern, account].width == most
        most = max((_both_sides(into, out, pivot) for pivot in out), default=0)
        assert ((Pattern.GATHER_SCATTER, account) in found) == (most > 0)
        if most:
            assert found[Pattern.GATHER_SCATTER, account].width == most
        assert ((Pattern.RAPID, account) in found) == _rapid(into, out)
    trips = {hit.transfers for hit in hits if hit.pattern is Pattern.ROUND_TRIP}
    ways = list(_ways(moves))
    assert {trip[0] for trip in trips} == {way[0] for way in ways}
    assert trips <= set(ways)
    by_code = {m.transfer: m for m in moves}
    for hit in hits:
        assert all(code in by_code for code in hit.transfers)


def _crowd(moves: list[Carried], others: list[int], begin: int) -> int:
    inside = [
        o for m, o in zip(moves, others, strict=True) if 0 <= m.second - begin <= WINDOW_SECONDS
    ]
    return len(set(inside))


def _both_sides(into: list[Carried], out: list[Carried], pivot: Carried) -> int:
    came = [m for m in into if m.row < pivot.row and pivot.second - m.second <= WINDOW_SECONDS]
    went = [m for m in out if m.row >= pivot.row and m.second - pivot.second <= WINDOW_SECONDS]
    sides = len({m.payer for m in came}), len({m.payee for m in went})
    return sum(sides) if min(sides) >= HALF_WIDTH else 0


def _rapid(into: list[Carried], out: list[Carried]) -> bool:
    """Fen by fen: the newest leaves first."""
    inflow = sum(m.fen for m in into)
    coins: list[int] = []
    quick = 0
    for move in sorted([*into, *out], key=lambda m: m.row):
        if move in into:
            coins += [move.second] * move.fen
        for _ in range(move.fen if move in out else 0):
            if coins:
                quick += move.second - coins.pop() <= RAPID_SECONDS
    return bool(inflow) and quick >= RAPID_PART * inflow


def _ways(moves: list[Carried]) -> list[tuple[int, ...]]:
    """Every round trip, by trying every choice of transfers."""
    found = []
    for hops in range(2, ROUND_HOPS + 1):
        for way in combinations(moves, hops):
            root = way[0]
            chained = all(a.payee == b.payer for a, b in pairwise(way))
            if not chained or way[-1].payee != root.payer:
                continue
            simple = len({m.payer for m in way}) == hops
            close = way[-1].second - root.second <= ROUND_SECONDS
            alike = all(ROUND_LEAST * root.fen <= m.fen <= ROUND_MOST * root.fen for m in way[1:])
            if simple and close and alike:
                found.append(tuple(m.transfer for m in way))
    return found


def scored(rows: list[Told]) -> dict[int, Mule]:
    ledger = build(transfer_table(rows))
    folk = known(ledger, None)
    ready = asked(ledger, folk, claim_table([Claim(0, 0, rows[0].fen)]), Params())
    moves = carried(ledger, walked(ledger.book, folk, ready.by(Rule.LIFO)))
    return {each.account: each for each in mules(ledger, moves, ready.question.as_of)}


def test_a_card_that_passes_money_on_scores_above_a_shop_it_was_spent_in() -> None:
    rows = told(
        (0, 1, 9_000_000, 0),
        *((1, 10 + i, 1_500_000, 60 + i) for i in range(6)),
        *((20 + i, 10, 700_000, 5_000 + 4_000 * i) for i in range(9)),
    )
    found = scored(rows)
    assert found[1].score > found[10].score + 30
    assert found[1].reasons[0][0] in {Reason.TRACED, Reason.QUICK}
    assert len(found[1].reasons) == 3
    assert list(found) == sorted(found, key=lambda a: (-found[a].score, a))


def test_more_of_a_reason_never_gives_fewer_points_and_all_give_a_hundred() -> None:
    assert sum(weight for _, _, weight in SCALES.values()) == 100
    for reason, (low, high, weight) in SCALES.items():
        steps = [points(reason, low + (high - low) * k / 10) for k in range(-2, 13)]
        assert steps == sorted(steps)
        assert (steps[0], steps[-1]) == (0, weight)
