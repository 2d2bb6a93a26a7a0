"""The slow truth: every fen is a coin in a list, every rule is followed to the letter.

Shares nothing with the engine but the words. A coin is None when clean, else (claim, level).
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise, permutations

from tests.engines.tracing.ledgers import Account, Claim, Transfer, at
from zhisun.engines.tables import UNKNOWN_FEN, AccountKind, TransferStatus, microseconds
from zhisun.engines.tracing.terms import EndState, Params, Rule

Coin = tuple[int, int] | None
HUB = {
    AccountKind.MERCHANT: EndState.CASHED_OUT,
    AccountKind.CASH_OUT: EndState.CASHED_OUT,
    AccountKind.PLATFORM: EndState.PLATFORM,
    AccountKind.INTERNAL: EndState.FEE,
}


def key(t: Transfer) -> tuple[int, int, int]:
    return t.second, t.sequence, t.transfer


def sides(t: Transfer) -> list[tuple[int, int, int]]:
    """Account, signed fen, balance after."""
    return [(t.payer, -t.fen, t.payer_balance), (t.payee, t.fen, t.payee_balance)]


def side(t: Transfer, account: int) -> tuple[int, int]:
    return next((signed, balance) for name, signed, balance in sides(t) if name == account)


def chain(rows: list[Transfer], account: int, last: int | None) -> list[Transfer] | None:
    mine = [t for t in rows if account in (t.payer, t.payee)]
    if len(mine) < 2 or any(side(t, account)[1] == UNKNOWN_FEN for t in mine):
        return None

    def before(t: Transfer) -> int:
        signed, balance = side(t, account)
        return balance - signed

    fitting = [
        order
        for order in permutations(mine)
        if all(side(a, account)[1] == before(b) for a, b in pairwise(order))
    ]
    if any(before(t) == last for t in mine):
        fitting = [order for order in fitting if before(order[0]) == last]
    return list(fitting[0]) if len(fitting) == 1 else None


def ordered(transfers: list[Transfer]) -> list[Transfer]:
    """Section 4.3, one row at a time."""
    placed: list[Transfer] = []
    balance: dict[int, int] = {}
    for second in sorted({t.second for t in transfers}):
        waiting = sorted((t for t in transfers if t.second == second), key=key)
        accounts = {name for t in waiting for name, _, _ in sides(t)}
        found = {a: chain(waiting, a, balance.get(a)) for a in accounts}
        chains = {a: order for a, order in found.items() if order is not None}
        while waiting:
            now = _next(waiting, chains)
            waiting.remove(now)
            placed.append(now)
            balance |= {name: after for name, _, after in sides(now)}
    return placed


def _next(waiting: list[Transfer], chains: dict[int, list[Transfer]]) -> Transfer:
    def linked(t: Transfer) -> bool:
        return any(
            earlier in waiting and later == t
            for order in chains.values()
            for earlier, later in pairwise(order)
        )

    def waits(t: Transfer) -> bool:
        credit = any(other.payee == t.payer for other in waiting)
        return linked(t) or (credit and t.payer not in chains)

    ready = [t for t in waiting if not waits(t)] or [t for t in waiting if not linked(t)]
    return (ready or waiting)[0]


def undone(rows: list[Transfer], window: int) -> dict[int, int]:
    """Voided transfer codes and their partners (themselves if alone). rows: in canonical order."""
    pairs: dict[int, int] = {}
    place = {t.transfer: i for i, t in enumerate(rows)}

    def opposites(t: Transfer) -> list[Transfer]:
        return [
            o
            for o in rows
            if (o.payer, o.payee, o.fen) == (t.payee, t.payer, t.fen) and o.transfer not in pairs
        ]

    for t in rows:
        if t.status == TransferStatus.REVERSED and t.transfer not in pairs:
            near = [o for o in opposites(t) if abs(o.second - t.second) <= 3 * 86_400]
            later = [o for o in near if place[o.transfer] > place[t.transfer]]
            other = later[0] if later else near[-1] if near else t
            pairs |= {t.transfer: other.transfer, other.transfer: t.transfer}
    for t in rows:
        later = [o for o in opposites(t) if place[o.transfer] > place[t.transfer]]
        if t.transfer in pairs or not later or later[0].second - t.second > window:
            continue
        other = later[0]
        paid = [o for o in rows if o.payer == t.payee and t.second <= o.second <= other.second]
        if paid == [other]:
            pairs |= {t.transfer: other.transfer, other.transfer: t.transfer}
    return pairs


@dataclass
class Mint:
    """What the slow way finds; the same keys as the trail's tables."""

    ends: Counter[tuple[int, int, int, EndState]] = field(default_factory=Counter)
    edges: Counter[tuple[int, int, int]] = field(default_factory=Counter)
    displaced: Counter[tuple[int, int, int]] = field(default_factory=Counter)
    traced: Counter[int] = field(default_factory=Counter)
    clean: Counter[int] = field(default_factory=Counter)


class Coins:
    def __init__(
        self,
        transfers: list[Transfer],
        claims: list[Claim],
        accounts: list[Account],
        params: Params,
    ) -> None:
        self.params = params
        self.listed = {a.account: a for a in accounts}
        last = max((t.second for t in transfers), default=0)
        self.as_of = last if params.as_of is None else int(params.as_of.timestamp())
        by_code = {t.transfer: t for t in transfers}
        moving = [t for t in transfers if t.status != TransferStatus.FAILED and t.payer != t.payee]
        in_order = ordered(moving)
        self.rows = [t for t in in_order if t.second <= self.as_of]
        known = {t.transfer for t in self.rows}
        every = undone(in_order, params.reversal_seconds)
        self.pairs = {t: other for t, other in every.items() if {t, other} <= known}
        self.unmoved: Counter[tuple[int, int, int, EndState]] = Counter()
        payers = {by_code[c.transfer].payer for c in claims}
        holders = {self.listed[p].holder for p in payers if p in self.listed} - {-1}
        self.victims = payers | {a.account for a in accounts if a.holder in holders}
        self.victims -= params.expand
        self.seeds: dict[int, list[Claim]] = defaultdict(list)
        left = {t.transfer: t.fen for t in transfers}
        for c in sorted(claims, key=lambda c: c.claim):
            t = by_code[c.transfer]
            taken = min(c.fen, left[t.transfer])
            left[t.transfer] -= taken
            if t not in moving or t.transfer in self.pairs:
                self.unmoved[c.claim, t.payer, 0, EndState.RETURNED] += taken
            elif taken:
                self.seeds[t.transfer].append(Claim(c.claim, c.transfer, taken))
        names = {a for t in self.rows for a in (t.payer, t.payee)}
        self.openings = {a: self.opening(a) for a in names}
        seeded = [c.claim for t in self.rows for c in self.seeds.get(t.transfer, ())]
        self.age = {claim: i for i, claim in enumerate(seeded)}

    def opening(self, account: int) -> int:
        listed = self.listed.get(account)
        if listed is not None and listed.opening != UNKNOWN_FEN:
            return max(0, listed.opening)
        moved = needed = apart = 0
        for t in self.rows:
            if account not in (t.payer, t.payee):
                continue
            signed, balance = side(t, account)
            if balance != UNKNOWN_FEN:
                return max(needed, balance - signed - moved - apart)
            if t.transfer not in self.pairs:
                moved += signed
                needed = max(needed, -moved)
            elif self.pairs[t.transfer] != t.transfer:
                apart += signed
        first = next(t.second for t in self.rows if account in (t.payer, t.payee))
        bare = listed is not None and listed.covered_to < at(first)
        return 0 if bare else needed

    def final(self, account: int) -> EndState | None:
        if account in self.params.expand:
            return None
        listed = self.listed.get(account, Account(account=account))
        return HUB.get(AccountKind(listed.kind))

    def lying(self, account: int, level: int) -> EndState:
        if account in self.victims:
            return EndState.RETURNED
        if self.params.max_level is not None and level >= self.params.max_level:
            return EndState.LEVEL_CAP
        listed = self.listed.get(account, Account(account=account))
        late = microseconds(listed.covered_to) < self.as_of * 1_000_000
        return EndState.FRONTIER if late else EndState.RESTING

    def run(self, rule: Rule = Rule.FIFO) -> Mint:
        self.rule = rule
        self.mint = Mint(ends=self.unmoved.copy())
        self.offset: Counter[int] = Counter()
        self.purse: dict[int, list[Coin]] = {a: [None] * n for a, n in self.openings.items()}
        for t in self.rows:
            if t.transfer in self.pairs:
                if self.pairs[t.transfer] != t.transfer:
                    self.offset[t.payer] += t.fen
                    self.offset[t.payee] -= t.fen
            else:
                self.receive(t, self.marked(t, self.pay(t)))
        for account, coins in self.purse.items():
            if self.final(account) is None:
                self.count(account, coins)
        return self.mint

    def count(self, account: int, coins: list[Coin]) -> None:
        for coin in coins:
            if coin is None:
                self.mint.clean[account] += 1
            else:
                self.mint.traced[account] += 1
                self.mint.ends[coin[0], account, coin[1], self.lying(account, coin[1])] += 1

    def pay(self, t: Transfer) -> list[Coin]:
        if self.final(t.payer) is not None:
            return [None] * t.fen
        self.settle(t.payer, t.payer_balance, t.fen)
        purse = self.purse[t.payer]
        if self.rule == Rule.HAIRCUT and t.fen < len(purse):
            return self.shares(purse, t.fen)
        return [purse.pop(self.next(purse)) if purse else None for _ in range(t.fen)]

    def next(self, purse: list[Coin]) -> int:
        """Which coin leaves."""
        wanted = {Rule.CLEAN_FIRST: True, Rule.TAINT_FIRST: False}.get(self.rule)
        if self.rule == Rule.LIFO:
            return len(purse) - 1
        places = (i for i, coin in enumerate(purse) if wanted in (None, coin is None))
        return next(places, 0)

    def shares(self, purse: list[Coin], fen: int) -> list[Coin]:
        """Every claim by its part of the balance, whole coins, the total rounded down first."""
        held, traced = len(purse), Counter(coin for coin in purse if coin)
        leaving = traced.total() * fen // held
        exact = {coin: Fraction(n * leaving, traced.total()) for coin, n in traced.items()}
        share = Counter({coin: int(part) for coin, part in exact.items()})
        by_rest = sorted(traced, key=lambda c: (int(exact[c]) - exact[c], self.age[c[0]]))
        share.update(by_rest[: leaving - share.total()])
        drawn: list[Coin] = [*share.elements()]
        drawn += [None] * (fen - len(drawn))
        for coin in drawn:
            purse.remove(coin)
        return drawn

    def marked(self, t: Transfer, coins: list[Coin]) -> list[Coin]:
        if t.transfer in self.seeds:
            for coin in coins:
                if coin is not None:
                    self.mint.ends[coin[0], t.payer, coin[1], EndState.SUPERSEDED] += 1
                    newer = self.seeds[t.transfer][0].claim
                    self.mint.displaced[coin[0], newer, t.transfer] += 1
            seeds: list[Coin] = [(c.claim, 1) for c in self.seeds[t.transfer] for _ in range(c.fen)]
            return seeds + [None] * (t.fen - len(seeds))
        onward: list[Coin] = []
        for coin in coins:
            stay = coin and self.lying(t.payer, coin[1])
            if coin and stay in (EndState.RETURNED, EndState.LEVEL_CAP):
                self.mint.ends[coin[0], t.payer, coin[1], stay] += 1
                onward.append(None)
            else:
                onward.append(coin and (coin[0], coin[1] + 1))
        return onward

    def receive(self, t: Transfer, coins: list[Coin]) -> None:
        end = self.final(t.payee)
        for coin in coins:
            if coin is not None:
                self.mint.edges[coin[0], t.transfer, coin[1]] += 1
                if end is not None:
                    self.mint.ends[coin[0], t.payee, coin[1], end] += 1
        if end is None:
            self.settle(t.payee, t.payee_balance, -t.fen)
            self.purse[t.payee] += coins
            if self.rule == Rule.HAIRCUT:
                self.level_out(t.payee)
            self.settle(t.payee, t.payee_balance, 0)

    def level_out(self, account: int) -> None:
        """Under the haircut a claim's money in an account has one level, the smallest."""
        least: dict[int, int] = {}
        for coin in self.purse[account]:
            if coin:
                least[coin[0]] = min(coin[1], least.get(coin[0], coin[1]))
        self.purse[account] = [coin and (coin[0], least[coin[0]]) for coin in self.purse[account]]

    def oldest(self, purse: list[Coin]) -> int:
        if self.rule != Rule.HAIRCUT:
            return 0
        return min(range(len(purse)), key=lambda i: self.age[(purse[i] or (0, 0))[0]])

    def settle(self, account: int, balance: int, back: int) -> None:
        if balance == UNKNOWN_FEN:
            return
        purse = self.purse[account]
        target = max(0, balance + back + self.offset[account])
        purse += [None] * (target - len(purse))
        while len(purse) > target:
            coin = purse.pop(purse.index(None) if None in purse else self.oldest(purse))
            if coin is not None:
                self.mint.ends[coin[0], account, coin[1], EndState.UNRECORDED] += 1


def touched(coins: Coins, claim: int) -> tuple[Counter[tuple[int, int]], Counter[int]]:
    """Poison: (transfer, level) to fen, and account to fen, as far as `claim` could have gone."""
    edges: Counter[tuple[int, int]] = Counter()
    accounts: Counter[int] = Counter()
    level: dict[int, int] = {}
    for t in coins.rows:
        if t.transfer in coins.pairs:
            continue
        seeds = {c.claim: c.fen for c in coins.seeds.get(t.transfer, ())}
        on = level.get(t.payer)
        stays = t.payer in coins.victims or (
            on is not None and coins.params.max_level is not None and on >= coins.params.max_level
        )
        if claim in seeds:
            fen, arriving = seeds[claim], 1
        elif on is None or seeds or stays or coins.final(t.payer) is not None:
            continue
        else:
            fen, arriving = t.fen, on + 1
        edges[t.transfer, arriving] += fen
        accounts[t.payee] += fen
        level[t.payee] = min(arriving, level.get(t.payee, arriving))
    return edges, accounts
