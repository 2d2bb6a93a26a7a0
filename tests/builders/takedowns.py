"""A city with carriers and a platform, and takedowns in it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from tests.builders.city import AT, KEEPER, a_city, officer
from zhisun.domains.access.services import post
from zhisun.domains.access.terms import Role
from zhisun.domains.directory.services import register_institution, register_officer
from zhisun.domains.directory.terms import Lane
from zhisun.domains.dissuasion.services.persons import Named
from zhisun.domains.dissuasion.services.signal import NewSignal, receive
from zhisun.domains.dissuasion.terms import SignalKind, SignalSource
from zhisun.domains.outbox.services import hear
from zhisun.domains.takedown.models import Takedown
from zhisun.domains.takedown.selectors.takedowns import TakedownRow, takedown
from zhisun.domains.takedown.services.answer import record_reply
from zhisun.domains.takedown.services.approve import approve
from zhisun.domains.takedown.services.deliver import acknowledge, collect
from zhisun.domains.takedown.services.draft import NewTakedown, draft
from zhisun.domains.takedown.services.draft import drafted as row_drafted
from zhisun.domains.takedown.terms import Measure, Origin, TargetKind
from zhisun.gateways.takedown.port import TakedownReply
from zhisun.kernel.actors import job

CARRIER, PLATFORM, BY_POST = "C10000000011", "P10000000013", "C10000000099"
LINE = job("carrier")
ANYBODY = job("test")
MULE = "17012345678"
OWN = "13900001111"


def a_telecom_city() -> None:
    """The sample city with a carrier, a platform, a carrier on paper, and two telecom officers."""
    a_city()
    for code, name, lane in (
        (CARRIER, "示例运营商", Lane.TELECOM),
        (PLATFORM, "示例网络平台", Lane.PLATFORM),
        (BY_POST, "示例转售企业", Lane.PAPER),
    ):
        register_institution(
            code, name, short_name=name, lane=lane, secret=code.encode().hex(), by=KEEPER, at=AT
        )
    for number, (username, title) in enumerate((("hanbing", "韩冰"), ("machao", "马超"))):
        register_officer(
            username,
            title,
            unit_code="370800000000",
            password=f"{username}-demo",
            badge_no=f"09{number:04d}",
            by=KEEPER,
            at=AT,
        )
        post(username, Role.TELECOM_OFFICER, by=KEEPER, at=AT)


def new(**changes: Any) -> NewTakedown:
    """A sound suspension of a number that told a victim to pay."""
    wanted = NewTakedown(
        target_kind=TargetKind.PHONE,
        target=MULE,
        measure=Measure.SUSPEND,
        institution_code=CARRIER,
        reason="冒充客服",
        evidence="通话记录与笔录",
        source_no="协查〔2026〕1号",
    )
    return replace(wanted, **changes)


def drafted(*, by: str = "hanbing", at: datetime = AT, **changes: Any) -> str:
    """The number of a draft."""
    return draft(new(**changes), by=officer(by), at=at)


def dispatched(phone: str = OWN, *, at: datetime = AT) -> str:
    """The running dispatch of whoever has this phone and is on it with a swindler."""
    signal = NewSignal(
        source=SignalSource.PROVINCE,
        ref=f"own-{phone}-{at:%d%H%M%S}",
        kind=SignalKind.CALL,
        seen_at=at - timedelta(minutes=2),
        person=Named(phone=phone, name="邢悦"),
        area="370811010",
        under_way=True,
    )
    return receive(signal, by=ANYBODY, at=at).dispatch_no


def line_up(*, at: datetime = AT) -> None:
    """The carrier asks for its mail, so its line is up."""
    with transaction.atomic():
        hear(CARRIER, at=at)


def own_phone(*, by: str = "hanbing", at: datetime = AT, **changes: Any) -> str:
    """The draft that suspends the phone of somebody who is being talked into paying."""
    line_up(at=at)
    facts: dict[str, Any] = {"target": OWN, "measure": Measure.HOLD_OWN_PHONE}
    facts |= {"reason": "正被冒充公检法诈骗", "origin": Origin.DISSUASION}
    if "source_no" not in changes:
        facts["source_no"] = dispatched(changes.get("target", OWN), at=at)
    with transaction.atomic():
        return row_drafted(new(**(facts | changes)), by=officer(by), at=at).takedown_no


def approved(takedown_no: str, *, by: str = "chenjing", at: datetime = AT) -> str:
    """It, approved by a second officer."""
    approve(takedown_no, by=officer(by), at=at)
    return takedown_no


def fetched(takedown_no: str, *, at: datetime = AT) -> str:
    """It, fetched and acknowledged by its institution."""
    code = the(takedown_no).institution_code
    parcels = collect(code, by=LINE, at=at)
    keys = [parcel.key for parcel in parcels]
    acknowledge(code, keys, fence=parcels[0].fence, by=LINE, at=at)
    return takedown_no


def answered(takedown_no: str, result: str = "0000", *, at: datetime = AT, **facts: Any) -> str:
    """It, answered."""
    record_reply(a_reply(takedown_no, result, **facts), b"<xml/>", by=LINE, at=at)
    return takedown_no


def a_reply(takedown_no: str, result: str = "0000", **facts: Any) -> TakedownReply:
    """What an institution says to it."""
    row = Takedown.objects.get(takedown_no=takedown_no)
    reply = TakedownReply(
        application_id=row.application_id,
        result=result,
        institution_code=row.institution_code,
        operator_name="值班员",
    )
    return replace(reply, **facts)


def standing(*, at: datetime = AT, **changes: Any) -> str:
    """A takedown that was carried out."""
    return answered(fetched(approved(drafted(at=at, **changes), at=at), at=at), at=at)


def held_phone(*, at: datetime = AT, **changes: Any) -> str:
    """A person's own phone that is suspended."""
    return answered(fetched(approved(own_phone(at=at, **changes), at=at), at=at), at=at)


def release_of(takedown_no: str) -> str:
    """The number of the latest release of a takedown."""
    later = Takedown.objects.filter(original__takedown_no=takedown_no, measure=Measure.RELEASE)
    return later.order_by("-pk")[0].takedown_no


def the(takedown_no: str) -> TakedownRow:
    """It, as it stands."""
    return takedown(takedown_no, by=ANYBODY)
