"""The movements behind the money page, one by one: what carried traced money, one account's all."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from zhisun.domains.money_trails.models import Transfer
from zhisun.domains.money_trails.selectors.picture import Question, main_states, traced
from zhisun.domains.money_trails.tables.basis import BY_HAND, Basis, Followed
from zhisun.domains.money_trails.terms import Whereabouts
from zhisun.engines.tables import EPOCH
from zhisun.engines.tracing.terms import EndState, Rule
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import NotFound
from zhisun.kernel.money import Fen

KEY_LENGTH = 16
"""Hexadecimal digits by which an address names an account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One transfer. carried_fen: traced money in it, 0 where there was none.

    level: the layer of its payee, None where it carried nothing. ends_as: where the money ended,
    if the payee is no account one could follow further. remark: the statement's own words.
    """

    moved_at: datetime
    level: int | None
    payer_account: str
    payer_name: str
    payer_institution: str
    payee_account: str
    payee_name: str
    payee_institution: str
    amount_fen: Fen
    carried_fen: Fen
    ends_as: Whereabouts | None
    by_hand: bool
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """Transfers in the order of time. number: of all there are, also those not listed.

    until, method, digest: up to when, by which version, out of what they were found.
    """

    rows: tuple[Move, ...]
    number: int
    until: datetime
    method: str
    digest: str


def account_key(incident_no: str, account_no: str) -> str:
    """How an address names an account of a case: its number has no place in a server's log."""
    told = f"{incident_no}:{account_no}".encode()
    return hashlib.sha256(told).hexdigest()[:KEY_LENGTH]


def carrying(
    incident_no: str, question: Question, *, by: Actor, limit: int, only_exits: bool = False
) -> Moves | None:
    """The transfers that carried a case's money by the rule; None before the first trace.

    only_exits: those alone after which it cannot be followed further: cash, merchants, platforms.
    Within the actor's area. Three queries, a fourth when what the trace read is not in memory.
    """
    found = traced(incident_no, by=by, until=question.until)
    if found is None:
        return None
    trace, digest, followed = found
    rule = Rule(question.rule.value)
    carried = _carried(followed, rule)
    chosen = _exits(followed, rule, carried) if only_exits else list(carried)
    return Moves(
        rows=_rows(followed, rule, chosen[:limit], carried),
        number=len(chosen),
        until=followed.asked.as_of,
        method=trace.method,
        digest=digest,
    )


def of_account(
    incident_no: str, key: str, question: Question, *, by: Actor, limit: int
) -> tuple[str, Moves]:
    """The number behind a key, and all transfers of that account with what each carried.

    Those that carried something come first into the limit. Raises NotFound.
    """
    found = traced(incident_no, by=by, until=question.until)
    if found is None:
        raise NotFound("account_not_traced")
    trace, digest, followed = found
    basis, rule = followed.basis, Rule(question.rule.value)
    code = next(
        (c for c, no in enumerate(basis.numbers) if account_key(incident_no, no) == key), None
    )
    if code is None:
        raise NotFound("account_not_traced")
    carried = _carried(followed, rule)
    mine = _of_code(followed, code)
    chosen = sorted(mine, key=lambda transfer: (transfer not in carried, mine[transfer]))[:limit]
    chosen.sort(key=mine.__getitem__)
    moves = Moves(
        rows=_rows(followed, rule, chosen, carried),
        number=len(mine),
        until=followed.asked.as_of,
        method=trace.method,
        digest=digest,
    )
    return basis.numbers[code], moves


def _carried(followed: Followed, rule: Rule) -> dict[int, tuple[Fen, int]]:
    """By transfer, in the order of time: what all claims had in it, and the layer it went to."""
    edges: Any = followed.edges(rule)
    sums = edges.group_by("transfer").aggregate(
        [("fen", "sum"), ("level", "min"), ("moved_at", "min")]
    )
    names = ("transfer", "fen_sum", "level_min", "moved_at_min")
    rows = sorted(
        zip(*(sums[name].to_pylist() for name in names), strict=True),
        key=lambda row: (row[3], row[2], row[0]),
    )
    return {transfer: (fen, level) for transfer, fen, level, _at in rows}


def _exits(followed: Followed, rule: Rule, transfers: Iterable[int]) -> list[int]:
    """Those of the transfers after which money is out of sight."""
    states = main_states(followed.ends(rule))
    hidden = {code for code, state in states.items() if _out_of_sight(state)}
    edges: Any = followed.edges(rule)
    pairs = zip(edges["transfer"].to_pylist(), edges["payee"].to_pylist(), strict=True)
    ended = {transfer for transfer, payee in pairs if payee in hidden}
    return [each for each in transfers if each in ended]


def _of_code(followed: Followed, code: int) -> dict[int, int]:
    """The transfers of one account up to the instant: code → row, in the canonical order."""
    indexed = followed.basis.indexed
    book, at = indexed.book, int(np.searchsorted(indexed.codes, code))
    if at >= indexed.codes.size or indexed.codes[at] != code:
        return {}
    events = book.event[book.first_event[at] : book.first_event[at + 1]]
    last = followed.asked.as_of_us // 1_000_000
    rows = [int(event) // 2 for event in events]
    return {int(indexed.transfer[row]): row for row in rows if book.second[row] <= last}


def _rows(
    followed: Followed,
    rule: Rule,
    transfers: Sequence[int],
    carried: Mapping[int, tuple[Fen, int]],
) -> tuple[Move, ...]:
    basis, book = followed.basis, followed.basis.indexed.book
    codes = np.array(transfers, np.int64)
    row_of = basis.indexed.places.of(codes)
    source, keys = basis.origin.of(codes)
    remarks = _remarks(keys.tolist())
    states = main_states(followed.ends(rule))
    found = []
    for transfer, row, origin, key in zip(
        transfers, row_of.tolist(), source.tolist(), keys.tolist(), strict=True
    ):
        payer, payee = (int(basis.indexed.codes[each[row]]) for each in (book.payer, book.payee))
        fen, level = carried.get(transfer, (0, None))
        found.append(
            Move(
                moved_at=EPOCH + timedelta(seconds=int(book.second[row])),
                level=level,
                **_parties(basis, payer, payee),
                amount_fen=int(book.fen[row]),
                carried_fen=fen,
                ends_as=_out_of_sight(states.get(payee)),
                by_hand=origin == BY_HAND,
                remark=remarks.get(key, ""),
            )
        )
    return tuple(found)


def _parties(basis: Basis, payer: int, payee: int) -> dict[str, str]:
    told = {"account": basis.numbers, "name": basis.names, "institution": basis.institutions}
    return {
        f"{side}_{name}": words[code]
        for side, code in (("payer", payer), ("payee", payee))
        for name, words in told.items()
    }


def _remarks(keys: Sequence[int]) -> dict[int, str]:
    """What the statements say of transfers by their keys. One query a thousand."""
    told: dict[int, str] = {}
    wanted = [key for key in keys if key >= 0]
    for start in range(0, len(wanted), 1000):
        rows = Transfer.objects.filter(pk__in=wanted[start : start + 1000]).exclude(remark="")
        told |= dict(rows.values_list("pk", "remark"))
    return told


def _out_of_sight(state: int | None) -> Whereabouts | None:
    if state is None:
        return None
    where = Whereabouts(EndState(state).name.lower())
    return where if where in OUT_OF_SIGHT else None


OUT_OF_SIGHT = frozenset({Whereabouts.CASHED_OUT, Whereabouts.PLATFORM, Whereabouts.FEE})
"""Where money ends at what is no account one could follow further."""
