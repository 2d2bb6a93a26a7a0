"""Which column of an old table holds what (旧案表头识别)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhisun.domains.archives.terms import OldColumn
from zhisun.engines.statements.headings import folded
from zhisun.engines.statements.sheets import Sheet

SEARCHED = 30
"""Records at the top of a table in which its header may stand. Ours."""

ENOUGH = 2
"""Headings that must be known before a record is taken for a header. Ours."""

SAMPLE = 6
"""Rows shown while the columns are checked."""

_WAN = re.compile(r"万")
_PAYEE = r"(?:收款|对方|嫌疑|涉案|转入)(?:人|方)?"
_PATTERNS = tuple(
    (column, re.compile(pattern))
    for column, pattern in (
        (OldColumn.OLD_NO, r"(?:原)?(?:警情|接警单?|案事件|案件|受案|报案|工单)(?:编|流水)?号码?"),
        (OldColumn.OLD_NO, r"(?:原)?编号|流水号|caseno|id"),
        (OldColumn.CALLED_AT, r"(?:报警|报案|接警|接报|受理|登记|立案)(?:日期)?时间"),
        (OldColumn.CALLED_AT, r"(?:报警|报案|接警|接报|受理|登记|发案|案发|立案)(?:日期|时间)"),
        (OldColumn.CALLED_AT, r"日期|时间"),
        (OldColumn.ID_NUMBER, r".{0,6}(?:身份证件?|证件)(?:号|号码|编号)?"),
        (OldColumn.PHONE, r".{0,6}(?:联系电话|联系方式|电话|手机|手机号|电话号码|手机号码)"),
        (OldColumn.VICTIM, r"(?:事主|受害人|被害人|被骗人|报警人|报案人)(?:姓名|名称)?|姓名"),
        (OldColumn.SEX, r".{0,4}性别"),
        (OldColumn.AGE, r".{0,4}年龄"),
        (OldColumn.ADDRESS, r".{0,4}(?:住址|现住址|家庭住址|居住地|户籍地)"),
        (OldColumn.OCCUPATION, r".{0,4}(?:职业|工作单位及职业)"),
        (OldColumn.NARRATIVE, r"(?:简要)?(?:案情|警情)(?:简介|简要|内容|描述|摘要|经过)?"),
        (OldColumn.NARRATIVE, r"报警内容|案件经过|基本案情|案件描述"),
        (OldColumn.LOSS, r"(?:被骗|损失|涉案|涉及|案值)总?(?:金额|价值|数额|款)?万?"),
        (OldColumn.FRAUD_TYPE, r"(?:诈骗|案件|警情|被骗|案别)?(?:类型|类别|手段|手法)|案别"),
        (OldColumn.STATION, r"(?:办案|受理|管辖|处警|主办|接警)?(?:单位|部门|派出所|分局)"),
        (OldColumn.PLACE, r"(?:案发|发案|发生|被骗)(?:地点|地址|地|区域)"),
        (OldColumn.PAYEE_ACCOUNT, _PAYEE + r"(?:银行)?(?:账号|账户|帐号|帐户|卡号)"),
        (OldColumn.PAYEE_NAME, _PAYEE + r"(?:户名|姓名|账户名|名称)"),
        (OldColumn.PAYEE_BANK, _PAYEE + r"(?:开户)?(?:银行|行)"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """How one table is read. A table without headings cannot be.

    wan: the loss stands in ten thousands of yuan, as its heading says.
    """

    number: int
    title: str
    headings: tuple[str, ...]
    columns: tuple[OldColumn, ...]
    header: int
    used: bool
    wan: bool
    sample: tuple[tuple[str, ...], ...]

    def cells(self, row: Sequence[str]) -> dict[OldColumn, str]:
        """What one row tells, by column; what nobody reads is left out."""
        return {
            column: row[place]
            for place, column in enumerate(self.columns)
            if column is not OldColumn.IGNORED and place < len(row)
        }


def proposed(number: int, sheet: Sheet, learnt: Mapping[str, OldColumn]) -> Table:
    """How a table is probably read. learnt: folded headings an officer corrected before."""
    head = sheet.head[:SEARCHED]
    scores = [len(set(_columns(record, learnt)) - {OldColumn.IGNORED}) for record in head]
    if not scores or max(scores) < ENOUGH:
        return Table(number, sheet.title[:100], (), (), 0, used=False, wan=False, sample=())
    header = scores.index(max(scores))
    headings = tuple(cell[:60] for cell in head[header])
    columns = _columns(headings, learnt)
    loss = columns.index(OldColumn.LOSS) if OldColumn.LOSS in columns else None
    return Table(
        number=number,
        title=sheet.title[:100],
        headings=headings,
        columns=columns,
        header=header,
        used=True,
        wan=loss is not None and bool(_WAN.search(headings[loss])),
        sample=tuple(
            tuple(cell[:60] for cell in record[: len(headings)])
            for record in sheet.head[header + 1 :][:SAMPLE]
        ),
    )


def _columns(headings: Sequence[str], learnt: Mapping[str, OldColumn]) -> tuple[OldColumn, ...]:
    """Each column once, at the heading that says it surest."""
    best: dict[OldColumn, tuple[int, int]] = {}
    for place, heading in enumerate(headings):
        word = folded(heading)
        rank, column = (-1, learnt[word]) if word in learnt else _meaning(word)
        if column is not OldColumn.IGNORED:
            best[column] = min(best.get(column, (rank, place)), (rank, place))
    columns = [OldColumn.IGNORED] * len(headings)
    for column, (_rank, place) in best.items():
        columns[place] = column
    return tuple(columns)


def _meaning(word: str) -> tuple[int, OldColumn]:
    for rank, (column, pattern) in enumerate(_PATTERNS):
        if word and pattern.fullmatch(word):
            return rank, column
    return len(_PATTERNS), OldColumn.IGNORED


def as_json(table: Table) -> dict[str, object]:
    """A table as it is kept with its file."""
    return {
        "number": table.number,
        "title": table.title,
        "headings": list(table.headings),
        "columns": [column.value for column in table.columns],
        "header": table.header,
        "used": table.used,
        "wan": table.wan,
        "sample": [list(record) for record in table.sample],
    }


def from_json(kept: Mapping[str, Any]) -> Table:
    """A table back from what is kept."""
    return Table(
        number=kept["number"],
        title=kept["title"],
        headings=tuple(kept["headings"]),
        columns=tuple(OldColumn(each) for each in kept["columns"]),
        header=kept["header"],
        used=kept["used"],
        wan=kept["wan"],
        sample=tuple(tuple(record) for record in kept["sample"]),
    )
