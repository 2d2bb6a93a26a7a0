"""Call sheets (接警单) that the 110 system pushes. Source: domain.md §7.1."""

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema, Status
from pydantic import ConfigDict

from zhisun.domains.cases.services.calls import NewCall, receive_call
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError
from zhisun.kernel.moments import instant

router = Router(tags=["接警单"])


class CallSheetIn(Schema):
    """One call sheet."""

    model_config = ConfigDict(extra="forbid")

    sheet_no: str = Field(
        description="接警单编号；重复推送以第一次为准", examples=["3708002611210001"]
    )
    called_at: str = Field(description="报警时间，ISO 8601；不带时区按北京时间")
    area: str = Field(description="辖区，GB/T 2260 行政区划代码", examples=["370811"])
    caller_phone: str = Field("", description="报警电话")
    caller_name: str = Field("", description="报警人")
    address: str = Field("", description="报警地址")
    narrative: str = Field("", description="报警内容")
    operator_no: str = Field("", description="接警员编号")


class CallSheetOut(Schema):
    """The sheet that stands under this number; `new` is false for a repeated push."""

    sheet_no: str
    new: bool


@router.post("/call-sheets", response={201: CallSheetOut, 200: CallSheetOut})
def push_call_sheet(request: HttpRequest, sheet: CallSheetIn) -> Status[CallSheetOut]:
    """Push one call sheet (推送接警单). Safe to repeat: the number is the key."""
    by: Actor = request.auth  # type: ignore[attr-defined]  # set by ninja from `Token`
    new = receive_call(_call(sheet), by=by, at=timezone.now())
    return Status(201 if new else 200, CallSheetOut(sheet_no=sheet.sheet_no.strip(), new=new))


def _call(sheet: CallSheetIn) -> NewCall:
    try:
        called_at = instant(sheet.called_at)
    except InputError as error:
        raise InputError(error.code, **{**error.facts, "field": "called_at"}) from error
    return NewCall(**{**sheet.dict(), "called_at": called_at})
