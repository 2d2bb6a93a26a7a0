"""`zhisun trace` and `zhisun share`: files in, files out, the engines between."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from zhisun.engines.screening.arrow import Column, fields, pc
from zhisun.engines.tracing import assembly
from zhisun.engines.tracing.asking import Asked, asked
from zhisun.engines.tracing.chase import chase
from zhisun.engines.tracing.digest import digest
from zhisun.engines.tracing.folk import known
from zhisun.engines.tracing.ledger import Ledger, build
from zhisun.engines.tracing.scene import Folk
from zhisun.engines.tracing.terms import ATTRIBUTING, METHOD, EndState, Fault, Params, Rule
from zhisun.engines.tracing.walking import Walked, reached, walked
from zhisun.kernel.errors import InputError
from zhisun.kernel.moments import instant
from zhisun.kernel.money import yuan
from zhisun.site import table_files
from zhisun.site.tracing_files import Names, Put, Read
from zhisun.site.tracing_findings import findings

YUAN = pa.decimal128(20, 2)
LISTED_FAULTS = 1000
ACCOUNT_ROWS = fields(
    rule=pa.string(),
    claim_id=pa.string(),
    account=pa.string(),
    level=pa.int32(),
    amount=YUAN,
    state=pa.string(),
)
EDGE_ROWS = fields(
    rule=pa.string(),
    claim_id=pa.string(),
    transfer_id=pa.string(),
    level=pa.int32(),
    amount=YUAN,
)


@dataclass(frozen=True, slots=True)
class Traced:
    """One question answered by several rules."""

    ledger: Ledger
    folk: Folk
    asked: Asked
    found: dict[Rule, Walked]
    names: Names
    claims: pa.Table


def trace(files: Read, rules: Sequence[Rule], params: Params) -> Traced:
    """Follow the claims by each of `rules`, and by those a chase list needs."""
    return ask(build(files.transfers), files, rules, params)


def ask(ledger: Ledger, files: Read | Put, rules: Sequence[Rule], params: Params) -> Traced:
    """As `trace`, of a ledger that stands already."""
    folk = known(ledger, files.accounts)
    question = asked(ledger, folk, files.claims, params)
    wanted: dict[Rule, None] = dict.fromkeys((*rules, *ATTRIBUTING))
    found: dict[Rule, Walked] = {
        rule: walked(ledger.book, folk, question.by(rule)) for rule in wanted if rule != Rule.POISON
    }
    if Rule.POISON in rules:
        found[Rule.POISON] = reached(ledger.book, folk, question.question, params.window_seconds)
    return Traced(ledger, folk, question, found, files.names, files.claims)


def write(done: Traced, rules: Sequence[Rule], folder: Path) -> dict[str, Any]:
    """The four files of a trace; the summary."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = [(rule, _tables(done, rule)) for rule in rules]
    for name, schema, which in (("accounts", ACCOUNT_ROWS, 0), ("edges", EDGE_ROWS, 1)):
        with table_files.writing(folder / f"{name}.parquet", schema) as put:
            for _, tables in parts:
                put(tables[which])
    listed = _chase_rows(done)
    with table_files.writing(folder / "chase.csv", listed.schema) as put:
        put(listed)
    summary = _summary(done, [(rule, tables[0]) for rule, tables in parts])
    text = json.dumps(summary, ensure_ascii=False, indent=1)
    (folder / "summary.json").write_text(text + "\n", encoding="utf-8")
    return summary


def _tables(done: Traced, rule: Rule) -> tuple[pa.Table, pa.Table]:
    lying = assembly.traced_accounts(done.ledger, done.asked, done.found[rule])
    edges = assembly.traced_edges(done.ledger, done.asked, done.found[rule])
    states = pa.array([state.name.lower() for state in EndState])

    def told(table: pa.Table, columns: dict[str, Any], schema: pa.Schema) -> pa.Table:
        ours = {
            "rule": pa.array([str(rule)] * table.num_rows, pa.string()),
            "claim_id": done.names.claims.take(table.column("claim").combine_chunks()),
            "level": table.column("level"),
            "amount": _yuan(table.column("fen")),
        }
        rows = ours | columns
        return pa.table([rows[name] for name in schema.names], schema=schema)

    account = done.names.accounts.take(lying.column("account").combine_chunks())
    state = states.take(lying.column("state").cast(pa.int32()).combine_chunks())
    transfer = done.names.transfers.take(edges.column("transfer").combine_chunks())
    return (
        told(lying, {"account": account, "state": state}, ACCOUNT_ROWS),
        told(edges, {"transfer_id": transfer}, EDGE_ROWS),
    )


def _yuan(fens: Any) -> Column:
    """Fen as decimal yuan, exactly."""
    values = np.zeros((len(fens), 2), dtype=np.int64)
    values[:, 0] = fens.to_numpy()
    values[:, 1] = values[:, 0] >> 63
    buffers = [None, pa.py_buffer(values.tobytes())]
    return pa.Array.from_buffers(YUAN, len(fens), buffers)


def _chase_rows(done: Traced) -> pa.Table:
    rows = chase(done.ledger, done.asked, done.found)
    states = [EndState(state).name.lower() for state in rows.column("state").to_numpy()]
    told = {
        "account": done.names.accounts.take(rows.column("account").combine_chunks()),
        "lifo": _yuan(rows.column("lifo")),
        "minimum": _yuan(rows.column("minimum")),
        "maximum": _yuan(rows.column("maximum")),
        "level": rows.column("level"),
        "state": pa.array(states, pa.string()),
        "still_there": pc.divide(rows.column("still_there_pm").cast(pa.float64()), 1000.0),
        "value": _yuan(rows.column("value")),
        "priority": rows.column("priority"),
        "others": _yuan(rows.column("others")),
        "arrived_at": rows.column("arrived_at"),
    }
    return pa.table(told)


def _summary(done: Traced, parts: Sequence[tuple[Rule, pa.Table]]) -> dict[str, Any]:
    faults = assembly.faults(done.ledger, done.folk, done.asked)
    question = done.asked.question
    names = [Fault(fault).name.lower() for fault in faults.column("fault").to_numpy()]
    return {
        "method": METHOD,
        "digest": digest(done.ledger, done.folk, done.claims, question),
        "as_of": done.asked.as_of.isoformat() if len(done.ledger) else None,
        "transfers": len(done.ledger),
        "claims": done.claims.num_rows,
        "rules": {str(rule): _sums(table) for rule, table in parts},
        "faults": {name: names.count(name) for name in sorted(set(names))},
        "first_faults": _listed(done, faults.slice(0, LISTED_FAULTS), names),
        "voided": _pairs(done, question.as_of),
        "order_notes": _of(done.names.transfers, done.ledger.cycles),
    } | findings(
        done.ledger,
        done.folk,
        done.found[Rule.LIFO],
        as_of=question.as_of,
        accounts=done.names.accounts,
        transfers=done.names.transfers,
    )


def _of(names: Column, codes: Any) -> list[str]:
    return [str(name) for name in names.take(pa.array(codes, pa.int32())).to_pylist()]


def _sums(table: pa.Table) -> dict[str, str]:
    sums = table.group_by("state").aggregate([("amount", "sum")]).to_pylist()
    return {row["state"]: str(row["amount_sum"]) for row in sorted(sums, key=lambda r: r["state"])}


def _pairs(done: Traced, as_of: int) -> list[list[str]]:
    pairs = assembly.voided_pairs(done.ledger, as_of).slice(0, LISTED_FAULTS)
    sides = [_of(done.names.transfers, pairs.column(i).to_numpy()) for i in (0, 1)]
    return [list(pair) for pair in zip(*sides, strict=True)]


def _listed(done: Traced, faults: pa.Table, names: Sequence[str]) -> list[dict[str, str]]:
    return [
        {
            "fault": name,
            "account": str(done.names.accounts[row["account"]].as_py()),
            "transfer": str(done.names.transfers[row["transfer"]].as_py()),
            "claim": str(done.names.claims[row["claim"]].as_py()) if row["claim"] >= 0 else "",
            "amount": yuan(row["fen"]),
        }
        for row, name in zip(faults.to_pylist(), names, strict=False)
    ]


def rules_of(written: str) -> list[Rule]:
    """Rules by name, in the order of Rule. Raises InputError."""
    wanted = written.replace(",", " ").split()
    for name in wanted:
        if name not in {str(rule) for rule in Rule}:
            raise InputError("rule_unknown", rule=name, rules=" ".join(Rule))
    return [rule for rule in Rule if rule in wanted]


def as_of_from(written: str | None) -> datetime | None:
    """An instant, or None for the last row. Raises InputError."""
    return None if written is None else instant(written)


def params_of(
    files: Read | Put,
    *,
    as_of: datetime | None,
    max_level: int | None,
    dust_fen: int,
    window: int | None,
    expand: Sequence[str],
) -> Params:
    """How to follow. Raises InputError for an account to open that no file names, negative dust."""
    if dust_fen < 0:
        raise InputError("amount_unreadable", amount=yuan(dust_fen))
    at = pc.index_in(pa.array(expand, pa.string()), value_set=files.names.accounts)
    codes: list[int | None] = at.to_pylist()
    for name, code in zip(expand, codes, strict=True):
        if code is None:
            raise InputError("account_unknown", account=name)
    return Params(
        as_of=as_of,
        max_level=max_level,
        dust_fen=dust_fen,
        window_seconds=window,
        expand=frozenset(code for code in codes if code is not None),
    )
