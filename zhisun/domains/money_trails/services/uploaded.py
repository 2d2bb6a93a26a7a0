"""The trail of a case with uploaded statements: two hundred thousand rows at a time (流水入链)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
from django.db import connection

from zhisun.domains.money_trails.models import StatementFile, Transfer
from zhisun.domains.money_trails.policy import Row, Statement, filled, settled, with_reports
from zhisun.domains.money_trails.services.transfers import Banks, fitting, row_of
from zhisun.domains.money_trails.tables.statements import answer_rows, stored_rows
from zhisun.domains.money_trails.terms import StatementState, TransferSource
from zhisun.engines.statements.movements import movements
from zhisun.engines.statements.terms import ROWS
from zhisun.engines.tables import UNKNOWN_FEN

SELECT = """
copy (
  select {columns}, r.file_id, r.place
  from money_trails_statementrow r join money_trails_statementfile f on f.id = r.file_id
  where f.incident_id in ({incidents}) and f.state = 'imported' and r.dropped_by = ''
  order by r.file_id, r.place
) to stdout with (format csv)
"""
_WRITTEN = {
    "moved_at": "(extract(epoch from r.moved_at) * 1000000)::bigint",
    "balance_fen": f"coalesce(r.balance_fen, {UNKNOWN_FEN})",
}


@dataclass(frozen=True, slots=True)
class Case:
    """A case's movements by place in `found`; `told` are those a person told of, or all anew.

    answered: how many of `rows` came over the wire; they come first, then the files' rows.
    """

    found: pa.Table
    rows: pa.Table
    told: dict[int, Row]
    statements: Sequence[Statement]
    files: dict[int, StatementFile]
    known: Banks

    def row(self, place: int) -> Row:
        """One movement with all that both sides say of it."""
        if place in self.told:
            return self.told[place]
        found = {
            name: self.found[name][place].as_py() for name in ("payer", "payee", "row", "other")
        }
        row = self._side(found["row"])
        if found["other"] >= 0:
            row = filled(row, self._side(found["other"]))
        return replace(row, payer_account=found["payer"], payee_account=found["payee"])

    def _side(self, number: int) -> Row:
        if number < len(self.statements):
            return self.statements[number].row
        told = {name: self.rows[name][number].as_py() for name in self.rows.column_names}
        file = self.files[told["file"]]
        bank = self.known.of(told["account"], file.institution_code)
        other = self.known.of(told["counterparty"], told["counterparty_bank"])
        balance = None if told["balance_fen"] == UNKNOWN_FEN else told["balance_fen"]
        mine = (told["account"], told["account_name"], bank)
        theirs = (told["counterparty"], told["counterparty_name"], other)
        payer, payee = (theirs, mine) if told["incoming"] else (mine, theirs)
        exit_kind = "merchant" if told["merchant"] else "cash" if told["cash"] else ""
        return Row(
            source=TransferSource.STATEMENT,
            source_no=str(file.pk),
            place=told["place"],
            payer_account=payer[0],
            payer_name=payer[1],
            payer_institution_code=payer[2],
            payee_account=payee[0],
            payee_name=payee[1],
            payee_institution_code=payee[2],
            amount_fen=told["fen"],
            moved_at=told["moved_at"],
            serial=told["serial"],
            payer_balance_fen=None if told["incoming"] else balance,
            payee_balance_fen=balance if told["incoming"] else None,
            succeeded=told["succeeded"],
            exit_kind="" if told["incoming"] else exit_kind,
            remark=told["remark"],
        )

    def told_or_answered(self) -> set[int]:
        """Movements that stand in the case's transfers whatever the trail carries."""
        wire = len(self.statements)
        row, other = self.found["row"].to_numpy(), self.found["other"].to_numpy()
        answered = (row < wire) | ((other >= 0) & (other < wire))
        return {*self.told, *np.flatnonzero(answered).tolist()}

    def covered(self) -> dict[str, datetime]:
        """How far the uploaded statements of each account reach: as far as their file does."""
        accounts: Any = self.rows["account"].unify_dictionaries().combine_chunks()
        number: Any = accounts.indices.to_numpy(zero_copy_only=False)
        words = accounts.dictionary.to_pylist()
        until: dict[str, datetime] = {}
        file = self.rows["file"].to_numpy()
        for key, each in self.files.items():
            for code in np.unique(number[file == key]).tolist():
                account = settled(words[code])
                if each.reaches:
                    until[account] = max(each.reaches, until.get(account, each.reaches))
        return until


def uploads(incident_key: int) -> dict[int, StatementFile]:
    """The imported files of a case by their key. One query."""
    files = StatementFile.objects.filter(
        incident_id=incident_key, state=StatementState.IMPORTED, rows__gt=0
    )
    return {file.pk: file for file in files.order_by("pk")}


def case_of(
    files: dict[int, StatementFile],
    statements: Sequence[Statement],
    told: tuple[Sequence[Row], Sequence[Row]],
    known: Banks,
) -> Case:
    """Every movement of the files' cases. told: the reports, and what was added by hand."""
    wire = answer_rows(statements)
    stored = _stored({file.incident_id for file in files.values()})
    orders = {
        number: place
        for place, number in enumerate(sorted({each.row.source_no for each in statements}))
    }
    prints = np.array([-1 - orders[each.row.source_no] for each in statements], np.int64)
    rows = pa.concat_tables([wire, stored.select(ROWS.names)])
    source = np.concatenate([prints, stored["file"].to_numpy()])
    found = movements(rows, source)
    blank: Any = pa.array(np.full(len(statements), -1, np.int64))
    for name in ("file", "place"):
        rows = rows.append_column(name, pa.chunked_array([blank, *stored[name].chunks]))
    case = Case(found, rows, {}, statements, files, known)
    reports, added = told
    amounts = np.unique([row.amount_fen for row in (*reports, *added)] or [0])
    meant = np.flatnonzero(np.isin(found["fen"].to_numpy(), amounts)).tolist()
    placed = with_reports([case.row(place) for place in meant], reports, added)
    for place, row in zip(
        range(found.num_rows, found.num_rows + len(placed)), placed[len(meant) :], strict=False
    ):
        case.told[place] = row
    case.told.update(zip(meant, placed, strict=False))
    return case


def _stored(incident_keys: set[int]) -> pa.Table:
    columns = ", ".join(_WRITTEN.get(name, f'r."{name}"') for name in ROWS.names)
    incidents = ", ".join(str(int(key)) for key in sorted(incident_keys))
    text = bytearray()
    with (
        connection.cursor() as cursor,
        cursor.copy(SELECT.format(columns=columns, incidents=incidents)) as source,
    ):
        for block in source:
            text += block
    return stored_rows(bytes(text))


def keys_of(incident_key: int, rows: dict[int, Row]) -> dict[int, int]:
    """The transfer of each movement by its place, after `take_in` took them."""
    standing: defaultdict[Row, list[int]] = defaultdict(list)
    for transfer in Transfer.objects.filter(incident_id=incident_key).order_by("-pk"):
        standing[row_of(transfer)].append(transfer.pk)
    return {place: standing[fitting(row)].pop() for place, row in sorted(rows.items())}
