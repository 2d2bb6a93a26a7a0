"""What a trace read, as bytes, and the same money asked again by every rule (追踪依据)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from zhisun.domains.money_trails.tables.trail import Ledger
from zhisun.domains.money_trails.terms import TransferSource
from zhisun.engines.tables import EPOCH, NEVER
from zhisun.engines.tracing import assembly, scene
from zhisun.engines.tracing.asking import Asked, asked
from zhisun.engines.tracing.chase import Outlook, chase
from zhisun.engines.tracing.dwelling import Stays, stays_of
from zhisun.engines.tracing.folk import known
from zhisun.engines.tracing.ledger import Ledger as Indexed
from zhisun.engines.tracing.ledger import build
from zhisun.engines.tracing.scene import Folk
from zhisun.engines.tracing.terms import ATTRIBUTING, Params, Rule
from zhisun.engines.tracing.walking import Walked, walked

Int64s = NDArray[np.int64]

SOURCES = tuple(TransferSource)
"""Sources as numbers: their place here."""

BY_HAND = SOURCES.index(TransferSource.BY_HAND)

NO_KEY = -1

ASKED = 16
"""Answers kept in memory: instants, of whatever cases. Local rule."""

LARGE = 500_000
"""Transfers from which on the haircut is waited for only where it is needed. Local rule.

Of 200,000 it takes a quarter of a second of processor time with all that rests on it, of a million
five times as much (docs/specs/0008).
"""

NAMED = 2000
"""Transfers of uploaded files that are read again for their holders' names. Local rule."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where movements come from: by transfer code, ascending.

    source: place in SOURCES. key: the `Transfer` that holds it, NO_KEY where only a file does.
    """

    code: Int64s
    source: Int64s
    key: Int64s

    def of(self, codes: Int64s) -> tuple[Int64s, Int64s]:
        """Source and key of each code; every code is known."""
        at = np.searchsorted(self.code, codes)
        return self.source[at], self.key[at]


def packed(ledger: Ledger, origin: Origin) -> bytes:
    """A ledger with its origin as three Arrow streams one after another."""
    order: Any = pa.array(np.argsort(ledger.transfers["transfer"].to_numpy(), kind="stable"))
    transfers = ledger.transfers.take(order)
    transfers = transfers.append_column("source", pa.array(origin.source.astype(np.int8)))
    transfers = transfers.append_column("key", pa.array(origin.key))
    accounts = ledger.standing.append_column("number", pa.array(ledger.accounts, pa.string()))
    for name, told in (("name", ledger.names), ("institution", ledger.institutions)):
        words = [told.get(number, "") for number in ledger.accounts]
        accounts = accounts.append_column(name, pa.array(words, pa.string()))
    victims = pa.array([number in ledger.victims for number in ledger.accounts], pa.bool_())
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    for table in (transfers, ledger.claims, accounts.append_column("victim", victims)):
        with pa.ipc.new_stream(sink, table.schema, options=options) as stream:
            stream.write_table(table)
    return sink.getvalue().to_pybytes()


def opened(content: bytes) -> "Basis":
    """What `packed` wrote, indexed and ready to be asked. 30 ms of CPU for 200,000 transfers."""
    source = pa.BufferReader(content)
    transfers, claims, accounts = (pa.ipc.open_stream(source).read_all() for _ in range(3))
    indexed = build(transfers)
    standing = accounts.select(["account", "kind", "covered_to"])
    origin = (transfers[name].to_numpy().astype(np.int64) for name in ("transfer", "source", "key"))
    told = ("number", "name", "institution")
    words: dict[str, Any] = {each: accounts[each].to_pylist() for each in told}
    return Basis(
        indexed=indexed,
        folk=known(indexed, standing),
        claims=claims,
        origin=Origin(*origin),
        numbers=words["number"],
        names=words["name"],
        institutions=words["institution"],
        victims=frozenset(np.flatnonzero(accounts["victim"].to_numpy()).tolist()),
    )


def reached_otherwise(ledger: Ledger, *, at: datetime) -> list[int]:
    """Transfers that carry most money by the rules, at most NAMED: their holders' names matter.

    Not by the haircut: it brings a little to nearly every account.
    """
    indexed = build(ledger.transfers)
    folk = known(indexed, ledger.standing)
    ready = asked(indexed, folk, ledger.claims, Params(as_of=at))
    most = np.zeros(len(indexed), np.int64)
    for rule in (each for each in ATTRIBUTING if each is not Rule.HAIRCUT):
        edges = walked(indexed.book, folk, ready.by(rule)).edges
        np.maximum.at(most, edges[:, scene.EDGE_ROW], edges[:, scene.EDGE_FEN])
    row = np.argsort(-most, kind="stable")[: min(NAMED, int(np.count_nonzero(most)))]
    return sorted(indexed.transfer[row].tolist())


@dataclass(frozen=True, slots=True, eq=False)
class Basis:
    """A case's ledger in memory. numbers, names, institutions, victims: by account code."""

    indexed: Indexed
    folk: Folk
    claims: pa.Table
    origin: Origin
    numbers: Sequence[str]
    names: Sequence[str]
    institutions: Sequence[str]
    victims: frozenset[int]

    def covered_to(self, account: int) -> datetime:
        """How far the statement of an account reaches; NEVER without one."""
        at = int(np.searchsorted(self.indexed.codes, account))
        return max(EPOCH + timedelta(seconds=int(self.folk.covered[at])), NEVER)


@dataclass(frozen=True, eq=False)
class Followed:
    """One case's money up to one instant, by every rule that was asked for. Amounts in fen.

    Each rule is walked when it is first asked for and kept; accounts are by code.
    """

    basis: Basis
    asked: Asked
    _found: dict[Rule, Walked] = field(default_factory=dict)
    _fens: dict[Rule, tuple[dict[int, int], dict[int, int]]] = field(default_factory=dict)

    def by(self, rule: Rule) -> Walked:
        """The walk by one rule."""
        if rule not in self._found:
            book, folk = self.basis.indexed.book, self.basis.folk
            self._found[rule] = walked(book, folk, self.asked.by(rule))
        return self._found[rule]

    def is_quick(self, *, large: int) -> bool:
        """Whether all rules can be had at once: of a large ledger the haircut is walked already."""
        return len(self.basis.indexed) < large or Rule.HAIRCUT in self._found

    def holdings(self, rule: Rule) -> pa.Table:
        """The accounts that money came to by one rule: HOLDINGS."""
        return assembly.holdings(
            self.basis.indexed, self.basis.folk, self.asked.by(rule), self.by(rule)
        )

    def edges(self, rule: Rule) -> pa.Table:
        """The transfers that carried money by one rule: TRACED_EDGES."""
        return assembly.traced_edges(self.basis.indexed, self.asked, self.by(rule))

    def ends(self, rule: Rule) -> pa.Table:
        """Where the money of each claim is by one rule: TRACED_ACCOUNTS."""
        return assembly.traced_accounts(self.basis.indexed, self.asked, self.by(rule))

    def amounts(self, rule: Rule) -> tuple[dict[int, int], dict[int, int]]:
        """The inflow and what is still there by one rule, by account code."""
        if rule not in self._fens:
            self._fens[rule] = self._amounts(self.by(rule))
        return self._fens[rule]

    def chase(self, outlook: Outlook) -> pa.Table:
        """What to stop first: CHASE."""
        found = {rule: self.by(rule) for rule in ATTRIBUTING}
        return chase(self.basis.indexed, self.asked, found, outlook)

    def _amounts(self, found: Walked) -> tuple[dict[int, int], dict[int, int]]:
        codes, book = self.basis.indexed.codes, self.basis.indexed.book
        inflow = np.zeros(codes.size, np.int64)
        np.add.at(
            inflow, book.payee[found.edges[:, scene.EDGE_ROW]], found.edges[:, scene.EDGE_FEN]
        )
        still = np.zeros(codes.size, np.int64)
        lying = found.slots[found.slots[:, scene.END] == scene.NO_END]
        still[lying[:, scene.ACCOUNT]] = lying[:, scene.TRACED]
        return _told(codes, inflow), _told(codes, still)


def stays_in(basis: Basis, *, until: datetime) -> Stays:
    """How long claimed money stayed in the accounts of a case, by LIFO."""
    ready = asked(basis.indexed, basis.folk, basis.claims, Params(as_of=until))
    found = walked(basis.indexed.book, basis.folk, ready.by(Rule.LIFO))
    return stays_of(basis.indexed, basis.folk, found, ready.question.as_of)


@lru_cache(maxsize=ASKED)
def followed_until(basis: Basis, as_of: datetime) -> Followed:
    """The money of a case up to an instant, ready to be asked by every rule.

    For 200,000 transfers the haircut takes 0.1 s of CPU, the other rules a tenth of that together.
    """
    return Followed(basis, asked(basis.indexed, basis.folk, basis.claims, Params(as_of=as_of)))


def _told(codes: NDArray[np.int32], fens: Int64s) -> dict[int, int]:
    some = np.flatnonzero(fens)
    return dict(zip(codes[some].tolist(), fens[some].tolist(), strict=True))
