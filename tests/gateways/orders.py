"""Invented orders and answers of every kind, with as much on them as the lane carries."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from zhisun.gateways.codes import BANK_ORDERS
from zhisun.gateways.payment.orders import tx_code
from zhisun.gateways.port import (
    AccountKind,
    AnswerMessage,
    Attachment,
    FormerFreeze,
    HeldAccount,
    Holder,
    Movement,
    Officer,
    OrderKind,
    OrderMessage,
    Party,
)

K = OrderKind
BANK = "102100099996"
FIRM = "Z00831000014"
CASE_NO = "T3708002026112100001"

_CHARACTERS = st.characters(
    codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"
)


def texts(longest: int, *, least: int = 0) -> st.SearchStrategy[str]:
    """Texts of the trade and of nobody's trade, without blanks around them."""
    odd = st.text(_CHARACTERS, min_size=least, max_size=longest).map(str.strip)
    written = st.sampled_from(
        ["张三丰", "<&>\"'", "a&amp;b]]>", "济宁市 公安局\n刑侦", "𠮷田", "\r\n\tx"[2:]]
    )
    full = st.just("满" * longest)
    return st.one_of(odd, written.map(lambda t: t.strip()[:longest].strip()), full).filter(
        lambda text: len(text) >= least
    )


def digits(length: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=length, max_size=length)


moments = st.integers(0, 10**9).map(
    lambda seconds: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
amounts = st.integers(1, 10**14)
balances = st.one_of(st.none(), st.integers(-(10**13), 10**14))
attachments = st.lists(
    st.builds(Attachment, filename=texts(40, least=1), content=st.binary(max_size=60)), max_size=2
).map(tuple)
names = st.from_regex("[A-Z][A-Za-z]{1,8}Ours", fullmatch=True)
extras = st.dictionaries(names, texts(20), max_size=3)
officers = st.builds(
    Officer, name=texts(60, least=1), id_type=st.just("08"), id_number=digits(8), phone=digits(11)
)
assistants = st.builds(Officer, name=texts(60, least=1), id_type=st.just("08"), id_number=digits(8))


Says = dict[str, st.SearchStrategy[Any]]

REASON: Says = {"reason": texts(200, least=1)}
REMARK: Says = {"remark": texts(200)}
TERM: Says = {"starts_at": moments, "expires_at": moments}
ORIGINAL: Says = {"original_application_id": digits(36)}
TYPE: Says = {"application_type": st.sampled_from(["00", "01", "04"])}
CREDENTIAL: Says = {"credential_type": st.just("01"), "credential_number": digits(18)}
LIMIT: Says = {
    "full_freeze": st.booleans(),
    "amount_fen": st.integers(1, 10**12).map(lambda yuan: yuan * 100),
}
TRANSFER: Says = {
    "amount_fen": amounts,
    "transferred_at": moments,
    "currency": st.sampled_from(["CNY", "USD"]),
    "transfer_out": st.builds(
        Party,
        institution_code=digits(12),
        institution_name=texts(136),
        name=texts(60),
        number=digits(19),
    ),
}
PERIOD: Says = {
    "inquiry_mode": st.sampled_from(["01", "02", "03", "04"]),
    "period_start": moments,
    "period_end": moments,
}

BANK_SAYS: dict[OrderKind, Says] = {
    K.STOP: TYPE | TRANSFER | TERM | REASON | REMARK,
    K.STOP_RELEASE: ORIGINAL | REMARK,
    K.STOP_EXTEND: ORIGINAL | TERM | REMARK,
    K.FREEZE: TYPE | CREDENTIAL | LIMIT | TERM | REASON | REMARK,
    K.FREEZE_RELEASE: ORIGINAL | CREDENTIAL | REMARK,
    K.FREEZE_EXTEND: TYPE | ORIGINAL | CREDENTIAL | LIMIT | TERM | REASON | REMARK,
    K.QUERY_DETAIL: PERIOD | REASON | REMARK,
    K.QUERY_HOLDER: REASON | REMARK,
    K.QUERY_MOVEMENTS: TERM | REASON | REMARK,
    K.QUERY_MOVEMENTS_RELEASE: ORIGINAL | REMARK,
    K.QUERY_ALL_ACCOUNTS: CREDENTIAL | REASON | REMARK | {"inquiry_mode": st.just("01")},
}
PAYMENT_SAYS: dict[OrderKind, Says] = {
    K.STOP: TRANSFER | TERM | REASON | REMARK,
    K.STOP_RELEASE: ORIGINAL | REASON | REMARK,
    K.STOP_EXTEND: ORIGINAL | TERM | REASON | REMARK,
    K.FREEZE: LIMIT | TERM | REASON | REMARK,
    K.FREEZE_RELEASE: ORIGINAL | REASON | REMARK,
    K.FREEZE_EXTEND: ORIGINAL | TERM | REASON | REMARK,
    K.QUERY_DETAIL: PERIOD | REASON | REMARK,
    K.QUERY_HOLDER: REASON | REMARK,
    K.QUERY_MOVEMENTS: TERM | REASON | REMARK,
    K.QUERY_MOVEMENTS_RELEASE: ORIGINAL | REASON | REMARK,
    K.QUERY_ALL_ACCOUNTS: CREDENTIAL | REASON | REMARK,
}


@st.composite
def orders(draw: st.DrawFn, kind: OrderKind, account: AccountKind) -> OrderMessage:
    bank = account in {AccountKind.PERSONAL, AccountKind.CORPORATE}
    code = BANK_ORDERS[kind] if bank else tx_code(kind, account)
    whole = kind is K.QUERY_ALL_ACCOUNTS
    trade: dict[str, Any] = (
        {"trade_serial": draw(texts(64, least=1))} if account is AccountKind.TRADE else {}
    )
    says = BANK_SAYS[kind] if bank else PAYMENT_SAYS[kind]
    said = {name: draw(values) for name, values in says.items()}
    return OrderMessage(
        kind=kind,
        application_id=code[-4:] + draw(digits(12)) + CASE_NO,
        case_no=CASE_NO,
        institution_code=BANK if bank else FIRM,
        institution_name=draw(texts(136)),
        account_no="" if whole else draw(digits(19)),
        account_name=draw(texts(60, least=1)),
        account_kind=account,
        applied_at=draw(moments),
        org_code=draw(digits(12)),
        org_name=draw(texts(136, least=1)),
        handler=draw(officers),
        assistant=draw(assistants),
        urgent=draw(st.booleans()),
        attachments=draw(attachments),
        extra=draw(extras),
        **trade,
        **said,
    )


def movements(account_no: str) -> st.SearchStrategy[Movement]:
    return st.builds(
        Movement,
        account_no=st.just(account_no),
        serial=texts(64, least=1),
        incoming=st.booleans(),
        amount_fen=amounts,
        balance_fen=balances,
        moved_at=moments,
        counterparty_name=texts(60),
        counterparty_account=digits(19),
        counterparty_institution=digits(12),
        succeeded=st.booleans(),
        kind=texts(20),
        remark=texts(60),
        cash=st.booleans(),
        merchant_name=texts(60),
        ip=st.just("203.0.113.7"),
        extra=extras,
    )


held = st.integers(0, 10**14)
STOPPED: Says = {"balance_fen": balances, "failure_cause": texts(60)} | TERM
FROZEN: Says = {"applied_fen": held, "frozen_fen": held}
FORMER = st.builds(FormerFreeze, department=texts(60, least=1), amount_fen=held, expires_at=moments)
HOLDER = st.builds(Holder, name=texts(60, least=1), phone=digits(11))


def many(rows: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(rows, max_size=3).map(tuple)


def _answered(kind: OrderKind, numbers: list[str]) -> Says:
    """What an answer of this kind says beside head and tail."""
    accounts = st.tuples(
        *[
            st.builds(
                HeldAccount, account_no=st.just(no), account_name=texts(60), balance_fen=balances
            )
            for no in numbers
        ]
    )
    rows = st.tuples(*[many(movements(no)) for no in numbers]).map(lambda per: sum(per, ()))
    number: Says = {"account_no": st.just(numbers[0])}
    by_kind: dict[OrderKind, Says] = {
        K.STOP: number | STOPPED,
        K.STOP_EXTEND: number | STOPPED,
        K.FREEZE: number
        | STOPPED
        | FROZEN
        | {"available_fen": balances, "former_freezes": many(FORMER)},
        K.FREEZE_RELEASE: number | FROZEN,
        K.FREEZE_EXTEND: number | STOPPED | FROZEN,
        K.QUERY_HOLDER: number | {"holder": HOLDER},
        K.QUERY_MOVEMENTS: number | {"movements": many(movements(numbers[0]))},
        K.QUERY_DETAIL: number | {"accounts": accounts, "movements": rows},
        K.QUERY_ALL_ACCOUNTS: {"accounts": accounts},
    }
    return by_kind.get(kind, number)


@st.composite
def answers(draw: st.DrawFn, kind: OrderKind, business_no: str, sender: str) -> AnswerMessage:
    """An answer with what its kind carries."""
    numbers = draw(st.lists(digits(19), min_size=1, max_size=2, unique=True))
    says = {name: draw(values) for name, values in _answered(kind, numbers).items()}
    return AnswerMessage(
        kind=kind,
        application_id=business_no + draw(digits(12)) + CASE_NO,
        result=draw(digits(4)),
        serial_no=f"{sender}_{'0' * 12}{draw(digits(28))}",
        institution_code=sender,
        operator_name=draw(texts(60)),
        operator_phone=draw(digits(11)),
        org_name=draw(texts(136)),
        remark=draw(texts(200)),
        extra=draw(extras),
        **says,
    )


def replaced(message: bytes, element: str, text: str) -> bytes:
    """`message` with the text of one element exchanged, as a careless bank would send it."""
    opened, closed = f"<{element}>".encode(), f"</{element}>".encode()
    before, _, rest = message.partition(opened)
    _, _, after = rest.partition(closed)
    return before + opened + text.encode() + closed + after


def without(message: bytes, element: str) -> bytes:
    """`message` without one element."""
    opened, closed = f"<{element}>".encode(), f"</{element}>".encode()
    before, _, rest = message.partition(opened)
    return before + rest.partition(closed)[2]
