"""Line by line from one JSONL file to another; bad lines are counted and kept, never dropped."""

import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from zhisun.kernel.errors import InputError

STANDARD = Path("-")
Record = dict[str, Any]


@dataclass(slots=True)
class Tally:
    """How a run went. `first` is the first bad line, for the person."""

    good: int = 0
    bad: int = 0
    first: InputError | None = field(default=None)


def convert(
    source: Path,
    target: Path,
    change: Callable[[Record], Record],
    *,
    explain: Callable[[InputError], str],
    rejects: Path | None = None,
    seen: Callable[[int], None] = lambda _size: None,
) -> Tally:
    """Write `change` of every record of `source` to `target`, in order.

    change: raises InputError with `field` on a record it cannot read; `explain` gives its words.
    seen: hears the bytes of each line, for a progress bar. A rejected line goes to `rejects` as
    {"row", "column", "reason", "line"}. Files appear when they are whole. Raises OSError.
    """
    tally = Tally()
    with reading(source) as lines, writing(target) as out, writing(rejects) as refused:
        for row, line in enumerate(lines, start=1):
            seen(len(line))
            if not line.strip():
                continue
            try:
                changed = change(record(line, file=source, row=row))
            except InputError as error:
                located = _located(error, source, row, explain)
                tally.bad += 1
                tally.first = tally.first or located
                refused.write(_refusal(located, line))
            else:
                tally.good += 1
                out.write(json.dumps(changed, ensure_ascii=False) + "\n")
    return tally


def record(line: bytes, *, file: Path, row: int) -> Record:
    """The JSON object of one line. Raises InputError naming file, row, column and reason."""
    try:
        text = line.decode()
        found = json.loads(text)
    except UnicodeDecodeError as error:
        raise unreadable(file, row, error.start + 1, "不是 UTF-8") from error
    except json.JSONDecodeError as error:
        raise unreadable(file, row, error.colno, "不是 JSON") from error
    if not isinstance(found, dict):
        raise unreadable(file, row, 1, "应是一个 JSON 对象")
    return found


def unreadable(file: Path, row: int, column: int | str, reason: str) -> InputError:
    """The complaint about one place of one file; column is a character or a field's name."""
    return InputError("row_unreadable", file=str(file), row=row, column=column, reason=reason)


def reading(path: Path) -> AbstractContextManager[IO[bytes]]:
    """The file, or standard input for `-`."""
    return contextlib.nullcontext(sys.stdin.buffer) if path == STANDARD else path.open("rb")


@contextlib.contextmanager
def writing(path: Path | None) -> Iterator[IO[str]]:
    """The file when all went well, standard output for `-`, nowhere for None."""
    if path is None:
        with Path("/dev/null").open("w", encoding="utf-8") as nowhere:
            yield nowhere
    elif path == STANDARD:
        yield sys.stdout
        sys.stdout.flush()
    else:
        unfinished = path.with_name(path.name + ".unfinished")
        try:
            with unfinished.open("w", encoding="utf-8") as file:
                yield file
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)


def _located(
    error: InputError, file: Path, row: int, explain: Callable[[InputError], str]
) -> InputError:
    if error.code == "row_unreadable":
        return error
    return unreadable(file, row, str(error.facts.get("field", "?")), explain(error))


def _refusal(error: InputError, line: bytes) -> str:
    facts = {name: error.facts[name] for name in ("row", "column", "reason")}
    facts["line"] = line.decode(errors="replace").rstrip("\n")
    return json.dumps(facts, ensure_ascii=False) + "\n"
