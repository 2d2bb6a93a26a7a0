"""Rows out of a file or of pasted text, for desks that take in many at once (批量导入).

The first row is the heading; columns are known by it and can be named by hand.
"""

import csv
import io
from collections.abc import Mapping, Sequence

from django.http import HttpRequest

from zhisun.engines.statements.workbooks import is_workbook, workbook_sheets
from zhisun.kernel.errors import InputError

MOST_ROWS = 500
LARGEST_BYTES = 2 << 20

Headings = Mapping[str, Sequence[str]]
"""What a column may be, and the headings it is known by."""


def rows_of(request: HttpRequest) -> list[list[str]]:
    """The rows a form brings: of its file, in the second step of its text. Raises InputError."""
    file = request.FILES.get("file")
    if file is not None and not isinstance(file, list) and request.POST.get("step") != "take":
        return records(file.read(LARGEST_BYTES + 1))
    return of_text(request.POST.get("text", ""))


def columns_of(request: HttpRequest, header: Sequence[str], headings: Headings) -> list[str]:
    """What each column is: by its heading, in the second step as somebody has named it."""
    if request.POST.get("step") != "take":
        return guessed(header, headings)
    asked = [request.POST.get(f"column-{place}", "") for place in range(len(header))]
    return [name if name in headings else "" for name in asked]


def records(data: bytes) -> list[list[str]]:
    """The rows of a file: a workbook's first sheet, or text cut by commas or tabs.

    Raises InputError for what is neither, is empty or is too large.
    """
    if len(data) > LARGEST_BYTES:
        raise InputError("import_too_large", field="file", most=LARGEST_BYTES >> 20)
    if is_workbook(data):
        return _of_workbook(data)
    try:
        return of_text(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        pass
    try:
        return of_text(data.decode("gb18030"))
    except UnicodeDecodeError as error:
        raise InputError("import_unreadable", field="file") from error


def of_text(text: str) -> list[list[str]]:
    """The rows of pasted text, blank ones left out. Raises InputError."""
    if "\0" in text:
        raise InputError("import_unreadable", field="text")
    first = text.lstrip().partition("\n")[0]
    delimiter = "\t" if "\t" in first else ","
    try:
        rows = [list(row) for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error as error:
        raise InputError("import_unreadable", field="text") from error
    return _demanded([[cell.strip() for cell in row] for row in rows])


def as_text(rows: Sequence[Sequence[str]]) -> str:
    """Rows as text that `of_text` reads again."""
    written = io.StringIO()
    csv.writer(written, delimiter="\t", lineterminator="\n").writerows(rows)
    return written.getvalue()


def guessed(header: Sequence[str], headings: Headings) -> list[str]:
    """What each column is by its heading, "" where nobody knows; each field once."""
    found: list[str] = []
    for heading in header:
        bare = heading.strip().strip("*（）()").lower().replace(" ", "")
        fields = [name for name, words in headings.items() if bare in words or bare == name]
        found.append(fields[0] if fields and fields[0] not in found else "")
    return found


def _of_workbook(data: bytes) -> list[list[str]]:
    try:
        sheets = list(workbook_sheets(data))
    except InputError as error:
        raise InputError("import_unreadable", field="file") from error
    if not sheets:
        raise InputError("import_empty", field="file")
    head = sheets[0].head
    width = max(len(row) for row in head)
    columns = sheets[0].body(0, width, None).columns
    rows = zip(*(column.to_pylist() for column in columns), strict=True)
    return _demanded([[str(cell or "").strip() for cell in row] for row in rows])


def _demanded(rows: list[list[str]]) -> list[list[str]]:
    kept = [row for row in rows if any(row)]
    if len(kept) <= 1:
        raise InputError("import_empty", field="text")
    if len(kept) > MOST_ROWS + 1:
        raise InputError("import_too_long", field="text", most=MOST_ROWS)
    return kept
