"""Statements as invented institutions print them. No shape here is a real bank's own."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from openpyxl import Workbook

from zhisun.kernel.moments import CHINA
from zhisun.kernel.money import Fen, yuan

START = datetime(2026, 3, 1, 9, 0, tzinfo=CHINA)
MINE = "6217000010001234567"
HOLDER = "张三丰"


@dataclass(frozen=True, slots=True)
class Line:
    """One movement as its account sees it; `fen` is positive when money comes."""

    at: datetime
    fen: Fen
    balance: Fen
    other: str = ""
    other_name: str = ""
    serial: str = ""
    remark: str = ""


def some_lines(amounts: Sequence[Fen], *, opening: Fen = 10_000_000) -> list[Line]:
    """A statement of an account, a minute apart, with its running balance."""
    lines, balance = [], opening
    for number, fen in enumerate(amounts):
        balance += fen
        lines.append(
            Line(
                at=START + timedelta(minutes=number, seconds=number % 60),
                fen=fen,
                balance=balance,
                other=f"62284800{number % 7:011d}",
                other_name=f"李四{number % 7}",
                serial=f"SN{number:010d}",
                remark="转账",
            )
        )
    return lines


Shape = Callable[[Sequence[Line]], tuple[str, bytes]]
"""Writes a statement of MINE: name and bytes of the file."""


def delimited(rows: Sequence[Sequence[str]], *, sign: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=sign).writerows(rows)
    return out.getvalue().encode(encoding)


def workbook(sheets: dict[str, Sequence[Sequence[object]]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def stamp(at: datetime, shape: str = "%Y-%m-%d %H:%M:%S") -> str:
    return at.astimezone(CHINA).strftime(shape)


def grouped(fen: Fen) -> str:
    sign = "-" if fen < 0 else ""
    whole, part = divmod(abs(fen), 100)
    return f"{sign}{whole:,}.{part:02d}"


def flagged_csv(lines: Sequence[Line]) -> tuple[str, bytes]:
    """滨河银行: GB18030, a preamble, a 借贷标志, grouped amounts, a closing total."""
    head = [
        "交易时间",
        "借贷标志",
        "交易金额",
        "账户余额",
        "对方账号",
        "对方户名",
        "摘要",
        "交易流水号",
    ]
    rows = [
        ["滨河银行交易明细查询结果"],
        [f"账号：{MINE}  户名：{HOLDER}"],
        head,
        *(
            [stamp(x.at), "贷" if x.fen > 0 else "借", grouped(abs(x.fen)), grouped(x.balance),
             x.other, x.other_name, x.remark, x.serial]
            for x in lines
        ),
        ["合计", "", grouped(sum(abs(x.fen) for x in lines)), "", "", "", "", ""],
    ]  # fmt: skip
    return "滨河.csv", delimited(rows, encoding="gb18030")


def two_columns_xlsx(lines: Sequence[Line]) -> tuple[str, bytes]:
    """南山银行: a workbook, a header of two merged lines, 借方/贷方, date and time apart."""
    rows: list[Sequence[object]] = [
        ["南山银行对账单"],
        ["账号", MINE, "", "户名", HOLDER],
        ["交易日期", "交易时间", "发生额", "", "余额", "对方信息", "", "流水号", "备注"],
        ["", "", "借方", "贷方", "", "账号", "户名", "", ""],
    ]
    for x in lines:
        paid, got = (abs(x.fen) / 100, None) if x.fen < 0 else (None, x.fen / 100)
        rows.append(
            [stamp(x.at, "%Y%m%d"), stamp(x.at, "%H%M%S"), paid, got, x.balance / 100, x.other,
             x.other_name, x.serial, x.remark]
        )  # fmt: skip
    return f"南山{MINE}.xlsx", workbook({"明细": rows})


def newest_first_tsv(lines: Sequence[Line]) -> tuple[str, bytes]:
    """东湖信用社: UTF-16 with its mark, tabs, newest first, 支出 and 收入, numbers wrapped."""
    head = [
        "交易日期",
        "支出金额(元)",
        "收入金额(元)",
        "账户余额(元)",
        "对手账号",
        "对手户名",
        "交易摘要",
    ]
    rows = [[f"卡号：{MINE}"], head]
    for x in reversed(lines):
        paid, got = (grouped(-x.fen), "") if x.fen < 0 else ("", grouped(x.fen))
        when = stamp(x.at, "%Y年%m月%d日 %H时%M分%S秒")
        rows.append([when, paid, got, grouped(x.balance), f"'{x.other}", x.other_name, x.remark])
    return "东湖.txt", b"\xff\xfe" + delimited(rows, sign="\t", encoding="utf-16-le")


def swapped_csv(lines: Sequence[Line]) -> tuple[str, bytes]:
    """北原银行: 借 means that money came (the bank's own books); only the balance tells."""
    head = [
        "交易卡号",
        "交易户名",
        "交易时间",
        "借贷标志",
        "交易金额",
        "交易余额",
        "对手卡号",
        "交易流水号",
    ]
    rows = [
        head,
        *(
            [MINE, HOLDER, stamp(x.at, "%Y/%m/%d %H:%M:%S"), "借" if x.fen > 0 else "贷",
             yuan(abs(x.fen)), yuan(x.balance), x.other, x.serial]
            for x in lines
        ),
    ]  # fmt: skip
    return "北原.csv", delimited(rows)


def wallet_csv(lines: Sequence[Line]) -> tuple[str, bytes]:
    """云付支付: UTF-8 with its mark, 收/支, ¥ before amounts, a long preamble."""
    rows = [
        ["云付支付账单明细"],
        [f"微信号：[{MINE}]".replace("[", "").replace("]", "")],
        ["起始时间：[2026-03-01] 终止时间：[2026-03-31]"],
        [],
        ["交易时间", "交易对方", "对方账号", "收/支", "金额(元)", "当前状态", "交易单号"],
        *(
            [f"{stamp(x.at)}\t", x.other_name, f"{x.other}\t",
             "收入" if x.fen > 0 else "支出", f"¥{yuan(abs(x.fen))}", "支付成功", x.serial]
            for x in lines
        ),
    ]  # fmt: skip
    return "云付.csv", b"\xef\xbb\xbf" + delimited(rows)


def signed_html(lines: Sequence[Line]) -> tuple[str, bytes]:
    """西岭银行: a web page called .xls, signed amounts."""
    head = ["交易时间", "发生额", "余额", "对方账号", "对方户名", "附言"]
    cells = [[stamp(x.at), yuan(x.fen), yuan(x.balance), x.other, x.other_name, x.remark]
             for x in lines]  # fmt: skip
    body = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in [head, *cells]
    )
    page = (
        f"<html><body><table><tr><td colspan=6>账号：{MINE}</td></tr>{body}</table></body></html>"
    )
    return "西岭.xls", page.encode("gb18030")


def parties_csv(lines: Sequence[Line]) -> tuple[str, bytes]:
    """海通支付: payer and payee in columns of their own; the account is either."""
    head = [
        "账号",
        "付款账号",
        "付款户名",
        "收款账号",
        "收款户名",
        "交易金额",
        "交易时间",
        "订单号",
    ]
    rows = [head]
    for x in lines:
        me, them = (MINE, HOLDER), (x.other, x.other_name)
        payer, payee = (them, me) if x.fen > 0 else (me, them)
        rows.append([MINE, *payer, *payee, yuan(abs(x.fen)), stamp(x.at, "%Y%m%d%H%M%S"), x.serial])
    return "海通.csv", delimited(rows, sign=";", encoding="gb18030")


def excel_days_xlsx(lines: Sequence[Line]) -> tuple[str, bytes]:
    """岭南银行: real Excel dates, 进出标志, amounts as text in full width, account as a column."""
    rows: list[Sequence[object]] = [
        ["账户", "户名", "交易时间", "进出标志", "金额", "余额", "对方账户", "对方名称", "用途"]
    ]
    wide = str.maketrans("0123456789.", "０１２３４５６７８９．")
    for x in lines:
        local = x.at.astimezone(CHINA).replace(tzinfo=None)
        rows.append(
            [MINE, HOLDER, local, "进" if x.fen > 0 else "出", yuan(abs(x.fen)).translate(wide),
             yuan(x.balance), x.other, x.other_name, x.remark]
        )  # fmt: skip
    return "岭南.xlsx", workbook({"封面": [["岭南银行"]], "流水": rows})


def coded_pipe(lines: Sequence[Line]) -> tuple[str, bytes]:
    """中原银行: fields of the wire's own names, GB18030, cut by a bar, D and C."""
    head = ["accountnumber", "transactiontime", "dcflag", "transactionamount", "accountbalance",
            "opponentaccountnumber", "opponentname", "transactionserial", "remark"]  # fmt: skip
    rows = [
        head,
        *(
            [MINE, stamp(x.at, "%Y%m%d %H:%M:%S"), "C" if x.fen > 0 else "D", yuan(abs(x.fen)),
             yuan(x.balance), x.other, x.other_name, x.serial, x.remark]
            for x in lines
        ),
    ]  # fmt: skip
    return "中原.txt", delimited(rows, sign="|", encoding="gb18030")


SHAPES: dict[str, Shape] = {
    "滨河": flagged_csv,
    "南山": two_columns_xlsx,
    "东湖": newest_first_tsv,
    "北原": swapped_csv,
    "云付": wallet_csv,
    "西岭": signed_html,
    "海通": parties_csv,
    "岭南": excel_days_xlsx,
    "中原": coded_pipe,
}
"""Nine invented institutions, each with another habit."""
