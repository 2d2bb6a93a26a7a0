"""Warnings (预警) that the province or another system pushes down. Source: domain.md §5.2."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema, Status
from pydantic import ConfigDict

from zhisun.api.v1.too_fast import too_fast
from zhisun.domains.cases.terms import FraudType
from zhisun.domains.directory.policy import language_of, point_of
from zhisun.domains.dissuasion.policy.scripts import fraud_type_of
from zhisun.domains.dissuasion.services.persons import Named, demand_telephone
from zhisun.domains.dissuasion.services.pushed import admit_warning, count_warning
from zhisun.domains.dissuasion.services.signal import NewSignal, receive
from zhisun.domains.dissuasion.terms import SignalKind, SignalSource
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, ZhisunError
from zhisun.kernel.moments import instant
from zhisun.kernel.money import fen

router = Router(tags=["预警"])

KINDS = {
    "1": SignalKind.CALL,
    "2": SignalKind.APP,
    "3": SignalKind.LINK,
    "4": SignalKind.TRADE,
}
"""dataType 1 可疑号码, 2 APP推送, 3 高危网址, 4 高危交易."""

SOURCES = {
    source.value: source
    for source in (
        SignalSource.SMS_12381,
        SignalSource.LINE_96110,
        SignalSource.APP,
        SignalSource.PROVINCE,
    )
} | {"": SignalSource.UNDIVIDED}
"""A sender of before says none, and goes on as it did."""


class WarningIn(Schema):
    """One warning."""

    model_config = ConfigDict(extra="forbid")

    ticket_no: str = Field(description="预警编号；重复推送以第一次为准", examples=["ZJ-1"])
    source: str = Field(
        "",
        description="来源：12381、96110、app (国家反诈中心应用)、province (省厅)；不填记为未分",
        examples=["12381"],
    )
    data_type: str = Field(description="1 可疑号码、2 应用、3 网址、4 交易", examples=["1"])
    seen_at: str = Field(description="首次接触时间，ISO 8601；不带时区按北京时间")
    phone: str = Field("", description="被预警人电话；与证件号码至少填一项")
    id_number: str = Field("", description="证件号码")
    name: str = Field("", description="姓名")
    family_phone: str = Field("", description="亲情号")
    address: str = Field("", description="现在地址")
    unit: str = Field("", description="单位或学校")
    area: str = Field("", description="现在所在辖区，GB/T 2260 代码，可到派出所")
    language: str = Field("", description="语言或方言，如 维吾尔语、手语；普通话不填")
    latitude: str = Field("", description="现在所在纬度，度", examples=["35.4142"])
    longitude: str = Field("", description="现在所在经度，度", examples=["116.5964"])
    datum: str = Field("", description="坐标系：WGS-84 (不填) 或 GCJ-02")
    counterpart: str = Field("", description="嫌疑号码、应用、网址或账户")
    fraud_type: str = Field("", description="疑似诈骗类型")
    fraud_grade: int = Field(3, description="诈骗等级 1–5，5 最高")
    seconds: int = Field(0, description="通话时长，秒")
    times: int = Field(1, description="接触次数")
    amount: str = Field("", description="交易金额，元", examples=["20000.00"])
    under_way: bool = Field(default=False, description="正在通话或正在转账")
    told: str = Field("", description="说明")


class WarningOut(Schema):
    """The dispatch the warning belongs to; `new` is false for a repeated push."""

    dispatch_no: str
    new: bool


@router.post("/warnings", response={201: WarningOut, 200: WarningOut, 429: dict[str, Any]})
def push_warning(request: HttpRequest, warning: WarningIn) -> Status[WarningOut] | HttpResponse:
    """Push one warning (下发预警). Safe to repeat: the number is the key.

    Too many at once: 429, and when to come again.
    """
    by: Actor = request.auth  # type: ignore[attr-defined]  # set by ninja from `Token`
    at = timezone.now()
    if wait_s := admit_warning(by=by, at=at):
        return too_fast("warnings_too_fast", wait_s)
    try:
        got = receive(_signal(warning), by=by, at=at)
    except ZhisunError:
        count_warning(new=False, readable=False, by=by, at=at)
        raise
    count_warning(new=got.new, readable=True, by=by, at=at)
    told = WarningOut(dispatch_no=got.dispatch_no, new=got.new)
    return Status(201 if got.new else 200, told)


def _signal(warning: WarningIn) -> NewSignal:
    if warning.data_type not in KINDS:
        raise InputError("choice_unknown", field="data_type")
    if warning.source not in SOURCES:
        raise InputError("choice_unknown", field="source")
    language = language_of(warning.language)
    amount_fen = fen(warning.amount) if warning.amount.strip() else 0
    return NewSignal(
        source=SOURCES[warning.source],
        ref=warning.ticket_no,
        kind=KINDS[warning.data_type],
        seen_at=instant(warning.seen_at),
        person=demand_telephone(
            Named(
                id_number=warning.id_number,
                phone=warning.phone,
                name=warning.name,
                family_phone=warning.family_phone,
                address=warning.address,
                unit=warning.unit,
                language=language.value if language else "",
            )
        ),
        area=warning.area,
        position=point_of(warning.latitude, warning.longitude, warning.datum),
        counterpart=warning.counterpart,
        fraud_type=fraud_type_of(warning.fraud_type) or FraudType.QT,
        severity=warning.fraud_grade,
        seconds=warning.seconds,
        times=warning.times,
        amount_fen=amount_fen,
        under_way=warning.under_way,
        told=warning.told,
    )
