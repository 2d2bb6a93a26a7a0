"""The trail as the money page needs it: accounts joined with what is held there, streams, exits.

Pure: rows in, rows out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from django.utils.translation import gettext_lazy

from zhisun.desks.funds_desk.flow_chart import Account, Stream
from zhisun.domains.money_trails.selectors import DataFault, Place, TrailRow
from zhisun.domains.money_trails.selectors.moves import OUT_OF_SIGHT
from zhisun.domains.money_trails.selectors.picture import Picture
from zhisun.domains.stop_payment.selectors.orders import OrderRow
from zhisun.domains.stop_payment.terms import FREEZES, STOPS
from zhisun.kernel.money import Fen

FAULTS = {
    "shortfall": gettext_lazy("转出多于已知余额，多出的不计入涉案资金"),
    "unrecorded_credit": gettext_lazy("余额增加了，但流水里没有这笔收入"),
    "unrecorded_debit": gettext_lazy("余额减少了，但流水里没有这笔支出"),
    "claim_capped": gettext_lazy("报案金额多于这笔转账，只计转账金额"),
    "claim_not_moved": gettext_lazy("报案的转账没有成功，或已被冲正"),
    "claim_after_as_of": gettext_lazy("报案的转账晚于追踪时点"),
    "same_account": gettext_lazy("收付是同一账户，不计"),
}
"""What is wrong with the data, in words; keys are names of `engines.tracing.terms.Fault`."""

FAULTS_LISTED = 100
"""Faults of one kind that a page lists one by one; ours."""


@dataclass(frozen=True, slots=True)
class FaultGroup:
    """Faults of one kind, the largest first; a statement in disorder has thousands."""

    words: str
    number: int
    fen: Fen
    largest: tuple[DataFault, ...]


def fault_groups(faults: Iterable[DataFault]) -> list[FaultGroup]:
    """The faults of a trail by kind: what breaks a claim first, what is only assumed last."""
    kinds = [*FAULTS][::-1]
    by_kind: dict[str, list[DataFault]] = {}
    for fault in faults:
        by_kind.setdefault(fault.fault, []).append(fault)
    groups = []
    for kind in sorted(by_kind, key=lambda each: kinds.index(each) if each in FAULTS else -1):
        mine = sorted(by_kind[kind], key=lambda each: (-each.fen, each.account_no))
        words, total = str(FAULTS.get(kind, kind)), sum(each.fen for each in mine)
        groups.append(FaultGroup(words, len(mine), total, tuple(mine[:FAULTS_LISTED])))
    return groups


@dataclass(frozen=True, slots=True)
class View:
    """What the picture and the table are both drawn from."""

    accounts: tuple[Account, ...]
    streams: tuple[Stream, ...]
    places: Mapping[str, Place]


def view(
    trail: TrailRow,
    holds: Iterable[OrderRow],
    *,
    institutions: Mapping[str, str],
    shown_name: str,
    picture: Picture | None = None,
) -> View:
    """Join the trail with the holds that stand. `shown_name` names payers nobody knows.

    picture: what other rules say, and how well each account is known, where that was asked.
    """
    hidden = {p.account_no for p in trail.places if p.whereabouts in OUT_OF_SIGHT}
    left = _left(trail, hidden)
    held, frozen = _controlled(holds)
    seen = [place for place in trail.places if place.account_no not in hidden]
    accounts = _accounts(seen, (held, frozen, left), institutions, picture)
    drawn = {account.key for account in accounts}
    sources = _sources(trail, drawn, left, shown_name)
    known = drawn | {account.key for account in sources}
    return View(
        accounts=(*sources, *accounts),
        streams=tuple(
            Stream(
                flow.payer_account,
                flow.payee_account,
                flow.amount_fen,
                flow.transfers,
                flow.by_hand,
            )
            for flow in trail.flows
            if flow.payer_account in known and flow.payee_account in known
        ),
        places={place.account_no: place for place in trail.places},
    )


def _accounts(
    seen: Iterable[Place],
    sums: tuple[Mapping[str, Fen], Mapping[str, Fen], Mapping[str, Mapping[str, Fen]]],
    institutions: Mapping[str, str],
    picture: Picture | None,
) -> list[Account]:
    """The accounts to draw. sums: what is held, what is frozen, what went out of sight."""
    held, frozen, left = sums
    return [
        Account(
            key=place.account_no,
            name=place.account_name,
            institution=institutions.get(place.institution_code, place.institution_code),
            layer=place.level,
            inflow_fen=place.inflow_fen,
            still_there_fen=place.still_there_fen,
            held_fen=min(held[place.account_no], place.inflow_fen),
            frozen_fen=min(frozen[place.account_no], place.inflow_fen),
            left=left.get(place.account_no, {}),
            **(_known(place.account_no, picture) if picture else {}),
        )
        for place in seen
    ]


class Known(TypedDict, total=False):
    """The part of `flow_chart.Account` that tells how sure its amounts are."""

    least_fen: Fen
    most_fen: Fen
    assumed: bool
    partial: bool


def _known(account_no: str, picture: Picture) -> Known:
    least, most = picture.spreads[account_no].still_there
    standing = picture.standings[account_no]
    return Known(
        least_fen=least,
        most_fen=most,
        assumed=standing.opening_assumed,
        partial=standing.partial,
    )


def _left(trail: TrailRow, hidden: set[str]) -> dict[str, dict[str, Fen]]:
    where = {place.account_no: str(place.whereabouts.label) for place in trail.places}
    left: defaultdict[str, dict[str, Fen]] = defaultdict(dict)
    for flow in trail.flows:
        if flow.payee_account in hidden:
            out = left[flow.payer_account]
            words = where[flow.payee_account]
            out[words] = out.get(words, 0) + flow.amount_fen
    return dict(left)


def _controlled(
    holds: Iterable[OrderRow],
) -> tuple[defaultdict[str, Fen], defaultdict[str, Fen]]:
    held: defaultdict[str, Fen] = defaultdict(int)
    frozen: defaultdict[str, Fen] = defaultdict(int)
    for hold in holds:
        account = main_account(hold.account_no)
        if hold.kind in STOPS:
            held[account] = max(held[account], hold.held_fen)
        elif hold.kind in FREEZES:
            frozen[account] += hold.held_fen
    return held, frozen


def main_account(account_no: str) -> str:
    """The account as the trail knows it: without spaces and sub-account (domain.md §2.3)."""
    return account_no.replace(" ", "").split("_")[0]


def _sources(
    trail: TrailRow, drawn: set[str], left: Mapping[str, Mapping[str, Fen]], shown_name: str
) -> Sequence[Account]:
    """The accounts money came from and that received none of it: the victims' own."""
    names: dict[str, str] = {}
    for flow in trail.flows:
        if flow.payer_account not in drawn:
            names.setdefault(flow.payer_account, flow.payer_name or shown_name)
    return [
        Account(
            key=key, name=name, institution="", layer=0, inflow_fen=None, left=left.get(key, {})
        )
        for key, name in sorted(names.items())
    ]
