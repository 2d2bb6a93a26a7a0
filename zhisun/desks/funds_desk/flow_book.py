"""The flow of a case's money as an Excel workbook (资金流向表), for the file of the case."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from zhisun.desks.funds_desk.flow_chart import Account
from zhisun.domains.money_trails.selectors.moves import Move, Moves
from zhisun.domains.money_trails.selectors.picture import Picture
from zhisun.kernel.money import Fen
from zhisun.shell.filters import full_time, masked_account, masked_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Value = str | int | float | None

ROWS_AT_MOST = 100_000
"""Movements of one workbook; the first sheet says when there are more. Local rule."""

FORBIDDEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])
"""Signs that no workbook can hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the first sheet says of the workbook, and how far it is masked.

    whole: account numbers and remarks are not. names: names are not.
    """

    incident_no: str
    who: str
    at: datetime
    whole: bool
    names: bool
    banks: "Mapping[str, str]"


def book(told: Told, shown: Picture, moves: Moves, accounts: Sequence[Account]) -> bytes:
    """Four sheets: what it is, the movements, the accounts, the layers. Amounts in yuan."""
    new = Workbook(write_only=True)
    _sheet(new, _("说明"), [_("项目"), _("内容")], _about(told, shown, moves))
    headings = [
        *(_("序号"), _("层级"), _("时间"), _("付款账号"), _("付款户名"), _("付款机构")),
        *(_("收款账号"), _("收款户名"), _("收款机构"), _("交易金额"), _("其中涉案")),
        *(_("去向"), _("来源"), _("摘要")),
    ]
    lines = (_move(number, each, told) for number, each in enumerate(moves.rows, start=1))
    _sheet(new, _("资金流向"), headings, lines)
    headings = [
        *(_("层级"), _("账号"), _("户名"), _("机构"), _("流入"), _("在账")),
        *(_("各规则最少"), _("最多"), _("已止付"), _("已冻结"), _("去向")),
    ]
    _sheet(new, _("账户"), headings, (_account(each, told) for each in accounts))
    whereabouts = list(dict.fromkeys(where for level in shown.levels for where in level.lies))
    levels = (
        [each.level, _yuan(each.arrived_fen), *(_yuan(each.lies.get(w, 0)) for w in whereabouts)]
        for each in shown.levels
    )
    headings = [_("层级"), _("到过"), *(str(where.label) for where in whereabouts)]
    _sheet(new, _("各层"), headings, levels)
    content = io.BytesIO()
    new.save(content)
    return content.getvalue()


def _about(told: Told, shown: Picture, moves: Moves) -> list[list[Value]]:
    missing = moves.number - len(moves.rows)
    masked = {True: _("未遮盖"), False: _("已遮盖")}
    left_out: list[list[Value]] = [[_("未列出的笔数"), missing]] if missing else []
    return [
        [_("警情编号"), told.incident_no],
        [_("追踪规则"), str(shown.rule.label)],
        [_("算到"), full_time(moves.until)],
        [_("方法版本"), moves.method],
        [_("输入摘要"), moves.digest],
        [_("交易笔数"), moves.number],
        *left_out,
        [_("账号"), masked[told.whole]],
        [_("户名"), masked[told.names]],
        [_("导出人"), told.who],
        [_("导出时间"), full_time(told.at)],
    ]


def _move(number: int, each: Move, told: Told) -> list[Value]:
    return [
        number,
        each.level,
        full_time(each.moved_at),
        *_party(each.payer_account, each.payer_name, each.payer_institution, told),
        *_party(each.payee_account, each.payee_name, each.payee_institution, told),
        _yuan(each.amount_fen),
        _yuan(each.carried_fen),
        str(each.ends_as.label) if each.ends_as else "",
        _("补录") if each.by_hand else "",
        each.remark if told.whole else "",
    ]


def _account(each: Account, told: Told) -> list[Value]:
    return [
        each.layer,
        *_party(each.key, each.name, each.institution, told),
        _yuan(each.inflow_fen),
        _yuan(each.still_there_fen),
        _yuan(each.least_fen),
        _yuan(each.most_fen),
        _yuan(each.held_fen),
        _yuan(each.frozen_fen),
        "；".join(f"{where} {_yuan(fen):.2f}" for where, fen in each.left.items()),
    ]


def _party(account_no: str, name: str, institution: str, told: Told) -> list[Value]:
    bank = told.banks.get(institution, institution)
    number = account_no if told.whole else masked_account(account_no)
    return [number, name if told.names or not name else masked_name(name), bank]


def _yuan(amount_fen: Fen | None) -> float | None:
    """A workbook counts in yuan; up to ten trillion of them a double holds every fen."""
    return None if amount_fen is None else amount_fen / 100


def _sheet(
    new: Workbook, title: str, headings: Iterable[str], rows: Iterable[Sequence[Value]]
) -> None:
    sheet: WriteOnlyWorksheet = new.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, words, bold=True) for words in headings])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: "WriteOnlyWorksheet", value: Value, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=_kept(value))
    if isinstance(value, str):
        cell.data_type = "s"  # a name that begins with "=" is no formula
    elif isinstance(value, float):
        cell.number_format = "#,##0.00"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _kept(value: Value) -> Value:
    """Text from outside that another program would take for a formula begins with a quote."""
    if not isinstance(value, str):
        return value
    words = value.translate(FORBIDDEN)
    return f"'{words}" if words[:1] in {"=", "+", "-", "@", "\t", "\r"} else words
