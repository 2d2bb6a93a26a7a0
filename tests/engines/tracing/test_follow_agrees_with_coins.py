"""The engine against moving every fen by hand, and what must hold for every ledger."""

import random
from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.tracing.coins import Coins
from tests.engines.tracing.ledgers import (
    Account,
    Claim,
    Transfer,
    at,
    carried,
    moved,
    trail_of,
    where,
)
from zhisun.engines.tables import ALWAYS, NEVER, UNKNOWN_FEN, AccountKind, TransferStatus
from zhisun.engines.tracing.terms import Params
from zhisun.engines.tracing.trail import Trail

Case = tuple[list[Transfer], list[Claim], list[Account], Params]
THOROUGH = settings(max_examples=500, deadline=None, derandomize=True)
SECONDS = (0, 0, 0, 1, 1, 2, 30, 700, 701, 400_000)
FENS = st.integers(1, 8)
VICTIMS = (6, 7)


@st.composite
def transfers(draw: st.DrawFn) -> list[Transfer]:
    """Up to 14 transfers among few accounts, many within one second; some from victims 6 and 7."""
    last = draw(st.integers(1, 5))
    people = st.integers(0, last)
    payers = st.sampled_from([*range(last + 1)] * 3 + [*VICTIMS])
    away = st.integers(0, 9 * last)  # seldom to oneself
    statuses = st.sampled_from([TransferStatus.OK] * 27 + [*TransferStatus])
    rows: list[Transfer] = []
    for i in range(draw(st.integers(1, 14))):
        payer, turn = draw(payers), draw(away)
        payee = payer + (turn % last + 1 if turn else 0)
        row = Transfer(
            transfer=i,
            payer=payer,
            payee=payee % (last + 1) if payer not in VICTIMS else draw(people),
            fen=draw(FENS),
            second=draw(st.sampled_from(SECONDS)),
            sequence=draw(st.integers(0, 2)),
            status=draw(statuses),
        )
        if rows and draw(st.integers(0, 8)) == 0:  # swap an earlier row: a possible reversal
            model = draw(st.sampled_from(rows))
            row = replace(row, payer=model.payee, payee=model.payer, fen=model.fen)
        rows.append(row)
    return rows


@st.composite
def with_balances(draw: st.DrawFn, rows: list[Transfer]) -> list[Transfer]:
    """The rows as statements print them: balances here and there, now and then a wrong one."""
    printing = draw(st.sampled_from([{*range(8)}, {0, 1, 2}, {1}]))
    balance = Counter({account: draw(st.integers(-3, 12)) for account in range(8)})
    gaps = st.sampled_from([0] * 9 + [-3, 4])
    holes = st.sampled_from([True] * 7 + [False])
    printed = {}
    for row in sorted(rows, key=lambda t: (t.second, draw(st.integers(0, 9)))):
        after = {}
        for account, signed in ((row.payer, -row.fen), (row.payee, row.fen)):
            if row.status != TransferStatus.FAILED:
                balance[account] += signed + (draw(gaps) if account in printing else 0)
            shown = account in printing and draw(holes)
            after[account] = balance[account] if shown else UNKNOWN_FEN
        printed[row.transfer] = replace(
            row, payer_balance=after[row.payer], payee_balance=after[row.payee]
        )
    return [printed[row.transfer] for row in rows]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    rows = draw(transfers())
    if draw(st.booleans()):
        rows = draw(with_balances(rows))
    reported = [row.transfer for row in rows if row.payer in VICTIMS] or [0]
    codes = st.sampled_from(reported * 4 + [row.transfer for row in rows])
    claims = [Claim(i, draw(codes), draw(FENS)) for i in range(draw(st.integers(1, 3)))]
    openings = st.sampled_from([UNKNOWN_FEN, UNKNOWN_FEN, 0, 3, 20])
    coverage = st.sampled_from([ALWAYS, ALWAYS, NEVER, at(1)])
    kinds = st.sampled_from([AccountKind.PERSON] * 6 + [*AccountKind])
    accounts = [
        Account(
            account=account,
            kind=draw(kinds),
            opening=draw(openings),
            covered_to=draw(coverage),
            holder=draw(st.integers(-1, 8)),
        )
        for account in sorted(draw(st.sets(st.integers(0, 5))))
    ]
    params = Params(
        as_of=draw(st.sampled_from([None, None, at(1), at(700)])),
        max_level=draw(st.sampled_from([None, None, 1, 2, 3])),
        expand=draw(st.frozensets(st.integers(0, 5), max_size=2)),
    )
    return rows, claims, accounts, params


def claimed(rows: list[Transfer], claims: list[Claim], params: Params) -> dict[int, int]:
    """What each claim is worth: capped by its transfer, older claims first; not after as-of."""
    left = {t.transfer: t.fen for t in rows}
    seconds = {t.transfer: t.second for t in rows}
    moves = {t.transfer for t in rows if t.status != TransferStatus.FAILED and t.payer != t.payee}
    last = max(seconds.values()) if params.as_of is None else int(params.as_of.timestamp())
    worth = {}
    for claim in claims:
        fen = min(claim.fen, left[claim.transfer])
        left[claim.transfer] -= fen
        if fen and (claim.transfer not in moves or seconds[claim.transfer] <= last):
            worth[claim.claim] = fen
    return worth


def totals(trail: Trail) -> dict[int, int]:
    sums: Counter[int] = Counter()
    for (claim, *_), fen in where(trail).items():
        sums[claim] += fen
    return dict(sums)


@THOROUGH
@given(cases())
def test_following_agrees_with_moving_every_fen_by_hand(case: Case) -> None:
    trail, mint = trail_of(*case), Coins(*case).run()
    assert where(trail) == +mint.ends
    assert carried(trail) == dict(mint.edges)
    for row in trail.holdings.to_pylist():
        assert row["still_there_fen"] == mint.traced[row["account"]]
        assert row["clean_fen"] in (mint.clean[row["account"]], -1)


@THOROUGH
@given(cases())
def test_every_claimed_fen_is_somewhere_exactly_once(case: Case) -> None:
    rows, claims, _, params = case
    assert totals(trail_of(*case)) == claimed(rows, claims, params)


@THOROUGH
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(case: Case, dice: random.Random) -> None:
    rows, claims, accounts, params = case
    again = trail_of(
        dice.sample(rows, len(rows)),
        dice.sample(claims, len(claims)),
        dice.sample(accounts, len(accounts)),
        params,
    )
    assert again == trail_of(*case)


@THOROUGH
@given(cases(), st.tuples(st.integers(0, 5), st.integers(0, 5), FENS, st.sampled_from(SECONDS)))
def test_an_unmarked_transfer_never_adds_marked_money(
    case: Case, extra: tuple[int, int, int, int]
) -> None:
    rows, claims, accounts, params = case
    (row,) = moved(extra)
    more = [*rows, replace(row, transfer=len(rows), sequence=9)]
    as_of = params.as_of or at(max(t.second for t in rows))
    before = totals(trail_of(rows, claims, accounts, replace(params, as_of=as_of)))
    assert totals(trail_of(more, claims, accounts, replace(params, as_of=as_of))) == before


@THOROUGH
@given(cases(), FENS, st.sampled_from(SECONDS))
def test_a_transfer_between_strangers_changes_nothing(case: Case, fen: int, second: int) -> None:
    rows, claims, accounts, params = case
    (row,) = moved((90, 91, fen, second))
    more = [*rows, replace(row, transfer=len(rows))]
    fixed = replace(params, as_of=params.as_of or at(max(t.second for t in rows)))
    before, after = (trail_of(all_rows, claims, accounts, fixed) for all_rows in (rows, more))
    assert after.accounts == before.accounts
    assert after.edges == before.edges
    assert after.holdings == before.holdings
