"""What goes to a carrier comes out at its end, and nothing else gets in."""

import secrets
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gateways.orders import CASE_NO, attachments, digits, extras, moments, texts
from zhisun.gateways.banking.wire import LANE as BANKING
from zhisun.gateways.codes import BANK_ORDERS, CASE_REPORTS, PAYMENT_ORDERS, TRADE_ORDERS
from zhisun.gateways.envelope import trans_serial
from zhisun.gateways.port import Officer
from zhisun.gateways.takedown import codes
from zhisun.gateways.takedown.port import Measure, TakedownMessage, TakedownReply, TargetKind
from zhisun.gateways.takedown.wire import (
    LONGEST_TARGET,
    decode_order,
    decode_reply,
    encode_order,
    encode_reply,
)
from zhisun.kernel.errors import GatewayRefused

AT = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
CARRIER = "C10000000011"
DOWN = trans_serial("100000000005", AT, secrets.randbelow)
UP = trans_serial(CARRIER, AT, secrets.randbelow)
ids = digits(12).map(lambda number: f"0901{number}{CASE_NO}")
officers = st.builds(
    Officer,
    name=texts(20, least=1),
    id_type=st.just("08"),
    id_number=texts(12),
    phone=texts(12),
)
orders = st.builds(
    TakedownMessage,
    application_id=ids,
    case_no=st.just(CASE_NO),
    institution_code=st.just(CARRIER),
    institution_name=texts(30, least=1),
    target_kind=st.sampled_from(TargetKind),
    target=texts(80, least=1),
    measure=st.sampled_from([m for m in Measure if m is not Measure.RELEASE]),
    applied_at=moments,
    org_code=digits(12),
    org_name=texts(30, least=1),
    handler=officers,
    assistant=officers.map(lambda officer: replace(officer, phone="")),  # 协查人 has none
    starts_at=st.none() | moments,
    ends_at=st.none() | moments,
    reason=texts(100, least=1),
    evidence=texts(100),
    document_no=texts(40, least=1),
    attachments=attachments,
    extra=extras,
)
releases = st.builds(
    lambda order, original: replace(
        order, measure=Measure.RELEASE, original_application_id=original
    ),
    orders,
    ids,
)
replies = st.builds(
    TakedownReply,
    application_id=ids,
    result=st.sampled_from([*codes.ANSWERS, "9999"]),
    serial_no=st.just(UP),
    institution_code=st.just(CARRIER),
    executed_at=st.none() | moments,
    ends_at=st.none() | moments,
    failure_cause=texts(100),
    remark=texts(100),
    operator_name=texts(20),
    operator_phone=texts(12),
    org_name=texts(30),
    extra=extras,
)


def an_order() -> TakedownMessage:
    return TakedownMessage(
        application_id=f"0901{7:012d}{CASE_NO}",
        case_no=CASE_NO,
        institution_code=CARRIER,
        institution_name="示例运营商",
        target_kind=TargetKind.PHONE,
        target="17012345678",
        measure=Measure.SUSPEND,
        applied_at=AT,
        org_code="370800000000",
        org_name="济宁市公安局",
        handler=Officer(name="韩冰", id_number="090000"),
        assistant=Officer(name="陈静", id_number="080004"),
        reason="冒充客服",
        evidence="通话记录",
        document_no="济公(反诈)封字〔2026〕00001号",
    )


def a_reply() -> TakedownReply:
    return TakedownReply(
        application_id=an_order().application_id, result="0000", institution_code=CARRIER
    )


@settings(max_examples=40)
@given(st.one_of(orders, releases))
def test_every_takedown_arrives_as_it_left(order: TakedownMessage) -> None:
    assert decode_order(encode_order(order, DOWN)) == order


@settings(max_examples=40)
@given(replies)
def test_every_answer_arrives_as_it_left(reply: TakedownReply) -> None:
    assert decode_reply(encode_reply(reply, UP)) == reply


@given(st.binary(max_size=200))
def test_rubbish_is_refused_and_never_a_fault(rubbish: bytes) -> None:
    for decode in (decode_order, decode_reply):
        with pytest.raises(GatewayRefused):
            decode(rubbish)


@pytest.mark.parametrize(
    "changes",
    [
        {"application_id": "1" * 36},
        {"institution_code": "C1"},
        {"target": ""},
        {"target": "满" * (LONGEST_TARGET + 1)},
        {"reason": ""},
        {"document_no": ""},
        {"measure": Measure.RELEASE},
        {"original_application_id": an_order().application_id},
        {"target_kind": "pager"},
        {"reason": "\x00"},
    ],
)
def test_what_the_lane_cannot_carry_is_not_sent(changes: dict[str, str]) -> None:
    with pytest.raises(GatewayRefused):
        decode_order(encode_order(replace(an_order(), **changes), DOWN))  # type: ignore[arg-type]  # a test names what it changes


@pytest.mark.parametrize("element", ["TargetType", "Measure", "Target", "DocumentNumber"])
def test_an_order_without_its_elements_is_refused(element: str) -> None:
    whole = encode_order(an_order(), DOWN).decode()
    start, end = whole.index(f"<{element}>"), whole.index(f"</{element}>")
    cut = whole[:start] + whole[end + len(element) + 3 :]
    with pytest.raises(GatewayRefused) as refused:
        decode_order(cut.encode())
    assert refused.value.facts["element"] == element


def test_no_order_of_money_can_have_a_takedowns_application_id() -> None:
    money = {*BANK_ORDERS.values(), *PAYMENT_ORDERS.values(), *TRADE_ORDERS.values()}
    reports = {*CASE_REPORTS, *CASE_REPORTS.values()}
    assert codes.ORDER_CODE[-4:] not in {code[-4:] for code in money | reports}


def test_nobody_answers_in_anothers_name_nor_on_another_lane() -> None:
    with pytest.raises(GatewayRefused):
        encode_reply(replace(a_reply(), institution_code="P10000000013"), UP)
    with pytest.raises(GatewayRefused):
        BANKING.decode_answer(encode_reply(a_reply(), UP))
    with pytest.raises(GatewayRefused):
        decode_reply(encode_order(an_order(), DOWN))
