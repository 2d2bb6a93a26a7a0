"""One table under its layout → normal rows, and the rows that could not be read (逐行读取)."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from zhisun.engines.statements.amounts import TOO_FINE, UNREADABLE, Fens, Flags, to_fen
from zhisun.engines.statements.arrows import BLANK, Arrow, coded, column, pc, whole
from zhisun.engines.statements.header_table import (
    CASH_CODES,
    CASH_WORDS,
    FAILED_CODES,
    FAILED_WORDS,
    IN_WORDS,
    OUT_WORDS,
    TOTALS,
    YUAN,
)
from zhisun.engines.statements.headings import account_in_title, folded, known, own_account
from zhisun.engines.statements.instants import BAD, CLOCKLESS, to_clocks, to_instants, unit_of
from zhisun.engines.statements.sheets import Body, Sheet
from zhisun.engines.statements.terms import ROWS, Column, Layout, Reason, Reject, Taken
from zhisun.engines.statements.texts import account_number, names, strings
from zhisun.engines.tables import UNKNOWN_FEN

SHORTEST_ACCOUNT = 12
MOST_REPEATED = 2
"""Headings in a row that make it the header, printed again on the next page."""


@dataclass(slots=True)
class Reader:
    """The columns of one body by what they hold; a column not there is None."""

    body: Body
    layout: Layout
    encoding: str
    title: str
    count: int
    told: dict[Column, Arrow | None] = field(default_factory=dict)

    def texts(self, column: Column) -> Arrow | None:
        """A column as trimmed text, decoded once."""
        if column not in self.told:
            place = self.layout.place(column)
            cells = None if place is None else self.body.columns[place]
            self.told[column] = None if cells is None else strings(cells, self.encoding)
        return self.told[column]

    def named(self, column: Column, clean: Callable[[str], str] | None = None) -> Arrow:
        """A column as a dictionary, all blank when it is not there."""
        texts = self.texts(column)
        return same("", self.count) if texts is None else names(texts, clean)

    def chosen(self, column: Column, fits: Callable[[str], bool]) -> Flags:
        """Which rows have a text that fits; none when the column is not there."""
        return flagged(self.named(column), fits)


def same(text: str, count: int) -> Arrow:
    """One text for all rows."""
    return coded(np.zeros(count, np.int32), pa.array([text]))


def flagged(told: Arrow, fits: Callable[[str], bool]) -> Flags:
    """Which entries have a text that fits, asked once for each different text."""
    words = told.dictionary.to_pylist()
    flags = np.array([fits(word) for word in words] or [False], np.bool_)
    return flags[told.indices.to_numpy(zero_copy_only=False)]


def read_sheet(sheet: Sheet, layout: Layout, only: frozenset[Column] | None = None) -> Taken:
    """The rows of a table as its layout says, each once taken, rejected or skipped.

    Skipped are blank lines, printed totals, repeated headers and movements of nothing.
    only: columns that matter; the others are not read and blank, also in the rejects.
    """
    after = layout.header + layout.depth
    places = {place for each in only or () if (place := layout.place(each)) is not None}
    wanted = None if only is None else frozenset(places)
    body = sheet.body(after, len(layout.headings), wanted)
    reader = Reader(body, layout, sheet.encoding, sheet.title, len(body.lines))
    instants, units = _instants(reader)
    signed, direction = _signed(reader)
    balance = _balance(reader)
    wrong: dict[Reason, Flags] = {
        Reason.TIME: instants == BAD,
        Reason.AMOUNT: (signed == UNREADABLE) | (signed == UNKNOWN_FEN),
        Reason.FINER_THAN_FEN: signed == TOO_FINE,
        Reason.DIRECTION: ~direction,
        Reason.BALANCE: (balance == UNREADABLE) | (balance == TOO_FINE),
        Reason.CURRENCY: reader.chosen(Column.CURRENCY, _foreign),
    }
    bad = np.logical_or.reduce(list(wrong.values()))
    switches, printed = _printed(reader, np.flatnonzero(bad))
    account, incoming, other = _sides(reader, signed, switches)
    wrong[Reason.ACCOUNT] = flagged(account, lambda text: not text)
    bad |= wrong[Reason.ACCOUNT]
    idle = printed | (~bad & (signed == 0))
    rejects = _rejects(reader, np.flatnonzero(bad & ~printed), wrong) + _odd(body)
    whole = _table(reader, (account, incoming, other), (signed, balance, instants, units))
    taken = ~bad & ~idle
    rows = whole if taken.all() else whole.filter(column(taken))
    skipped = int(idle.sum()) + len(body.odd) - (len(rejects) - int((bad & ~printed).sum()))
    return Taken(rows, sorted(rejects, key=lambda each: each.line), skipped)


def _instants(reader: Reader) -> tuple[Fens, npt.NDArray[np.int8]]:
    time, date = reader.texts(Column.TIME), reader.texts(Column.DATE)
    clock = reader.texts(Column.CLOCK)
    if time is None and date is None:
        time, clock = clock, None
    if time is not None and date is not None and _only_clocks(time):
        time, clock = None, time
    day = time if time is not None else date
    if day is None:
        return np.full(reader.count, BAD, np.int64), np.zeros(reader.count, np.int8)
    found = to_instants(day)
    if clock is not None:
        found = _with_clock(found, to_clocks(clock))
    return unit_of(found)


def _only_clocks(texts: Arrow) -> bool:
    some = texts.slice(0, 200)
    told = pc.binary_length(some).to_numpy(zero_copy_only=False) > 0
    times = (to_instants(some) != BAD) & told
    return bool(told.any()) and times.sum() * 2 < told.sum()


def _with_clock(day: Fens, clock: Fens) -> Fens:
    bare = day >= CLOCKLESS - 2**60
    return np.where(bare, np.where(clock == BAD, BAD, day - CLOCKLESS + clock), day)


def _signed(reader: Reader) -> tuple[Fens, Flags]:
    """Signed fen of each row, plus is in, and whether its direction is sure."""
    out, into = reader.texts(Column.OUT), reader.texts(Column.IN)
    amount = reader.texts(Column.AMOUNT)
    if out is not None and into is not None:
        signed, sure = _two_columns(to_fen(out), to_fen(into))
    elif amount is None:
        one = out if out is not None else into
        count = reader.count
        signed = np.full(count, UNKNOWN_FEN, np.int64) if one is None else to_fen(one)
        signed = signed if out is None else _turned(signed, np.ones(count, np.bool_))
        sure = np.ones(count, np.bool_)
    else:
        signed, sure = _one_column(reader, amount)
    turned = np.full(len(signed), reader.layout.swapped)
    return _turned(signed, turned), sure


def _told(fens: Fens) -> Flags:
    return fens > TOO_FINE


def _turned(fens: Fens, turned: Flags) -> Fens:
    return np.where(turned & _told(fens), -fens, fens)


def _two_columns(out: Fens, into: Fens) -> tuple[Fens, Flags]:
    paid, got = np.where(out == UNKNOWN_FEN, 0, out), np.where(into == UNKNOWN_FEN, 0, into)
    blank = (out == UNKNOWN_FEN) & (into == UNKNOWN_FEN)
    wrong = np.where(_told(paid), got, paid)
    good = _told(paid) & _told(got)
    signed = np.where(good, np.where(good, got, 0) - np.where(good, paid, 0), wrong)
    return np.where(blank, UNKNOWN_FEN, signed), ~(good & (paid != 0) & (got != 0))


def _one_column(reader: Reader, amount: Arrow) -> tuple[Fens, Flags]:
    fens = to_fen(amount)
    every = np.ones(reader.count, np.bool_)
    if reader.layout.place(Column.DIRECTION) is not None:
        words = reader.named(Column.DIRECTION)
        out = flagged(words, lambda text: folded_word(text) in OUT_WORDS)
        into = flagged(words, lambda text: folded_word(text) in IN_WORDS)
        minus = flagged(words, lambda text: not text) & _told(fens) & (fens < 0)
        return _turned(fens, out), out | into | minus
    if reader.layout.place(Column.PAYER) is not None:
        return np.where(_told(fens), -np.abs(fens), fens), every
    plus = pc.any(pc.starts_with(amount, pattern="+")).as_py()
    sure = bool(plus) or bool((_told(fens) & (fens < 0)).any())
    return fens, every if sure else ~_told(fens) | (fens == 0)


def folded_word(text: str) -> str:
    """A direction as the table knows it."""
    return text if text in {"+", "-"} else folded(text)


def _balance(reader: Reader) -> Fens:
    texts = reader.texts(Column.BALANCE)
    if texts is None:
        return np.full(reader.count, UNKNOWN_FEN, np.int64)
    return to_fen(texts)


def _foreign(currency: str) -> bool:
    word = currency.strip().casefold()
    return word not in YUAN and not any(name in word for name in ("人民币", "cny", "rmb"))


def _printed(
    reader: Reader, bad: "npt.NDArray[np.intp]"
) -> tuple[list[tuple[int, str, str]], Flags]:
    """Unreadable rows that are no movements, and where another account's block begins."""
    printed = np.zeros(reader.count, np.bool_)
    switches: list[tuple[int, str, str]] = []
    for row, cells in zip(bad.tolist(), _cells(reader, bad), strict=True):
        account, name = own_account([cells])
        if account and sum(map(bool, cells)) <= len(cells) - 2:
            switches.append((row, account_number(account), name))
        elif not _is_print(cells):
            continue
        printed[row] = True
    return switches, printed


def _is_print(cells: tuple[str, ...]) -> bool:
    told = [cell for cell in cells if cell]
    if not told or known(cells) > MOST_REPEATED:
        return True
    numbered = any(len(cell) >= SHORTEST_ACCOUNT and cell.isdigit() for cell in told)
    return not numbered and "".join(told[0].split()).startswith(TOTALS)


def _cells(reader: Reader, rows: "npt.NDArray[np.intp]") -> list[tuple[str, ...]]:
    if not len(rows):
        return []
    places: Arrow = column(rows)
    columns = [
        strings(whole(each.take(places)), reader.encoding).to_pylist()
        for each in reader.body.columns
    ]
    return [tuple(text or "" for text in row) for row in zip(*columns, strict=True)]


Sides = tuple[Arrow, Flags, Arrow]


def _sides(reader: Reader, signed: Fens, switches: list[tuple[int, str, str]]) -> Sides:
    """The account of each row, whether money came to it, and the other account."""
    mine = _own(reader, switches)
    payer = reader.named(Column.PAYER, account_number)
    if reader.layout.place(Column.PAYER) is None or reader.layout.place(Column.PAYEE) is None:
        return mine, signed > 0, reader.named(Column.COUNTERPARTY, account_number)
    payee = reader.named(Column.PAYEE, account_number)
    plain = [each.cast(pa.string()) for each in (mine, payer, payee)]
    incoming = pc.and_(pc.equal(plain[0], plain[2]), pc.not_equal(plain[0], BLANK))
    account = pc.if_else(incoming, plain[2], plain[1])
    other = pc.if_else(incoming, plain[1], plain[2])
    return names(account), incoming.to_numpy(zero_copy_only=False), names(other)


def _own(reader: Reader, switches: list[tuple[int, str, str]]) -> Arrow:
    layout = reader.layout
    default = account_number(layout.account) or account_in_title(reader.title)
    told = reader.named(Column.ACCOUNT, account_number)
    if not switches and layout.place(Column.ACCOUNT) is None:
        return same(default, reader.count)
    blank = flagged(told, lambda text: not text)
    if not blank.any():
        return told
    return names(
        pc.if_else(column(blank), _stepped(reader.count, default, switches), told.cast(pa.string()))
    )


def _stepped(count: int, first: str, steps: list[tuple[int, str, str]]) -> Arrow:
    words = [first, *(account for _row, account, _name in steps)]
    which = np.zeros(count, np.int32)
    for number, (row, _account, _name) in enumerate(steps, start=1):
        which[row:] = number
    places: Arrow = column(which)
    return pa.array(words, pa.string()).take(places)


def _rejects(
    reader: Reader, rows: "npt.NDArray[np.intp]", wrong: dict[Reason, Flags]
) -> list[Reject]:
    found = []
    for row, cells in zip(rows.tolist(), _cells(reader, rows), strict=True):
        reason = next(reason for reason, flags in wrong.items() if flags[row])
        found.append(
            Reject(int(reader.body.lines[row]), reason, _at(reader.layout, reason, cells), cells)
        )
    return found


_SHOWN_FOR: dict[Reason, tuple[Column, ...]] = {
    Reason.TIME: (Column.TIME, Column.DATE, Column.CLOCK),
    Reason.AMOUNT: (Column.AMOUNT, Column.OUT, Column.IN),
    Reason.FINER_THAN_FEN: (Column.AMOUNT, Column.OUT, Column.IN),
    Reason.DIRECTION: (Column.DIRECTION, Column.OUT, Column.IN),
    Reason.BALANCE: (Column.BALANCE,),
    Reason.CURRENCY: (Column.CURRENCY,),
    Reason.ACCOUNT: (Column.ACCOUNT, Column.PAYER),
}


def _at(layout: Layout, reason: Reason, cells: tuple[str, ...]) -> str:
    """What stands where the row could not be read."""
    places = [layout.place(column) for column in _SHOWN_FOR.get(reason, ())]
    return " ".join(cells[place] for place in places if place is not None and cells[place])


def _odd(body: Body) -> list[Reject]:
    """Records with another number of cells; a printed total or page head is none."""
    return [
        Reject(line, Reason.WIDTH, str(len(cells)), cells)
        for line, cells in body.odd
        if not _is_print(cells) and not own_account([cells])[0] and len(cells) > 1
    ]


def _table(
    reader: Reader,
    sides: Sides,
    numbers: tuple[Fens, Fens, Fens, npt.NDArray[np.int8]],
) -> pa.Table:
    account, incoming, other = sides
    signed, balance, instants, units = numbers
    count = reader.count
    cash = reader.chosen(Column.CASH, lambda text: text.casefold() in CASH_CODES)
    remark = _remark(reader)
    spoken = flagged(remark, lambda text: any(word in text for word in CASH_WORDS))
    cash |= spoken & flagged(other, lambda text: not text)
    payee_first = reader.layout.place(Column.PAYER) is not None
    mine = Column.PAYER_NAME if payee_first else Column.ACCOUNT_NAME
    theirs = Column.PAYEE_NAME if payee_first else Column.COUNTERPARTY_NAME
    holder = reader.named(mine)
    if reader.layout.place(mine) is None and reader.layout.account_name:
        holder = same(reader.layout.account_name, count)
    serial = reader.texts(Column.SERIAL)
    columns: dict[str, object] = {
        "line": column(reader.body.lines),
        "account": account,
        "account_name": holder,
        "incoming": column(incoming),
        "fen": column(np.abs(np.where(_told(signed), signed, 0))),
        "moved_at": column(instants).view(ROWS.field("moved_at").type),
        "unit": column(units),
        "sequence": column(np.arange(count, dtype=np.int64)),
        "balance_fen": column(balance),
        "gap_fen": column(np.zeros(count, np.int64)),
        "counterparty": other,
        "counterparty_name": reader.named(theirs),
        "counterparty_bank": reader.named(Column.COUNTERPARTY_BANK),
        "serial": same("", count).cast(pa.string()) if serial is None else serial,
        "succeeded": column(~reader.chosen(Column.STATUS, _failed)),
        "cash": column(cash),
        "remark": remark,
        **{each.value: reader.named(each) for each in AS_TOLD},
    }
    return pa.table([columns[name] for name in ROWS.names], schema=ROWS)


AS_TOLD = (Column.MERCHANT, Column.CHANNEL, Column.BRANCH, Column.IP, Column.MAC)


def _failed(text: str) -> bool:
    return text.casefold() in FAILED_CODES or any(word in text for word in FAILED_WORDS)


def _remark(reader: Reader) -> Arrow:
    summary, remark = reader.texts(Column.SUMMARY), reader.texts(Column.REMARK)
    if summary is not None and remark is not None:
        both = pc.binary_join_element_wise(summary, remark, pa.scalar(" "))
        return names(pc.utf8_trim(both, characters=" "))
    return reader.named(Column.SUMMARY if remark is None else Column.REMARK)
