import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gateways.orders import BANK, CASE_NO, FIRM, answers, orders, replaced, without
from zhisun.gateways.banking import wire as banking
from zhisun.gateways.codes import BANK_ORDERS, PAYMENT_ORDERS, TRADE_ORDERS
from zhisun.gateways.envelope import police_application_id, trans_serial
from zhisun.gateways.payment import wire as payment
from zhisun.gateways.port import AccountKind, AnswerMessage, Lane, Officer, OrderKind, OrderMessage
from zhisun.kernel.errors import GatewayRefused

AT = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
POLICE_SERIAL = trans_serial("100000000005", AT, secrets.randbelow)
LANES: tuple[Lane, ...] = (banking.LANE, payment.LANE)

every_order = st.one_of(
    [
        st.tuples(st.just(banking.LANE), orders(kind, account))
        for kind in BANK_ORDERS
        for account in (AccountKind.PERSONAL, AccountKind.CORPORATE)
    ]
    + [
        st.tuples(st.just(payment.LANE), orders(kind, account))
        for kind in PAYMENT_ORDERS
        for account in (AccountKind.PAYMENT, AccountKind.MERCHANT)
    ]
    + [st.tuples(st.just(payment.LANE), orders(kind, AccountKind.TRADE)) for kind in TRADE_ORDERS]
)
every_answer = st.one_of(
    [
        st.tuples(st.just(banking.LANE), answers(kind, code[-4:], BANK))
        for kind, code in BANK_ORDERS.items()
    ]
    + [
        st.tuples(st.just(payment.LANE), answers(kind, code[-4:], FIRM))
        for table in (PAYMENT_ORDERS, TRADE_ORDERS)
        for kind, code in table.items()
    ]
)


def a_stop() -> OrderMessage:
    return OrderMessage(
        kind=OrderKind.STOP,
        application_id=police_application_id("100101", CASE_NO, secrets.randbelow),
        case_no=CASE_NO,
        institution_code=BANK,
        institution_name="中国工商银行",
        account_no="6222021001116245702",
        account_name="周海生",
        account_kind=AccountKind.PERSONAL,
        applied_at=AT,
        org_code="370800000000",
        org_name="济宁市公安局",
        handler=Officer(name="王强"),
        assistant=Officer(name="赵倩"),
        amount_fen=2_800_000,
        transferred_at=AT,
        starts_at=AT,
        expires_at=AT,
        reason="电信网络诈骗紧急止付",
    )


def read_or_refused(read: Callable[[bytes], object], message: bytes) -> bool:
    """Whether `read` gave a message or the typed refusal of a malformed one; else it raises."""
    try:
        return read(message) is not None
    except GatewayRefused as refusal:
        return refusal.facts["platform_code"] == "200001"


@settings(max_examples=400)
@given(every_order)
def test_an_order_arrives_as_it_left(case: tuple[Lane, OrderMessage]) -> None:
    lane, order = case
    assert lane.decode_order(lane.encode_order(order, POLICE_SERIAL)) == order


@settings(max_examples=400)
@given(every_answer)
def test_an_answer_arrives_as_it_left(case: tuple[Lane, AnswerMessage]) -> None:
    lane, answer = case
    assert lane.decode_answer(lane.encode_answer(answer, answer.serial_no)) == answer


@settings(max_examples=300)
@given(st.binary(max_size=200), st.sampled_from(LANES))
def test_any_bytes_are_a_message_or_a_refusal(noise: bytes, lane: Lane) -> None:
    for read in (lane.decode_order, lane.decode_answer):
        with pytest.raises(GatewayRefused) as refusal:
            read(noise)
        assert refusal.value.facts["platform_code"] == "200001"


@settings(max_examples=400)
@given(every_order, st.data())
def test_a_damaged_order_is_a_message_or_a_refusal(
    case: tuple[Lane, OrderMessage], data: st.DataObject
) -> None:
    lane, order = case
    message = bytearray(lane.encode_order(order, POLICE_SERIAL))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(message) - 1))
        message[place : place + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    assert read_or_refused(lane.decode_order, bytes(message))


NOTHING = (
    "",
    "-",
    "x",
    "0",
    "00010101000000",
    "99999999999999",
    "1e9999999",
    "NaN",
    "１２",
    "9" * 400,
)


@settings(max_examples=300)
@given(every_answer, st.data())
def test_a_wrong_field_in_an_answer_is_a_value_or_a_refusal(
    case: tuple[Lane, AnswerMessage], data: st.DataObject
) -> None:
    lane, answer = case
    message = lane.encode_answer(answer, answer.serial_no)
    elements = [part.partition(b">")[0].decode() for part in message.split(b"<")[2:]]
    element = data.draw(st.sampled_from([name for name in elements if name[0] != "/"]))
    wrong = replaced(message, element, data.draw(st.sampled_from(NOTHING)))
    assert read_or_refused(lane.decode_answer, wrong)


@pytest.mark.parametrize(
    "element",
    ["ApplicationType", "Currency", "TransferAmount", "TransferTime", "AccountType", "AccountName"],
)
def test_a_stop_names_the_element_that_is_missing(element: str) -> None:
    message = banking.LANE.encode_order(a_stop(), POLICE_SERIAL)
    with pytest.raises(GatewayRefused) as refusal:
        banking.LANE.decode_order(without(message, element))
    assert refusal.value.code == "message_element_missing"
    assert refusal.value.facts["element"] == element


def test_a_stop_without_an_amount_never_leaves() -> None:
    with pytest.raises(GatewayRefused, match="message_element_missing") as refusal:
        banking.LANE.encode_order(replace(a_stop(), amount_fen=0), POLICE_SERIAL)
    assert refusal.value.facts["element"] == "TransferAmount"


def test_a_name_longer_than_sixty_characters_is_refused_at_both_ends() -> None:
    with pytest.raises(GatewayRefused, match="message_element_too_long"):
        banking.LANE.encode_order(replace(a_stop(), account_name="长" * 61), POLICE_SERIAL)
    message = banking.LANE.encode_order(a_stop(), POLICE_SERIAL)
    with pytest.raises(GatewayRefused, match="message_element_too_long"):
        banking.LANE.decode_order(replaced(message, "AccountName", "长" * 61))


def test_a_control_character_in_a_name_is_refused_before_it_leaves() -> None:
    with pytest.raises(GatewayRefused, match="message_element_invalid"):
        banking.LANE.encode_order(replace(a_stop(), account_name="周\x00海生"), POLICE_SERIAL)


def test_an_application_number_must_belong_to_its_kind() -> None:
    wrong = "0201" + a_stop().application_id[4:]
    with pytest.raises(GatewayRefused, match="message_application_id_invalid"):
        banking.LANE.encode_order(replace(a_stop(), application_id=wrong), POLICE_SERIAL)


def test_a_payment_account_does_not_travel_on_the_bank_lane() -> None:
    with pytest.raises(GatewayRefused, match="message_kind_not_carried"):
        banking.LANE.encode_order(
            replace(a_stop(), account_kind=AccountKind.PAYMENT), POLICE_SERIAL
        )


def test_an_element_sent_twice_is_refused() -> None:
    message = banking.LANE.encode_order(a_stop(), POLICE_SERIAL)
    doubled = message.replace(b"</Body>", b"<AccountNumber>6222</AccountNumber></Body>")
    with pytest.raises(GatewayRefused, match="message_element_repeated"):
        banking.LANE.decode_order(doubled)


def test_a_day_as_the_end_of_a_period_means_the_whole_day() -> None:
    order = replace(
        a_stop(),
        kind=OrderKind.QUERY_DETAIL,
        application_id="0301" + a_stop().application_id[4:],
        inquiry_mode="03",
        period_start=AT,
        period_end=AT,
    )
    message = banking.LANE.encode_order(order, POLICE_SERIAL)
    read = banking.LANE.decode_order(replaced(message, "InquiryPeriodEnd", "20261121"))
    assert read.period_end == datetime(2026, 11, 21, 15, 59, 59, tzinfo=UTC)


def test_a_freeze_limit_is_written_in_whole_yuan() -> None:
    order = replace(
        a_stop(),
        kind=OrderKind.FREEZE,
        application_id="0201" + a_stop().application_id[4:],
        amount_fen=2_799_950,
    )
    assert b"<Balance>28000</Balance>" in banking.LANE.encode_order(order, POLICE_SERIAL)


def test_what_a_bank_adds_to_a_statement_row_is_kept() -> None:
    row = (
        b"<Accounts><CardNumber>6222</CardNumber><AccountList><Account>"
        b"<AccountNumber>6222</AccountNumber><CashRemit>0</CashRemit><Transactions><Transaction>"
        b"<BorrowingSigns>0</BorrowingSigns><TransactionAmount>1.00</TransactionAmount>"
        b"<TransactionTime>20261121160000</TransactionTime><TransactionSerial>9</TransactionSerial>"
        b"<VoucherCode>V7</VoucherCode></Transaction></Transactions></Account></AccountList></Accounts>"
    )
    head = (
        f"<Request><Head><TxCode>100302</TxCode><MessageFrom>{BANK}</MessageFrom>"
        f"<TransSerialNumber>{BANK}_{'0' * 40}</TransSerialNumber></Head><Body>"
        f"<ApplicationID>0301{'1' * 32}</ApplicationID><Result>0000</Result>"
    ).encode()
    answer = banking.LANE.decode_answer(head + row + b"</Body></Request>")
    assert answer.movements[0].extra == {"VoucherCode": "V7"}
    assert answer.extra == {"Accounts/AccountList/Account/CashRemit": "0"}
    again = banking.LANE.encode_answer(answer, answer.serial_no)
    assert banking.LANE.decode_answer(again) == answer


def test_a_single_former_freeze_is_read_from_plain_elements() -> None:
    message = (
        f"<Request><Head><TxCode>100202</TxCode><MessageFrom>{BANK}</MessageFrom>"
        f"<TransSerialNumber>{BANK}_{'0' * 40}</TransSerialNumber></Head><Body>"
        f"<ApplicationID>0201{'1' * 32}</ApplicationID><Result>1200</Result>"
        "<FrozedBalance>8000</FrozedBalance>"
        "<FormerApplicationDepartment>外地公安局</FormerApplicationDepartment>"
        "<FormerFrozenBalance>20000</FormerFrozenBalance></Body></Request>"
    ).encode()
    answer = banking.LANE.decode_answer(message)
    assert answer.frozen_fen == 800_000
    (former,) = answer.former_freezes
    assert (former.department, former.amount_fen) == ("外地公安局", 2_000_000)


def test_an_answer_under_another_institutions_serial_is_refused() -> None:
    message = (
        f"<Request><Head><TxCode>100102</TxCode><MessageFrom>{BANK}</MessageFrom>"
        f"<TransSerialNumber>{FIRM}_{'0' * 40}</TransSerialNumber></Head><Body/></Request>"
    ).encode()
    with pytest.raises(GatewayRefused, match="message_sender_differs"):
        banking.LANE.decode_answer(message)
