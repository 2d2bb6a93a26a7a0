"""Orders to institutions and their answers, in our words.

One neutral model for every lane (bank 1001xx–1005xx, payment Axxxxx, paper); each lane's
`wire.py` turns it into that lane's bytes and back. Source of fields: domain.md §2.4, §2.5, §2.11.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class OrderKind(StrEnum):
    """What an order asks an institution to do."""

    STOP = "stop"  # 止付
    STOP_RELEASE = "stop_release"  # 止付解除
    STOP_EXTEND = "stop_extend"  # 止付延期
    FREEZE = "freeze"  # 冻结
    FREEZE_RELEASE = "freeze_release"  # 冻结解除
    FREEZE_EXTEND = "freeze_extend"  # 冻结延期
    QUERY_DETAIL = "query_detail"  # 账户交易明细查询
    QUERY_HOLDER = "query_holder"  # 账户持卡主体查询
    QUERY_MOVEMENTS = "query_movements"  # 账户动态查询
    QUERY_MOVEMENTS_RELEASE = "query_movements_release"  # 账户动态查询解除
    QUERY_ALL_ACCOUNTS = "query_all_accounts"  # 客户全账户查询


class AccountKind(StrEnum):
    """What the order's object is."""

    PERSONAL = "personal"  # 个人账户 (AccountType 01)
    CORPORATE = "corporate"  # 对公账户 (AccountType 02)
    PAYMENT = "payment"  # 支付账号 (payment lane, DataType 01)
    MERCHANT = "merchant"  # 商户 (payment lane)
    TRADE = "trade"  # 单笔交易 (payment lane, single-trade orders A1/A2/A3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A paper that travels inside the message; Base64 on the wire."""

    filename: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """One of the two officers named on every order (经办人, 协查人)."""

    name: str
    id_type: str = "08"  # 警官证, domain.md §2.9
    id_number: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One side of a transfer as the order names it."""

    institution_code: str = ""
    institution_name: str = ""
    name: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderMessage:
    """One order as it leaves for an institution. `application_id` is the idempotency key."""

    kind: OrderKind
    application_id: str  # 36 characters
    case_no: str  # 20 characters
    institution_code: str  # 12 characters
    institution_name: str
    account_no: str
    account_name: str
    account_kind: AccountKind
    applied_at: datetime
    org_code: str
    org_name: str
    handler: Officer
    assistant: Officer
    case_type: str = "0000"
    application_type: str = "00"
    urgent: bool = True
    original_application_id: str = ""
    transfer_out: Party = field(default_factory=Party)
    amount_fen: int = 0
    currency: str = "CNY"
    transferred_at: datetime | None = None
    starts_at: datetime | None = None
    expires_at: datetime | None = None
    full_freeze: bool = False
    inquiry_mode: str = ""
    period_start: datetime | None = None
    period_end: datetime | None = None
    credential_type: str = ""
    credential_number: str = ""
    trade_serial: str = ""
    reason: str = ""
    remark: str = ""
    attachments: tuple[Attachment, ...] = ()
    data_type: str = ""  # payment lane: what kind of number the object is; "" is the usual one
    extra: Mapping[str, str] = field(default_factory=dict)  # unknown elements survive


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One row of an account statement (domain.md §2.5 Transaction, 28 fields)."""

    account_no: str
    serial: str
    incoming: bool  # BorrowingSigns 1 贷 is in, 0 借 is out
    amount_fen: int
    balance_fen: int | None
    moved_at: datetime
    counterparty_name: str = ""
    counterparty_account: str = ""
    counterparty_institution: str = ""
    succeeded: bool = True
    kind: str = ""
    remark: str = ""
    cash: bool = False
    merchant_name: str = ""
    merchant_code: str = ""
    branch_name: str = ""
    address: str = ""
    terminal: str = ""
    ip: str = ""
    mac: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)  # unknown elements survive


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerFreeze:
    """An earlier freeze that stands before ours (在先冻结)."""

    department: str
    amount_fen: int
    currency: str = "CNY"
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who holds the account (账户持卡主体)."""

    name: str
    credential_type: str = ""
    credential_number: str = ""
    phone: str = ""
    address: str = ""
    employer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldAccount:
    """One account of a customer (客户全账户)."""

    account_no: str
    account_name: str = ""
    account_status: str = "00"
    balance_fen: int | None = None
    available_fen: int | None = None
    opened_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerMessage:
    """One answer of an institution to one order, correlated by `application_id`.

    result: four-digit business code (业务应答码), "0000" success, "1200" partial hold.
    For a stop, `balance_fen` is what the institution reports as the account's balance;
    held money is min(amount, balance), decided by the platform, not here.
    """

    kind: OrderKind
    application_id: str
    result: str
    serial_no: str = ""  # TransSerialNumber
    institution_code: str = ""
    account_no: str = ""
    applied_fen: int | None = None
    frozen_fen: int | None = None
    balance_fen: int | None = None
    available_fen: int | None = None
    starts_at: datetime | None = None
    expires_at: datetime | None = None
    failure_cause: str = ""
    remark: str = ""
    operator_name: str = ""
    operator_phone: str = ""
    org_name: str = ""
    former_freezes: tuple[FormerFreeze, ...] = ()
    holder: Holder | None = None
    accounts: tuple[HeldAccount, ...] = ()
    movements: tuple[Movement, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)  # unknown elements survive


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedTransfer:
    """One transfer an institution reports by itself (domain.md §2.7)."""

    serial: str
    moved_at: datetime
    amount_fen: int
    payer: Party
    payee: Party
    kind: str = ""
    currency: str = "CNY"
    ip: str = ""
    mac: str = ""
    device: str = ""
    place: str = ""
    remark: str = ""
    already_stopped: bool = False  # IsCeased 0 已止付, 1 未止付


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReport:
    """A case an institution reports to the police (案件举报, 100401)."""

    application_id: str
    institution_code: str
    report_kind: str  # 01 报案, 02 止付后补流程
    victim_name: str
    victim_phone: str
    description: str
    reported_by: str  # ReportOrgName
    operator_name: str
    operator_phone: str = ""
    victim_id_type: str = ""
    victim_id_number: str = ""
    ended_at: datetime | None = None
    initial_node: bool = True  # IsInitialNode 01: the victim's own transfer
    transfers: tuple[ReportedTransfer, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReportReply:
    """What the police answer to an institution's report (举报反馈, 100402)."""

    application_id: str
    result: str
    report_kind: str = "01"
    ended_at: datetime | None = None
    operator_name: str = ""
    operator_phone: str = ""
    org_name: str = ""
    remark: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)


class SuspicionKind(StrEnum):
    """What an institution reports as suspicious by itself (可疑名单上报, domain.md §2.7)."""

    CARDS = "cards"  # 异常开卡, 100403
    ACCOUNT = "account"  # 涉案账户, 100404
    EVENTS = "events"  # 异常事件, 100405


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """One account of the institution, or one movement on it, and why it is suspicious.

    feature: 事件特征码, of codes.FEATURES. movement: of an event always there; of an account with
    movements the first row is the account itself.
    """

    row: int  # place in the message, from 1
    feature: str
    account_no: str
    account_name: str = ""
    opened_at: datetime | None = None
    opened_in: str = ""
    remark: str = ""
    movement: Movement | None = None


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A row of a report that cannot be read: its place from 1, the element, and the reason.

    longest: the length allowed, of an element that is too long.
    """

    row: int
    element: str
    code: str
    longest: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspicionReport:
    """One report of suspicions: what could be read, and what not."""

    kind: SuspicionKind
    application_id: str
    institution_code: str
    bank_code: str = ""  # BankID, the sender's own code when empty
    rows: tuple[Suspicion, ...] = ()
    unread: tuple[UnreadRow, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)


class Lane(Protocol):
    """The wire of one lane: our words to its bytes and back. Pure; raises GatewayRefused."""

    def encode_order(self, order: OrderMessage, serial_no: str) -> bytes:
        """The downstream message of one order. Raises GatewayRefused on what it cannot carry."""
        ...

    def decode_order(self, body: bytes) -> OrderMessage:
        """The order in one downstream message (what an institution does)."""
        ...

    def encode_answer(self, answer: AnswerMessage, serial_no: str) -> bytes:
        """The upstream message of one answer (what an institution does)."""
        ...

    def decode_answer(self, body: bytes) -> AnswerMessage:
        """The answer in one upstream message. Raises GatewayRefused (`platform_code`)."""
        ...
