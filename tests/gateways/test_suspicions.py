"""What banks report as suspicious: exactly, row by row."""

import secrets
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhisun.gateways import suspicions
from zhisun.gateways.codes import FEATURES, SUSPICIONS
from zhisun.gateways.envelope import institution_application_id, trans_serial
from zhisun.gateways.port import (
    Movement,
    Suspicion,
    SuspicionKind,
    SuspicionReport,
    UnreadRow,
)
from zhisun.kernel.errors import GatewayRefused

AT = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
BANK = "103100000026"
SERIAL = trans_serial(BANK, AT, secrets.randbelow)
CARD, PAYEE = "6228480402564890018", "6217001234567890121"
K = SuspicionKind
TX_CODE = {kind: code for code, kind in SUSPICIONS.items()}


def a_movement(serial: str = "S1", **facts: object) -> Movement:
    movement = Movement(
        account_no=CARD,
        serial=serial,
        incoming=False,
        amount_fen=2_800_000,
        balance_fen=None,
        moved_at=AT,
        counterparty_name="张伟",
        counterparty_account=PAYEE,
    )
    return replace(movement, **facts)  # type: ignore[arg-type]  # a test names what it changes


def an_event(row: int = 1, feature: str = "3004", **facts: object) -> Suspicion:
    return Suspicion(
        row=row,
        feature=feature,
        account_no=CARD,
        account_name="周敏",
        movement=a_movement(f"S{row}", **facts),
    )


def a_report(kind: SuspicionKind, *rows: Suspicion) -> SuspicionReport:
    return SuspicionReport(
        kind=kind,
        application_id=institution_application_id(TX_CODE[kind], AT, secrets.randbelow),
        institution_code=BANK,
        bank_code=BANK,
        rows=rows,
    )


def a_card(row: int, card: str = CARD) -> Suspicion:
    return Suspicion(
        row=row,
        feature="1001",
        account_no=card,
        account_name="张伟",
        opened_at=AT,
        opened_in="观音阁支行",
    )


REPORTS = (
    a_report(K.CARDS, a_card(1), a_card(2, PAYEE)),
    a_report(
        K.ACCOUNT,
        Suspicion(
            row=1, feature="2001", account_no=CARD, account_name="张伟", remark="协查 <1> & 2"
        ),
        Suspicion(
            row=2,
            feature="2001",
            account_no=CARD,
            account_name="张伟",
            remark="协查 <1> & 2",
            movement=a_movement(),
        ),
    ),
    a_report(K.EVENTS, an_event(1), an_event(2, "3006", incoming=True, extra={"Odd": "x"})),
)


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.kind.value)
def test_a_report_arrives_as_it_left(report: SuspicionReport) -> None:
    assert suspicions.decode(suspicions.encode(report, SERIAL)) == report


@pytest.mark.parametrize("kind", SuspicionKind)
@pytest.mark.parametrize("feature", [*FEATURES, "4711", ""])
def test_each_code_stands_only_in_its_own_report(kind: SuspicionKind, feature: str) -> None:
    row = replace(an_event(), feature="9999")
    row = replace(row, movement=None) if kind is not K.EVENTS else row
    message = suspicions.encode(a_report(kind, row), SERIAL)
    message = message.replace(b">9999<", f">{feature}<".encode())
    if feature in FEATURES and kind in FEATURES[feature].kinds:
        assert suspicions.decode(message).rows[0].feature == feature
    elif kind is K.EVENTS:
        code = "message_element_invalid" if feature else "message_element_missing"
        assert suspicions.decode(message).unread == (UnreadRow(1, "FeatureCode", code),)
    else:
        with pytest.raises(GatewayRefused, match="message_element_"):
            suspicions.decode(message)


@pytest.mark.parametrize(
    ("whole", "broken", "element", "code"),
    [
        ("<TransactionAmount>28000.00", "<TransactionAmount>1e9", "TransactionAmount", "invalid"),
        ("<TransactionTime>2026", "<TransactionTime>0026", "TransactionTime", "invalid"),
        ("<BorrowingSigns>0</BorrowingSigns>", "", "BorrowingSigns", "missing"),
        (f"<CardNumber>{CARD}</CardNumber>", "", "CardNumber", "missing"),
        (f"<CardNumber>{CARD}", f"<CardNumber>{CARD * 2}", "CardNumber", "too_long"),
        (
            "<FeatureCode>3004</FeatureCode>",
            "<FeatureCode>2001</FeatureCode>",
            "FeatureCode",
            "invalid",
        ),
        (
            "<FeatureCode>3004",
            "<FeatureCode>3004</FeatureCode><FeatureCode>3004",
            "FeatureCode",
            "repeated",
        ),
    ],
)
def test_a_row_that_cannot_be_read_keeps_its_place_and_reason_and_the_others_count(
    whole: str, broken: str, element: str, code: str
) -> None:
    report = a_report(K.EVENTS, an_event(1), an_event(2), an_event(3))
    head, first, rest = suspicions.encode(report, SERIAL).decode().split("<Accounts>", 2)
    message = "<Accounts>".join((head, first.replace(whole, broken, 1), rest))
    assert whole in first
    read = suspicions.decode(message.encode())
    assert [row.row for row in read.rows] == [2, 3]
    longest = 30 if code == "too_long" else 0
    assert read.unread == (UnreadRow(1, element, f"message_element_{code}", longest),)


def test_one_code_on_the_account_speaks_for_its_movements() -> None:
    message = suspicions.encode(a_report(K.EVENTS, an_event()), SERIAL).decode()
    code = "<FeatureCode>3004</FeatureCode>"
    moved = message.replace(code, "").replace("<Account>", f"<Account>{code}")
    assert suspicions.decode(moved.encode()).rows[0].feature == "3004"


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.kind.value)
@pytest.mark.parametrize("element", ["ApplicationID", "CardNumber", "Accounts"])
def test_a_report_without_its_number_or_any_row_is_refused(
    report: SuspicionReport, element: str
) -> None:
    message = suspicions.encode(report, SERIAL).decode()
    bare = message.replace(f"<{element}>", "<Other>").replace(f"</{element}>", "</Other>")
    if element in message and (report.kind, element) != (K.CARDS, "CardNumber"):
        if (report.kind, element) == (K.EVENTS, "CardNumber"):
            assert len(suspicions.decode(bare.encode()).unread) == 2
            return
        with pytest.raises(GatewayRefused, match="message_"):
            suspicions.decode(bare.encode())


@given(st.data())
def test_damage_is_refused_or_read_and_never_breaks(data: st.DataObject) -> None:
    message = suspicions.encode(data.draw(st.sampled_from(REPORTS)), SERIAL).decode()
    start = data.draw(st.integers(0, len(message)))
    cut = data.draw(st.integers(0, 40))
    junk = data.draw(st.text(max_size=5))
    try:
        read = suspicions.decode((message[:start] + junk + message[start + cut :]).encode())
    except GatewayRefused:
        return
    numbers = [row.row for row in read.rows] + [row.row for row in read.unread]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


def test_a_case_report_is_no_suspicion() -> None:
    message = suspicions.encode(REPORTS[0], SERIAL)
    with pytest.raises(GatewayRefused, match="message_kind_unknown"):
        suspicions.decode(message.replace(b"100403", b"100401"))
