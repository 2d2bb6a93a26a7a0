"""Reports, calls and their parts, with only the fact under test written out."""

from dataclasses import replace
from datetime import timedelta

from tests.builders.city import AT, CCB, ICBC
from zhisun.domains.cases.policy.report import (
    NewChannel,
    NewIncident,
    NewTransfer,
    NewVictim,
    Reporter,
)
from zhisun.domains.cases.services.calls import NewCall
from zhisun.domains.cases.terms import ChannelKind, FraudType, Method
from zhisun.kernel.actors import Actor

AREA = "370800"
PAYEE = "6212261234567890128"
MULE_PHONE = "13800001111"

PUSHER = Actor("system:110", area=AREA, duties=frozenset({"cases.push_calls"}))


def a_transfer(**changes: object) -> NewTransfer:
    """28,000 yuan for tents to a card of 工行, three minutes ago."""
    transfer = NewTransfer(
        amount_fen=2_800_000,
        moved_at=AT - timedelta(minutes=3),
        method=Method.MOBILE_BANK,
        from_institution_code=CCB,
        from_bank_name="中国建设银行",
        from_name="周敏",
        from_account="6217001234567890122",
        to_institution_code=ICBC,
        to_bank_name="中国工商银行",
        to_name="张伟",
        to_account=PAYEE,
        serial="2026091100000001",
    )
    return replace(transfer, **changes)  # type: ignore[arg-type]  # a test names what it changes


def a_report(*transfers: NewTransfer, **changes: object) -> NewIncident:
    """A merchant who bought tents "for the fire brigade" (冒充军警购物)."""
    report = NewIncident(
        area=AREA,
        fraud_type=FraudType.JJ,
        victim=NewVictim(name="周敏", phone="13700001234", id_number="370811199003070029"),
        reporter=Reporter(name="周敏", phone="13700001234"),
        narrative="自称消防采购员，让我垫钱买帐篷。",
        channels=(NewChannel(kind=ChannelKind.PHONE, value=MULE_PHONE),),
        transfers=transfers or (a_transfer(),),
    )
    return replace(report, **changes)  # type: ignore[arg-type]  # a test names what it changes


def another_victim() -> NewVictim:
    """Somebody else, with another phone and another identity number."""
    return NewVictim(name="吴刚", phone="13600004321", id_number="370811198501010016")


def a_call(sheet_no: str = "370800202609110001", **changes: object) -> NewCall:
    """A sheet of the 110 system, one minute old."""
    call = NewCall(
        sheet_no=sheet_no,
        called_at=AT - timedelta(minutes=1),
        area=AREA,
        caller_phone="13700001234",
        caller_name="周敏",
        narrative="被骗了，转了两万八。",
    )
    return replace(call, **changes)  # type: ignore[arg-type]  # a test names what it changes
