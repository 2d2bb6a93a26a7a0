"""Bytes of an uploaded file → its tables (打开流水文件)."""

from dataclasses import replace

from zhisun.engines.statements.delimited import text_sheet
from zhisun.engines.statements.headings import account_in_title
from zhisun.engines.statements.sheets import Sheet
from zhisun.engines.statements.workbooks import (
    is_web_page,
    is_workbook,
    web_page_sheets,
    workbook_sheets,
)
from zhisun.kernel.errors import InputError

_BLANK = b"\0 \r\n\t\xef\xbb\xbf"
_LONGEST_BLANK = 4096
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"GIF8")


def open_book(data: bytes, name: str) -> tuple[Sheet, ...]:
    """The tables of a file, in order. `name` is its name, in which an account may stand.

    Raises InputError: statement_empty, statement_encrypted, statement_unreadable,
    statement_archive, statement_too_large_unpacked, statement_not_a_table.
    """
    if not data[:_LONGEST_BLANK].strip(_BLANK) and not data.strip(_BLANK):
        raise InputError("statement_empty")
    if data.startswith(_OTHERS):
        raise InputError("statement_not_a_table")
    if is_workbook(data):
        sheets = tuple(workbook_sheets(data))
    elif is_web_page(data):
        sheets = tuple(web_page_sheets(data))
    else:
        sheets = (text_sheet(data, name),)
    if not sheets:
        raise InputError("statement_empty")
    in_name = account_in_title(name)
    return tuple(
        replace(sheet, title=f"{sheet.title} {in_name}".strip())
        if not account_in_title(sheet.title) and in_name
        else sheet
        for sheet in sheets
    )
