"""What is known of each account before any money is followed."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from zhisun.engines.tables import MISSING, NEVER, UNKNOWN_FEN, AccountKind, microseconds
from zhisun.engines.tracing.journal import SECOND, Int64s, Journal, demand_unique, numbers
from zhisun.engines.tracing.opening import openings
from zhisun.engines.tracing.terms import EndState, Params

ENDS = {
    AccountKind.MERCHANT: EndState.CASHED_OUT,
    AccountKind.CASH_OUT: EndState.CASHED_OUT,
    AccountKind.PLATFORM: EndState.PLATFORM,
    AccountKind.INTERNAL: EndState.FEE,
}
"""Kinds in which money ends: nobody's account, so what leaves is not what came in."""

DAY = 86_400 * SECOND


@dataclass(frozen=True, slots=True)
class Standing:
    """Accounts by position in the ledger's list of codes; one not named is a plain account."""

    ends: dict[int, EndState]  # money ends on arrival
    victims: frozenset[int]  # what arrives is the victim's again, unless a claim pays it on
    uncovered: frozenset[int]  # no statement up to the as-of instant
    opening: dict[int, int]
    assumed: frozenset[int]  # openings that no source states


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of ACCOUNTS whose account takes part in some transfer."""

    account: Int64s  # positions
    kind: Int64s
    opening: Int64s
    covered_to_us: Int64s
    holder: Int64s


def read(accounts: pa.Table, codes: Int64s) -> Listed:
    """Rows of `accounts` (schema ACCOUNTS) by position in `codes`.

    Raises EngineInputError (`value_out_of_range`) when an account is listed twice.
    """
    account = numbers(accounts, "account")
    demand_unique(account, column="account")
    seen = np.isin(account, codes)
    names = ("kind", "opening_fen", "covered_to", "holder")
    return Listed(
        np.searchsorted(codes, account[seen]),
        *(numbers(accounts, name)[seen] for name in names),
    )


def standing(
    ledger: Journal, partner: Int64s, listed: Listed, payers: set[int], params: Params
) -> Standing:
    """What is known of the accounts of `ledger`, which is in canonical order and cut at as-of.

    payers: positions of the accounts that paid a claimed transfer. params: `as_of` set and
    `expand` as positions.
    """
    uncovered, bare = _without_statement(listed, params)
    stated = listed.opening != UNKNOWN_FEN
    given = dict(zip(listed.account[stated].tolist(), listed.opening[stated].tolist(), strict=True))
    active = set(np.union1d(ledger.payer, ledger.payee).tolist())
    worked_out = openings(ledger, partner, active - given.keys())
    opening = {
        account: 0 if account in bare and not shown else fen
        for account, (fen, shown) in worked_out.items()
    }
    assumed = {account for account, (_, shown) in worked_out.items() if not shown} - bare
    victims = _victims(listed, payers) - params.expand
    ends = dict.fromkeys(_hubs(ledger, params) - victims, EndState.PLATFORM)
    ends |= {
        account: ENDS[AccountKind(kind)]
        for account, kind in zip(listed.account.tolist(), listed.kind.tolist(), strict=True)
        if kind in ENDS
    }
    return Standing(
        ends={account: end for account, end in ends.items() if account not in params.expand},
        victims=frozenset(victims),
        uncovered=frozenset(uncovered),
        opening=opening | {account: max(0, fen) for account, fen in given.items()},
        assumed=frozenset(assumed),
    )


def _without_statement(listed: Listed, params: Params) -> tuple[set[int], set[int]]:
    """Accounts whose statement ends before as-of, and among them those that have none."""
    as_of_us = microseconds(params.as_of or NEVER)
    behind = listed.covered_to_us < as_of_us // SECOND * SECOND
    none = listed.covered_to_us == microseconds(NEVER)
    return set(listed.account[behind].tolist()), set(listed.account[none].tolist())


def _victims(listed: Listed, payers: set[int]) -> set[int]:
    """The accounts that paid claims and the other accounts of their holders."""
    holders = set(listed.holder[np.isin(listed.account, list(payers))].tolist()) - {MISSING}
    return payers | set(listed.account[np.isin(listed.holder, list(holders))].tolist())


def _hubs(ledger: Journal, params: Params) -> set[int]:
    """Accounts with more counterparties in some `hub_days` than a person has."""
    one = np.concatenate([ledger.payer, ledger.payee])
    other = np.concatenate([ledger.payee, ledger.payer])
    busy = np.flatnonzero(np.bincount(one) > params.hub_counterparties) if one.size else one
    when = np.concatenate([ledger.moved_us, ledger.moved_us])
    hubs = set()
    for account in busy.tolist():
        rows = np.flatnonzero(one == account)
        rows = rows[np.argsort(when[rows], kind="stable")]
        most = _most_within(when[rows].tolist(), other[rows].tolist(), params.hub_days * DAY)
        if most > params.hub_counterparties:
            hubs.add(account)
    return hubs


def _most_within(times: list[int], names: list[int], span: int) -> int:
    """The most different `names` in any window of `span`; `times` ascend."""
    window: Counter[int] = Counter()
    start = most = 0
    for time, name in zip(times, names, strict=True):
        window[name] += 1
        while time - times[start] > span:
            window[names[start]] -= 1
            if not window[names[start]]:
                del window[names[start]]
            start += 1
        most = max(most, len(window))
    return most
