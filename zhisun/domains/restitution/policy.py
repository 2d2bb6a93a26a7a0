"""Who gets how much: two methods side by side, and the sum behind every fen."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zhisun.engines.tracing.shares import METHOD as SHARING
from zhisun.engines.tracing.shares import (
    Claimant,
    Loss,
    Recovery,
    by_trace,
    in_proportion,
    recovery,
)
from zhisun.kernel.money import Fen, yuan

Pair = tuple[str, str]
"""An account number and the incident of a victim."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a victim gets from an account: by trace (the direct part of it) and in proportion."""

    direct_fen: Fen
    traced_fen: Fen
    proportional_fen: Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a division rests on.

    frozen: by account, what is frozen now and can be the victims' at all. owed: by incident, in
    the order of the reports, what is still to come back. intervals: least and
    most of the victim's money in the account over the rules; a pair not in it has none there.
    """

    frozen: Mapping[str, Fen]
    owed: Mapping[str, Fen]
    intervals: Mapping[Pair, tuple[Fen, Fen]]

    def digest(self, trace_digest: str) -> str:
        """Fingerprint of everything the shares depend on."""
        told = (
            *(SHARING, trace_digest, sorted(self.frozen.items()), list(self.owed.items())),
            sorted(self.intervals.items()),
        )
        return hashlib.sha256(repr(told).encode()).hexdigest()


def plans(ground: Ground) -> dict[Pair, Plan]:
    """The share of every pair by both methods, for pairs whose money can lie together.

    Over all accounts nobody gets more than he is owed: first what every rule agrees on, then the
    rest, accounts by number (graph study §4.7; RULES art. 8). Sums keep within what is frozen.
    """
    accounts = sorted(ground.frozen)
    cases = {
        account: [case for case in ground.owed if ground.intervals.get((account, case), (0, 0))[1]]
        for account in accounts
    }
    direct = _direct(ground, cases)
    rest = _rest(ground, cases, direct)
    even = _even(ground, cases)
    return {
        (account, case): Plan(
            direct[account, case], direct[account, case] + rest[account, case], even[account, case]
        )
        for account in accounts
        for case in cases[account]
    }


def _direct(ground: Ground, cases: Mapping[str, Sequence[str]]) -> dict[Pair, Fen]:
    left = dict(ground.owed)
    found: dict[Pair, Fen] = {}
    for account, who in cases.items():
        least = [ground.intervals[account, case][0] for case in who]
        claims = [
            Claimant(case, fen, fen, left[case]) for case, fen in zip(who, least, strict=True)
        ]
        for part in by_trace(ground.frozen[account], claims):
            found[account, part.victim] = part.direct_fen
            left[part.victim] -= part.direct_fen
    return found


def _rest(
    ground: Ground, cases: Mapping[str, Sequence[str]], direct: Mapping[Pair, Fen]
) -> dict[Pair, Fen]:
    left = dict(ground.owed)
    for (_account, case), fen in direct.items():
        left[case] -= fen
    found: dict[Pair, Fen] = {}
    for account, who in cases.items():
        gone = {case: direct[account, case] for case in who}
        claims = [
            Claimant(case, 0, ground.intervals[account, case][1] - gone[case], left[case])
            for case in who
        ]
        for part in by_trace(ground.frozen[account] - sum(gone.values()), claims):
            found[account, part.victim] = part.proportional_fen
            left[part.victim] -= part.proportional_fen
    return found


def _even(ground: Ground, cases: Mapping[str, Sequence[str]]) -> dict[Pair, Fen]:
    left = dict(ground.owed)
    found: dict[Pair, Fen] = {}
    for account, who in cases.items():
        losses = [Loss(case, left[case]) for case in who]
        shares = in_proportion(ground.frozen[account], losses)
        for case, fen in zip(who, shares, strict=True):
            found[account, case] = fen
            left[case] -= fen
    return found


@dataclass(frozen=True, slots=True)
class Part:
    """One pair as a sum is told: who, from where, how much could be his and how much he gets."""

    account_no: str
    name: str
    least_fen: Fen
    most_fen: Fen
    plan: Plan


Told = list[tuple[str, list[str]]]
"""Each account with the lines of its sum."""

PAPER: Mapping[str, str] = {
    "victim": "{name}（{incident_no}）",
    "traced": ("账户 {account}：冻结涉案 {frozen}，各规则一致、直接返还合计 {direct}，余 {rest}。"),
    "traced_share": (
        "{name}：可溯 {least}–{most}；直接 {direct}；比例部分 {sum} → {more}；共 {total}"
    ),
    "even": "账户 {account}：冻结涉案 {frozen}，未返还损失合计 {total}。",
    "even_share": "{name}：{sum} → {share}",
    "enough": "足额",
}
"""The sentences of a sum as papers carry them, whatever language an officer reads."""


def working(
    frozen: Mapping[str, Fen],
    owed: Mapping[str, Fen],
    parts: Sequence[Part],
    said: Mapping[str, str] = PAPER,
) -> Told:
    """By trace, line by line: as it can be checked by hand. owed: by name."""
    told: Told = []
    left = dict(owed)
    for part in parts:
        left[part.name] -= part.plan.direct_fen
    for account in sorted(frozen):
        mine = [part for part in parts if part.account_no == account]
        direct = sum(part.plan.direct_fen for part in mine)
        rest = frozen[account] - direct
        claims = [
            max(0, min(part.most_fen - part.plan.direct_fen, left[part.name])) for part in mine
        ]
        fens = {"frozen": yuan(frozen[account]), "direct": yuan(direct), "rest": yuan(rest)}
        lines = [said["traced"].format(account=account, **fens)]
        for part, claim in zip(mine, claims, strict=True):
            more = part.plan.traced_fen - part.plan.direct_fen
            left[part.name] -= more
            fens = {
                "least": yuan(part.least_fen),
                "most": yuan(part.most_fen),
                "direct": yuan(part.plan.direct_fen),
                "sum": _divided(rest, claim, sum(claims), said),
                "more": yuan(more),
                "total": yuan(part.plan.traced_fen),
            }
            lines.append(said["traced_share"].format(name=part.name, **fens))
        told.append((account, lines))
    return told


def even_working(
    frozen: Mapping[str, Fen],
    owed: Mapping[str, Fen],
    parts: Sequence[Part],
    said: Mapping[str, str] = PAPER,
) -> Told:
    """In proportion, line by line: frozen × loss ÷ all losses. owed: by name."""
    told: Told = []
    left = dict(owed)
    for account in sorted(frozen):
        mine = [part for part in parts if part.account_no == account]
        total = sum(left[part.name] for part in mine)
        fens = {"frozen": yuan(frozen[account]), "total": yuan(total)}
        lines = [said["even"].format(account=account, **fens)]
        for part in mine:
            by = _divided(frozen[account], left[part.name], total, said)
            share = yuan(part.plan.proportional_fen)
            lines.append(said["even_share"].format(name=part.name, sum=by, share=share))
        for part in mine:
            left[part.name] -= part.plan.proportional_fen
        told.append((account, lines))
    return told


def _divided(amount: Fen, claim: Fen, claims: Fen, said: Mapping[str, str]) -> str:
    """The sum of a share, or that there is enough for everybody."""
    if claims <= amount:
        return said["enough"]
    return f"{yuan(amount)} × {yuan(claim)} ÷ {yuan(claims)}"


def evenness(losses: Mapping[str, tuple[Fen, Fen]], shares: Iterable[tuple[str, Fen]]) -> Recovery:
    """How evenly victims recover. losses: by incident, the loss and what came back before."""
    got = dict.fromkeys(losses, 0)
    for case, fen in shares:
        got[case] += fen
    told = [Loss(case, loss, back) for case, (loss, back) in losses.items()]
    return recovery(told, [got[case] for case in losses])


def masked_name(name: str) -> str:
    """A name as the public may read it: 王*."""
    return name[:1] + "*" * len(name[1:])


def masked_number(number: str) -> str:
    """An account number as the public may read it: its last four digits."""
    return f"****{number[-4:]}"
