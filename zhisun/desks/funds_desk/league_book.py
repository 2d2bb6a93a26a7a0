"""The league as an Excel workbook, for the monthly meeting with the institutions."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from zhisun.desks.funds_desk.looks import kind_words
from zhisun.desks.funds_desk.reasons import Reason
from zhisun.domains.stop_payment.selectors.league import Asked, League, Speed, Standing
from zhisun.domains.stop_payment.selectors.orders import OrderRow
from zhisun.shell.filters import full_time

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Value = str | int | float | None
SECONDS_A_MINUTE = 60


def book(
    league: League, reasons: Sequence[Reason], late: Sequence[OrderRow], asked: Asked
) -> bytes:
    """Five sheets: institutions, hours, kinds, reasons of refusal, overdue. Times in minutes."""
    new = Workbook(write_only=True)
    period = f"{full_time(asked.since)} — {full_time(asked.until)}"
    total = [*_figures(_("合计"), league.total)]
    _sheet(
        new,
        _("机构"),
        [_("机构代码"), _("机构"), *_headings()],
        [
            *([each.key, *_figures(each.name, each)] for each in league.institutions),
            ["", *total],
            [_("时段"), period],
        ],
    )
    hours = [_figures(f"{int(each.key):02d}:00", each) for each in league.hours]
    kinds = [_figures(kind_words(each.key), each) for each in league.kinds]
    _sheet(new, _("小时"), [_("发出的钟点"), *_headings()], hours)
    _sheet(new, _("种类"), [_("种类"), *_headings()], kinds)
    _sheet(
        new,
        _("拒绝原因"),
        [_("应答码"), _("原因"), _("机构"), _("条数")],
        [
            [reason.result, reason.words, each.institution_name, each.orders]
            for reason in reasons
            for each in reason.given_by
        ],
    )
    _sheet(
        new,
        _("超时未反馈"),
        [_("指令编号"), _("机构"), _("种类"), _("发出时间"), _("应反馈时间")],
        [_overdue(each) for each in late],
    )
    content = io.BytesIO()
    new.save(content)
    return content.getvalue()


def _headings() -> list[str]:
    return [
        _("发出"),
        _("已反馈"),
        _("拒绝"),
        _("未反馈"),
        _("其中超时"),
        _("签收中位 (分钟)"),
        _("反馈中位 (分钟)"),
        _("反馈九成 (分钟)"),
        _("上期已反馈"),
        _("上期中位 (分钟)"),
        _("上期九成 (分钟)"),
    ]


def _figures(name: str, standing: Standing) -> list[Value]:
    now, before = standing.now, standing.before
    return [
        name,
        *(now.sent, now.answered, now.refused, now.open, now.overdue),
        *(_minutes(each) for each in (now.acknowledged_s, *_speeds(now))),
        before.answered,
        *(_minutes(each) for each in _speeds(before)),
    ]


def _speeds(speed: Speed) -> tuple[float | None, float | None]:
    return speed.median_s, speed.p90_s


def _minutes(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds / SECONDS_A_MINUTE, 2)


def _overdue(order: OrderRow) -> list[Value]:
    return [
        order.order_no,
        order.institution_name,
        kind_words(order.kind),
        _time(order.sent_at),
        _time(order.due_at),
    ]


def _time(at: datetime | None) -> str:
    return full_time(at) if at else ""


def _sheet(
    new: Workbook, title: str, headings: Iterable[str], rows: Iterable[Sequence[Value]]
) -> None:
    sheet: WriteOnlyWorksheet = new.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, words, bold=True) for words in headings])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: "WriteOnlyWorksheet", value: Value, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # an institution's name that begins with "=" is no formula
    if bold:
        cell.font = Font(bold=True)
    return cell
