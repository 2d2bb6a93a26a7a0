"""Warnings out of a table (批量导入): which column is what, and what one row says.

No national form of such a table is known; the headings are those of the downlink (domain.md
§5.2) and of the lists centres send each other.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from zhisun.domains.cases.terms import FraudType
from zhisun.domains.directory.policy import language_of, point_of
from zhisun.domains.directory.terms import Language
from zhisun.domains.dissuasion.policy.scripts import fraud_type_of
from zhisun.domains.dissuasion.terms import SignalKind, SignalSource
from zhisun.kernel.errors import InputError
from zhisun.kernel.moments import instant
from zhisun.kernel.money import Fen, fen
from zhisun.kernel.places import Position

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "ref": ("编号", "任务编号", "预警编号", "工单号", "ticketid"),
    "source": ("来源", "预警来源", "数据来源", "线索来源"),
    "phone": ("电话", "手机", "手机号", "电话号码", "受害人号码", "联系电话", "被害人号码"),
    "name": ("姓名", "受害人姓名", "被害人姓名"),
    "id_number": ("证件号码", "身份证", "身份证号"),
    "family_phone": ("亲属电话", "亲情号", "家属电话"),
    "address": ("地址", "住址", "现住址", "居住地址"),
    "unit": ("单位", "学校", "单位或学校"),
    "area": ("辖区", "辖区代码", "行政区划", "地址代码"),
    "kind": ("类别", "数据类型", "datatype"),
    "fraud_type": ("诈骗类型", "疑似类型", "类型"),
    "counterpart": ("对方号码", "可疑号码", "网址", "对方账户", "嫌疑号码", "应用名称"),
    "seen_at": ("时间", "发生时间", "预警时间", "首次联系时间"),
    "seconds": ("时长", "通话时长", "时长秒"),
    "amount": ("金额", "交易金额"),
    "severity": ("等级", "诈骗等级", "严重程度"),
    "told": ("说明", "情况", "备注"),
    "language": ("语言", "方言", "语种"),
    "latitude": ("纬度", "lat"),
    "longitude": ("经度", "lng", "lon"),
    "datum": ("坐标系",),
}
"""What a column may be, and the headings it is known by."""

KINDS: Mapping[str, SignalKind] = {
    "1": SignalKind.CALL,
    "2": SignalKind.APP,
    "3": SignalKind.LINK,
    "4": SignalKind.TRADE,
}
"""dataType of the downlink (domain.md §5.2)."""

SOURCES: Mapping[str, SignalSource] = {
    **{each.value: each for each in SignalSource if each is not SignalSource.OWN},
    "12381短信": SignalSource.SMS_12381,
    "12381短信预警": SignalSource.SMS_12381,
    "96110预警专线": SignalSource.LINE_96110,
    "96110专线": SignalSource.LINE_96110,
    "国家反诈中心": SignalSource.APP,
    "国家反诈中心app": SignalSource.APP,
    "国家反诈中心应用": SignalSource.APP,
    "反诈app": SignalSource.APP,
    "省厅": SignalSource.PROVINCE,
    "省厅下发": SignalSource.PROVINCE,
    "省级下发": SignalSource.PROVINCE,
    "上级下发": SignalSource.UNDIVIDED,
    "上级下发(未分)": SignalSource.UNDIVIDED,
    "银行": SignalSource.BANK,
    "银行举报": SignalSource.BANK,
    "群众": SignalSource.CITIZEN,
    "群众举报": SignalSource.CITIZEN,
}
"""How lists name their sources, without spaces and in small letters."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one row says, in the columns' words turned into ours."""

    ref: str
    told: dict[str, str]
    source: SignalSource | None
    kind: SignalKind
    fraud_type: FraudType
    seen_at: datetime | None
    seconds: int
    amount_fen: Fen
    severity: int
    language: Language | None
    position: Position | None


def read_row(cells: Sequence[str], columns: Sequence[str]) -> Row:
    """One row as a warning. Raises InputError naming the field that cannot be read."""
    told = {name: cell for name, cell in zip(columns, cells, strict=False) if name and cell}
    digest = hashlib.sha256("\x1f".join(cells).encode()).hexdigest()[:32]
    return Row(
        ref=told.get("ref", "") or f"row-{digest}",
        told=told,
        source=_source(told.get("source", "")),
        kind=_kind(told.get("kind", "")),
        fraud_type=_fraud_type(told.get("fraud_type", "")),
        seen_at=_instant(told.get("seen_at", "")),
        seconds=_whole(told, "seconds", 0),
        amount_fen=_amount(told.get("amount", "")),
        severity=_whole(told, "severity", 3),
        language=language_of(told.get("language", "")),
        position=point_of(*(told.get(name, "") for name in ("latitude", "longitude", "datum"))),
    )


def _source(words: str) -> SignalSource | None:
    """The source a row names for itself, None when it names none."""
    if not words:
        return None
    bare = "".join(words.lower().split()).replace("（", "(").replace("）", ")")
    if bare not in SOURCES:
        raise InputError("import_source_unknown", field="source")
    return SOURCES[bare]


def _kind(words: str) -> SignalKind:
    if not words:
        return SignalKind.TOLD
    named = [kind for kind in SignalKind if words in {kind.value, str(kind.label)}]
    if words in KINDS:
        return KINDS[words]
    if not named:
        raise InputError("import_kind_unknown", field="kind")
    return named[0]


def _fraud_type(words: str) -> FraudType:
    found = fraud_type_of(words) if words else FraudType.QT
    if found is None:
        raise InputError("import_type_unknown", field="fraud_type")
    return found


def _instant(words: str) -> datetime | None:
    """An instant as workbooks write it: 2026/9/11 8:05 is one as well."""
    if not words:
        return None
    day, _, time = words.replace("/", "-").replace("T", " ").partition(" ")
    padded = "-".join(part.zfill(2) for part in day.split("-"))
    hour, colon, rest = time.strip().partition(":")
    try:
        return instant(f"{padded} {hour.zfill(2)}{colon}{rest}" if hour else padded)
    except InputError as error:
        raise InputError("import_time_wrong", field="seen_at") from error


def _whole(told: Mapping[str, str], name: str, otherwise: int) -> int:
    words = told.get(name, "")
    if not words:
        return otherwise
    if not (words.isascii() and words.isdigit() and len(words) <= len("999999999")):
        raise InputError("import_number_wrong", field=name)
    return int(words)


def _amount(words: str) -> Fen:
    return max(fen(words), 0) if words else 0
