"""Suspicions that banks report by themselves (可疑名单上报 100403–100405), domain.md §2.7.

100403 异常开卡 names the cards of one customer, 100404 涉案账户 one account with its movements,
100405 异常事件 movements with a code each. Of a report with many rows, one that cannot be read is
kept with its place and reason, and the rest counts; a head that cannot be read refuses the whole.
Nesting where no public source speaks: decision 0003.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from zhisun.gateways import elements, envelope, layout
from zhisun.gateways.blocks import Block, refused
from zhisun.gateways.codes import FEATURES, SUSPICIONS
from zhisun.gateways.layout import PARAGRAPH, TEXT, TIME, Field
from zhisun.gateways.port import (
    Movement,
    Suspicion,
    SuspicionKind,
    SuspicionReport,
    UnreadRow,
)
from zhisun.kernel.errors import GatewayRefused

MOST_ROWS = 2000
"""Rows of one report. Ours; a batch of a bank is a few hundred."""

HEAD = (
    Field("ApplicationID", "application_id", TEXT, 36, needed=True),
    Field("BankID", "bank_code", TEXT, 12),
)
FEATURE = "FeatureCode"
CODE = Field(FEATURE, "feature", TEXT, 4, needed=True)
CARD = Field("CardNumber", "account_no", TEXT, 30, needed=True)
NAME = Field("AccountName", "account_name", TEXT, 60)
HOLDER = Field("IDName", "account_name", TEXT, 60)
OPENED = (
    Field("AccountOpenTime", "opened_at", TIME, 14),
    Field("AccountOpenPlace", "opened_in", TEXT),
)
REMARK = Field("Remark", "remark", TEXT, PARAGRAPH)

TX_CODES = {kind: code for code, kind in SUSPICIONS.items()}


def decode(message: bytes) -> SuspicionReport:
    """The report in one upstream message. Raises GatewayRefused."""
    whole = envelope.parse(message)
    kind = SUSPICIONS.get(whole.tx_code)
    if kind is None or whole.root != envelope.UP:
        raise refused("message_kind_unknown", "TxCode", tx_code=whole.tx_code)
    elements.institution(whole.sender, "MessageFrom", whole.serial_no, sender=True)
    values = layout.read(HEAD, whole.body)
    envelope.checked_application_id(values["application_id"], whole.tx_code[-4:])
    if "bank_code" in values:
        envelope.checked_institution(values["bank_code"], "BankID")
    rows, unread = _read(kind, whole.body)
    if not rows and not unread:
        raise refused("message_element_missing", CARD.element)
    return SuspicionReport(
        kind=kind,
        institution_code=whole.sender,
        rows=tuple(rows),
        unread=tuple(unread),
        **values,
        **elements.rest(whole.body),
    )


def encode(report: SuspicionReport, serial_no: str) -> bytes:
    """The upstream message of a report (what an institution does). Raises GatewayRefused."""
    tx_code = TX_CODES[report.kind]
    envelope.checked_application_id(report.application_id, tx_code[-4:])
    elements.institution(report.institution_code, "MessageFrom", serial_no, sender=True)
    body = layout.write(HEAD, report, Block())
    if not report.rows:
        raise refused("message_element_missing", CARD.element)
    _WRITE[report.kind](report.rows, body)
    return envelope.upstream(tx_code, serial_no, body.fill(report.extra))


Rows = tuple[list[Suspicion], list[UnreadRow]]
Part = Callable[[], dict[str, Any]]
Parts = Iterator[Part]


def _read(kind: SuspicionKind, body: Block) -> Rows:
    """Each row by itself: what refuses one leaves the others."""
    parts = {
        SuspicionKind.CARDS: _cards,
        SuspicionKind.ACCOUNT: _account,
        SuspicionKind.EVENTS: _events,
    }[kind](body)
    rows: list[Suspicion] = []
    unread: list[UnreadRow] = []
    for number, part in enumerate(parts, start=1):
        if number > MOST_ROWS:
            raise refused("message_element_too_long", "Accounts", longest=MOST_ROWS)
        try:
            rows.append(Suspicion(row=number, **part()))
        except GatewayRefused as refusal:
            unread.append(_unread(number, refusal))
    return rows, unread


def _unread(number: int, refusal: GatewayRefused) -> UnreadRow:
    element, longest = (refusal.facts.get(name) for name in ("element", "longest"))
    return UnreadRow(number, str(element or ""), refusal.code, int(longest or 0))


def _cards(body: Block) -> Parts:
    """100403: one customer and his cards; the code stands once."""
    head = _feature(SuspicionKind.CARDS, body.take(FEATURE))
    head |= layout.read((HOLDER,), body)
    listed = body.blocks("Accounts")
    bare = [each for each in listed if not each.blocks("Account")]  # repeated for each card
    for block in (*body.inside("Accounts", "Account"), *bare):
        yield partial(_card, head, block)


def _card(head: dict[str, Any], block: Block) -> dict[str, Any]:
    return head | layout.read((CARD, *OPENED), block)


def _account(body: Block) -> Parts:
    """100404: one account, so a head that cannot be read refuses it; then a row a movement."""
    head = _feature(SuspicionKind.ACCOUNT, body.take(FEATURE))
    head |= layout.read((CARD, NAME, *OPENED, REMARK), body)
    yield partial(dict, head)
    for block in body.inside("Account", "Transactions", "Transaction"):
        yield partial(_moved, lambda: head, block)


def _events(body: Block) -> Parts:
    """100405: cards, on each its accounts, on each the movements with a code of their own."""
    for card in body.blocks("Accounts"):
        head = _kept(partial(layout.read, (CARD, NAME, REMARK), card))
        if not card.inside("Account", "Transactions", "Transaction"):
            yield partial(_missing, "Transaction")
        for account in card.blocks("Account"):
            shared = _kept(partial(_code_of, account))
            for block in account.inside("Transactions", "Transaction"):
                yield partial(_event, head, shared, block)


def _event(head: Part, shared: Part, block: Block) -> dict[str, Any]:
    code = block.take(FEATURE) or shared()[FEATURE]
    return _moved(lambda: head() | _feature(SuspicionKind.EVENTS, code), block)


def _moved(head: Part, block: Block) -> dict[str, Any]:
    told = head()
    movement = layout.read(elements.MOVEMENT, block)
    facts = {"account_no": told["account_no"], "balance_fen": None} | movement
    return told | {"movement": Movement(**facts, **elements.rest(block))}


def _code_of(account: Block) -> dict[str, Any]:
    return {FEATURE: account.take(FEATURE)}


def _kept(part: Part) -> Part:
    """What several rows share, read once: its value, or what refuses each of them."""
    try:
        told = part()
    except GatewayRefused as refusal:
        return partial(_again, refusal)
    return lambda: told


def _again(refusal: GatewayRefused) -> dict[str, Any]:
    raise refusal


def _missing(element: str) -> dict[str, Any]:
    raise refused("message_element_missing", element)


def _feature(kind: SuspicionKind, code: str) -> dict[str, Any]:
    known = FEATURES.get(code)
    if not code:
        raise refused("message_element_missing", FEATURE)
    if known is None or kind not in known.kinds:
        raise refused("message_element_invalid", FEATURE)
    return {"feature": code}


def _write_cards(rows: tuple[Suspicion, ...], body: Block) -> None:
    layout.write((CODE, HOLDER), rows[0], body)
    listed = body.open("Accounts")
    for row in rows:
        layout.write((CARD, *OPENED), row, listed.open("Account"))


def _write_account(rows: tuple[Suspicion, ...], body: Block) -> None:
    layout.write((CODE, CARD, NAME, *OPENED, REMARK), rows[0], body)
    moved = [row.movement for row in rows if row.movement]
    if moved:
        elements.write_movements(moved, body.open("Account"))


def _write_events(rows: tuple[Suspicion, ...], body: Block) -> None:
    for row in rows:
        card = layout.write((NAME, CARD, REMARK), row, body.open("Accounts"))
        block = card.open("Account").open("Transactions").open("Transaction")
        layout.write(elements.MOVEMENT, row.movement, block)
        layout.write((CODE,), row, block).fill(row.movement.extra if row.movement else {})


_WRITE: dict[SuspicionKind, Callable[[tuple[Suspicion, ...], Block], None]] = {
    SuspicionKind.CARDS: _write_cards,
    SuspicionKind.ACCOUNT: _write_account,
    SuspicionKind.EVENTS: _write_events,
}
