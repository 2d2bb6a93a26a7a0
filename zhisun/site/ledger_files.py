"""A ledger in a file, mapped into memory by whoever asks it (底账): one copy for all processes.

Rows that come later are kept beside it, each arrival in a file of its own, numbered and linked to
the one before; a reader merges them, and past a threshold they are folded in. Files appear when
they are whole. Who keeps the old file mapped keeps the old ledger.
"""

import contextlib
import fcntl
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.ipc

from zhisun.engines.screening.arrow import Column, pc
from zhisun.engines.tables import TRANSFERS
from zhisun.engines.tracing.book import Book
from zhisun.engines.tracing.draft import UNMOVED
from zhisun.engines.tracing.ledger import Layout, Ledger, Places
from zhisun.engines.tracing.terms import METHOD
from zhisun.kernel.errors import InputError
from zhisun.site import section_files
from zhisun.site.ledger_names import Kept, Named, built, grown
from zhisun.site.section_files import Kind

CODES = ("ledger_unreadable", "ledger_signature_wrong", "ledger_damaged")
LEDGER, ROWS = Kind(b"ZHISUNLG", *CODES), Kind(b"ZHISUNLR", *CODES)
FORMAT = 1
ARRAYS = ("transfer", "micro", "channel", "sequence", "flagged", "cycles")
FOLDED_FROM, FOLDED_PART = 50_000, 50
"""Rows beside a ledger that are folded in: so many, or this part of it if that is more."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What an arrival did. rows: new ones. beside: rows not folded in yet."""

    rows: int
    beside: int
    folded: bool


class LedgerFile:
    """One ledger. Any number of processes may read while one of them writes."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def build(self, rows: pa.Table) -> str:
        """Make the file of named rows, in place of whatever was there; its identity.

        Raises OSError, EngineInputError.
        """
        with self._alone():
            last = max((number for number, _ in self._beside()), default=0)
            return self._publish(built(rows), last, "")

    def read(self) -> Kept:
        """The ledger with all that came, mapped where nothing came since it was folded.

        Raises OSError, InputError (`ledger_…`).
        """
        while True:
            before = _fingerprint(self.path)
            kept, facts = self._mapped()
            arrived = self._arrived(facts)
            if _fingerprint(self.path) == before:  # else it was folded meanwhile
                break
        return grown(kept, _together([rows for _, _, rows in arrived])) if arrived else kept

    def known(self, ids: Column) -> Column:
        """Those of some transfer names that are there. Raises OSError, InputError."""
        kept, facts = self._mapped()
        found = [_among(kept.transfers.names, ids)]
        found += [
            _among(rows.column("transfer_id").combine_chunks(), ids)
            for _, _, rows in self._arrived(facts)
        ]
        return pa.concat_arrays(found)

    def append(self, read: Callable[[Callable[[Column], Column]], pa.Table]) -> Arrival:
        """Keep the rows that `read` gives; it is told how to ask which transfers are there.

        They are safe when this returns. Raises OSError, InputError, and what `read` raises.
        """
        with self._alone():
            rows = read(self.known)
            kept, facts = self._mapped()
            arrived = self._arrived(facts)
            number, follows = facts["folded"], facts["last"]
            if arrived:
                number, follows, _ = arrived[-1]
            beside = sum(each.num_rows for _, _, each in arrived) + rows.num_rows
            if not rows.num_rows:
                return Arrival(0, beside, folded=False)
            built(rows)  # what no ledger can be made of must not lie beside one
            about = {"format": FORMAT, "number": number + 1, "follows": follows}
            content = np.frombuffer(_bytes_of(rows), np.uint8)
            section_files.write(ROWS, self._arrival(number + 1), {"rows": content}, about)
            folded = beside >= max(FOLDED_FROM, len(kept.ledger) // FOLDED_PART)
            if folded:
                self._fold()
            return Arrival(rows.num_rows, 0 if folded else beside, folded=folded)

    def fold(self) -> int:
        """Put what came into the file; how many rows. Raises OSError, InputError."""
        with self._alone():
            return self._fold()

    def _fold(self) -> int:
        kept, facts = self._mapped()
        arrived = self._arrived(facts)
        if not arrived:
            return 0
        rows = _together([rows for _, _, rows in arrived])
        number, identity, _ = arrived[-1]
        self._publish(grown(kept, rows), number, identity)
        return rows.num_rows

    def _publish(self, kept: Kept, folded: int, last: str) -> str:
        facts = {"folded": folded, "last": last, **_facts(kept)}
        identity = section_files.write(LEDGER, self.path, _sections(kept), facts)
        for number, path in self._beside():
            if number <= folded:
                path.unlink(missing_ok=True)
        return identity

    def _mapped(self) -> tuple[Kept, dict[str, Any]]:
        sections, facts, _ = section_files.read(LEDGER, self.path)
        if (facts["format"], facts["method"]) != (FORMAT, METHOD):
            raise InputError("ledger_of_other_version", file=str(self.path))
        return _kept(sections, facts), facts

    def _arrived(self, facts: dict[str, Any]) -> list[tuple[int, str, pa.Table]]:
        """Arrivals not folded in: number, identity, rows."""
        found: list[tuple[int, str, pa.Table]] = []
        number, follows = facts["folded"] + 1, facts["last"]
        while (path := self._arrival(number)).exists():
            try:
                sections, told, identity = section_files.read(ROWS, path)
            except FileNotFoundError:
                break  # folded meanwhile: the caller sees it by the ledger's file
            if (told["number"], told["follows"]) != (number, follows):
                raise InputError("ledger_damaged", file=str(path), section="manifest")
            rows = pa.ipc.open_stream(pa.py_buffer(sections["rows"])).read_all()
            found.append((number, identity, rows))
            number, follows = number + 1, identity
        return found

    def _arrival(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.name}.{number:06d}")

    def _beside(self) -> list[tuple[int, Path]]:
        """Files of arrivals, whether folded in or not."""
        found = self.path.parent.glob(f"{self.path.name}.[0-9][0-9][0-9][0-9][0-9][0-9]")
        return sorted((int(path.name.rpartition(".")[2]), path) for path in found)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        with self.path.with_name(self.path.name + ".lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _fingerprint(path: Path) -> tuple[int, int, int]:
    about = path.stat()
    return about.st_ino, about.st_mtime_ns, about.st_size


def _among(names: Column, cells: Column) -> Column:
    return names.filter(pc.is_in(names, value_set=cells))


def _together(tables: list[pa.Table]) -> pa.Table:
    """Rows of several arrivals; a column that one of them lacks says nothing of its rows."""
    whole = pa.concat_tables(tables, promote_options="default")
    for field in TRANSFERS:
        if field.name in whole.column_names and field.metadata and b"absent" in field.metadata:
            at = whole.column_names.index(field.name)
            absent = pa.scalar(int(field.metadata[b"absent"]), pa.int64()).cast(field.type)
            whole = whole.set_column(at, field.name, whole.column(at).fill_null(absent))
    return whole


def _bytes_of(rows: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as stream:
        stream.write_table(rows)
    return bytes(sink.getvalue())


def _facts(kept: Kept) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "method": METHOD,
        "layout": asdict(kept.ledger.layout),
        "last_us": kept.ledger.last_us,
        "accounts": kept.ledger.codes.size,
        "numbers": [kept.transfers.numbers, kept.accounts.numbers],
    }


def _sections(kept: Kept) -> dict[str, Any]:
    ledger = kept.ledger
    found = {f"book.{name}": array for name, array in ledger.book._asdict().items()}
    found["book.blocks"] = ledger.book.blocks.ravel()
    found |= {name: getattr(ledger, name) for name in ARRAYS}
    found |= {f"places.{name}": array for name, array in ledger.places._asdict().items()}
    for name in UNMOVED.names:
        column = ledger.unmoved.column(name).to_numpy()
        found[f"unmoved.{name}"] = column.astype(np.uint8) if name == "failed" else column
    for name, named in (("transfers", kept.transfers), ("accounts", kept.accounts)):
        whole = pa.concat_arrays([named.names]) if named.names.offset else named.names
        _, ends, text = whole.buffers()
        size = len(whole) + 1 if len(whole) else 0
        found[f"{name}.ends"] = np.frombuffer(ends or b"", np.int32, size)
        length = int(found[f"{name}.ends"][-1]) if size else 0
        found[f"{name}.text"] = np.frombuffer(text or b"", np.uint8, length)
    return found


def _kept(sections: dict[str, Any], facts: dict[str, Any]) -> Kept:
    book = {name: sections[f"book.{name}"] for name in Book._fields}
    book["blocks"] = book["blocks"].reshape(-1, 4)
    unmoved = {name: sections[f"unmoved.{name}"] for name in UNMOVED.names}
    unmoved["failed"] = unmoved["failed"].astype(np.bool_)
    ledger = Ledger(
        book=Book(**book),
        codes=np.arange(facts["accounts"], dtype=np.int32),
        unmoved=pa.table(unmoved, schema=UNMOVED),
        layout=Layout(**facts["layout"]),
        places=Places(**{name: sections[f"places.{name}"] for name in Places._fields}),
        last_us=facts["last_us"],
        **{name: sections[name] for name in ARRAYS},
    )
    transfers, accounts = (
        Named(_names(sections[f"{name}.ends"], sections[f"{name}.text"]), numbers)
        for name, numbers in zip(("transfers", "accounts"), facts["numbers"], strict=True)
    )
    return Kept(ledger, transfers, accounts)


def _names(ends: Any, text: Any) -> Column:
    if not len(ends):
        return pa.array([], pa.string())
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(text)]
    return pa.Array.from_buffers(pa.string(), len(ends) - 1, buffers)
