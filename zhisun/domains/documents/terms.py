"""Words of papers: their kinds, the facts they carry, the law they stand on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhisun.gateways.port import AccountKind

Json = str | int | bool | None | Sequence["Json"] | Mapping[str, "Json"]


class DocumentKind(TextChoices):
    """Which paper (文书种类). The label is its title, set in large type."""

    ASSISTANCE = "assistance", _("协助快速处置通知书")
    STOP_NOTICE = "stop_notice", _("紧急止付通知书")
    STOP_EXTEND_NOTICE = "stop_extend_notice", _("紧急止付延期通知书")
    STOP_RELEASE_NOTICE = "stop_release_notice", _("解除紧急止付通知书")
    FREEZE_NOTICE = "freeze_notice", _("协助冻结财产通知书")
    FREEZE_EXTEND_NOTICE = "freeze_extend_notice", _("协助继续冻结财产通知书")
    FREEZE_RELEASE_NOTICE = "freeze_release_notice", _("协助解除冻结财产通知书")
    QUERY_NOTICE = "query_notice", _("协助查询财产通知书")
    RETURN_PUBLICITY = "return_publicity", _("电信网络新型违法犯罪涉案资金返还公告")
    RETURN_APPLICATION = "return_application", _("电信网络新型违法犯罪冻结资金返还申请表")
    RETURN_REPORT = "return_report", _("呈请返还资金报告书")
    RETURN_DECISION = "return_decision", _("电信网络新型违法犯罪涉案资金返还决定书")
    RETURN_NOTICE = "return_notice", _("电信网络新型违法犯罪涉案资金协助执行返还通知书")
    TAKEDOWN_NOTICE = "takedown_notice", _("协助封停通知书")
    TAKEDOWN_RELEASE_NOTICE = "takedown_release_notice", _("解除封停通知书")
    PHONE_HOLD_NOTICE = "phone_hold_notice", _("保护性停机通知书")
    OWN_HOLD_NOTICE = "own_hold_notice", _("保护性止付通知书")
    OWN_RELEASE_NOTICE = "own_release_notice", _("解除保护性止付通知书")


SERIES: dict[DocumentKind, str] = {
    DocumentKind.ASSISTANCE: "协",
    DocumentKind.STOP_NOTICE: "止",
    DocumentKind.STOP_EXTEND_NOTICE: "止延",
    DocumentKind.STOP_RELEASE_NOTICE: "止解",
    DocumentKind.FREEZE_NOTICE: "冻",
    DocumentKind.FREEZE_EXTEND_NOTICE: "冻续",
    DocumentKind.FREEZE_RELEASE_NOTICE: "冻解",
    DocumentKind.QUERY_NOTICE: "查",
    DocumentKind.RETURN_PUBLICITY: "返公",
    DocumentKind.RETURN_APPLICATION: "返申",
    DocumentKind.RETURN_REPORT: "呈返",
    DocumentKind.RETURN_DECISION: "刑返",
    DocumentKind.RETURN_NOTICE: "协返",
    DocumentKind.TAKEDOWN_NOTICE: "封",
    DocumentKind.TAKEDOWN_RELEASE_NOTICE: "封解",
    DocumentKind.PHONE_HOLD_NOTICE: "护停",
    DocumentKind.OWN_HOLD_NOTICE: "护止",
    DocumentKind.OWN_RELEASE_NOTICE: "护解",
}
"""The character of each kind in its number: 济公(反诈)止字〔2026〕00012号."""


class Action(TextChoices):
    """What an assistance notice asks for (协助事项). Source: seed 001, 204 notices by action."""

    QUERY = "query", _("查询")
    STOP = "stop", _("止付")
    FREEZE = "freeze", _("冻结")
    BLOCK = "block", _("封停")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts:
    """What a notice about one account says. Empty text and None are facts not given.

    Source of the fields: 公安机关办理刑事案件程序规定 第239条; 银发〔2016〕86号 二(一)2.
    """

    institution_name: str = ""
    account_name: str = ""
    account_no: str = ""
    account_kind: AccountKind | None = None
    amount_fen: int = 0
    currency: str = "CNY"
    transferred_at: datetime | None = None
    victim_name: str = ""
    case_no: str = ""
    incident_no: str = ""
    starts_at: datetime | None = None
    expires_at: datetime | None = None
    full_freeze: bool = False
    fruits: bool | None = None
    handler_title: str = ""
    handler_badge: str = ""
    assistant_title: str = ""
    assistant_badge: str = ""
    issuer: str = ""
    reason: str = ""
    original_number: str = ""
    query_scope: str = ""
    credential_type: str = ""
    credential_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLine:
    """One account in the table of an assistance notice."""

    account_no: str = ""
    account_name: str = ""
    institution_name: str = ""
    amount_fen: int = 0
    transferred_at: datetime | None = None
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneLine:
    """One number in the table of an assistance notice."""

    phone: str = ""
    carrier: str = ""
    remark: str = ""
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistanceFacts:
    """What a 《协助快速处置通知书》 says: several accounts and numbers of one incident."""

    institution_name: str = ""
    accounts: tuple[AccountLine, ...] = ()
    phones: tuple[PhoneLine, ...] = ()
    actions: tuple[Action, ...] = ()
    case_summary: str = ""
    reply_by: datetime | None = None
    victim_name: str = ""
    case_no: str = ""
    incident_no: str = ""
    handler_title: str = ""
    handler_badge: str = ""
    assistant_title: str = ""
    assistant_badge: str = ""
    issuer: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLine:
    """What one victim gets from one frozen account."""

    victim_name: str = ""
    incident_no: str = ""
    account_no: str = ""
    loss_fen: int = 0
    refunded_fen: int = 0
    share_fen: int = 0
    return_account: str = ""
    return_name: str = ""
    return_bank: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnFacts:
    """What the papers of a return say. The accounts' amounts are what is frozen in them.

    Source: domain reference §3.4 (申请表、返还决定书、协助返还通知书).
    """

    institution_name: str = ""
    issuer: str = ""
    handler_title: str = ""
    handler_badge: str = ""
    assistant_title: str = ""
    assistant_badge: str = ""
    approver_title: str = ""
    incident_no: str = ""
    case_no: str = ""
    victim_name: str = ""
    victim_id: str = ""
    victim_phone: str = ""
    victim_address: str = ""
    agent: str = ""
    other_account: str = ""
    reason: str = ""
    method: str = ""
    accounts: tuple[AccountLine, ...] = ()
    lines: tuple[ReturnLine, ...] = ()
    frozen_fen: int = 0
    returned_fen: int = 0
    objections_until: datetime | None = None
    decision_number: str = ""
    working: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakedownFacts:
    """What a notice to a carrier or platform says about one number, site, app or account.

    Source of the fields: domain reference §6 (evidence, requester, approver, term); reason and
    remedy: 反电信网络诈骗法 第32条.
    """

    institution_name: str = ""
    target_kind: str = ""
    target: str = ""
    measure: str = ""
    incident_no: str = ""
    case_no: str = ""
    source_no: str = ""
    starts_at: datetime | None = None
    expires_at: datetime | None = None
    reason: str = ""
    evidence: str = ""
    original_number: str = ""
    handler_title: str = ""
    handler_badge: str = ""
    assistant_title: str = ""
    assistant_badge: str = ""
    issuer: str = ""


Facts = OrderFacts | AssistanceFacts | ReturnFacts | TakedownFacts

SIGNED_BY_HAND = frozenset(
    {
        DocumentKind.RETURN_PUBLICITY,
        DocumentKind.RETURN_APPLICATION,
        DocumentKind.RETURN_REPORT,
    }
)
"""Papers that name no two officers: the authority speaks, or they are signed on the paper."""

RETURNS = SIGNED_BY_HAND | {DocumentKind.RETURN_DECISION, DocumentKind.RETURN_NOTICE}

TAKEDOWNS = frozenset(
    {
        DocumentKind.TAKEDOWN_NOTICE,
        DocumentKind.TAKEDOWN_RELEASE_NOTICE,
        DocumentKind.PHONE_HOLD_NOTICE,
        DocumentKind.OWN_HOLD_NOTICE,
        DocumentKind.OWN_RELEASE_NOTICE,
    }
)

LINES_AT_MOST = 200
TEXT_AT_MOST = 200
STORY_AT_MOST = 3000
SOURCE_AT_MOST = 100_000
MARK_AT_MOST = 20
STORIES = frozenset({"reason", "case_summary", "remark", "query_scope", "working", "evidence"})
"""Facts that run over several lines and paragraphs."""

_SIGNED = (
    "institution_name",
    "issuer",
    "handler_title",
    "handler_badge",
    "assistant_title",
    "assistant_badge",
)
_STOP = (*_SIGNED, "account_name", "account_no", "amount_fen", "transferred_at")
_FREEZE = (*_SIGNED, "account_name", "account_no", "case_no", "starts_at", "expires_at", "fruits")
_TAKEDOWN = (*_SIGNED, "target_kind", "target", "measure", "reason")
_RETURN = ("issuer", "method", "accounts", "lines", "working")
_RETURN_SIGNED = (
    *(*_RETURN, "handler_title", "handler_badge", "assistant_title", "assistant_badge"),
    "approver_title",
)

REQUIRED: dict[DocumentKind, tuple[str, ...]] = {
    DocumentKind.ASSISTANCE: (*_SIGNED, "incident_no", "actions", "case_summary", "reply_by"),
    DocumentKind.STOP_NOTICE: _STOP,
    DocumentKind.STOP_EXTEND_NOTICE: (*_STOP, "original_number", "expires_at"),
    DocumentKind.STOP_RELEASE_NOTICE: (*_SIGNED, "account_no", "original_number", "reason"),
    DocumentKind.FREEZE_NOTICE: _FREEZE,
    DocumentKind.FREEZE_EXTEND_NOTICE: (*_FREEZE, "original_number"),
    DocumentKind.FREEZE_RELEASE_NOTICE: (*_SIGNED, "account_no", "original_number", "reason"),
    DocumentKind.QUERY_NOTICE: _SIGNED,
    DocumentKind.RETURN_PUBLICITY: (*_RETURN, "objections_until"),
    DocumentKind.RETURN_APPLICATION: ("issuer", "victim_name", "accounts", "lines"),
    DocumentKind.RETURN_REPORT: (*_RETURN, "handler_title", "handler_badge", "reason"),
    DocumentKind.RETURN_DECISION: _RETURN_SIGNED,
    DocumentKind.RETURN_NOTICE: (*_RETURN_SIGNED, "institution_name", "decision_number"),
    DocumentKind.TAKEDOWN_NOTICE: (*_TAKEDOWN, "evidence"),
    DocumentKind.TAKEDOWN_RELEASE_NOTICE: (*_TAKEDOWN, "original_number"),
    DocumentKind.PHONE_HOLD_NOTICE: (*_TAKEDOWN, "expires_at"),
    DocumentKind.OWN_HOLD_NOTICE: (*_TAKEDOWN, "evidence", "expires_at"),
    DocumentKind.OWN_RELEASE_NOTICE: (*_TAKEDOWN, "original_number"),
}
"""Without these a paper of the kind is void.

Source: 银发〔2016〕86号 (the bank compares name, number, amount and time of a stop);
程序规定 第239条 (name, number, amount, term, scope and fruits of a freeze), 第240条 (renewal).
Two officers on each: domain.md §2.4.
"""

AMOUNT_NEEDED = frozenset({DocumentKind.FREEZE_NOTICE, DocumentKind.FREEZE_EXTEND_NOTICE})
"""A freeze names an amount unless it takes the whole account."""

_LAW = "《中华人民共和国反电信网络诈骗法》"
_ANTI_FRAUD = f"{_LAW}第二十条"
_NOTICE_86 = (
    "《关于建立电信网络新型违法犯罪涉案账户紧急止付和快速冻结机制的通知》（银发〔2016〕86号）"
)
_PROCEDURE = "《公安机关办理刑事案件程序规定》"
_CRIMINAL = "《中华人民共和国刑事诉讼法》"
_RETURN_RULES = "《电信网络新型违法犯罪案件冻结资金返还若干规定》"

LEGAL_BASIS: dict[DocumentKind, str] = {
    DocumentKind.ASSISTANCE: f"{_ANTI_FRAUD}、{_NOTICE_86}",
    DocumentKind.STOP_NOTICE: f"{_ANTI_FRAUD}、{_NOTICE_86}",
    DocumentKind.STOP_EXTEND_NOTICE: f"{_ANTI_FRAUD}、{_NOTICE_86}",
    DocumentKind.STOP_RELEASE_NOTICE: f"{_ANTI_FRAUD}、{_NOTICE_86}",
    DocumentKind.FREEZE_NOTICE: f"{_CRIMINAL}第一百四十四条、{_PROCEDURE}第二百三十九条",
    DocumentKind.FREEZE_EXTEND_NOTICE: f"{_CRIMINAL}第一百四十四条、{_PROCEDURE}第二百四十条",
    DocumentKind.FREEZE_RELEASE_NOTICE: f"{_CRIMINAL}第一百四十五条、{_PROCEDURE}第二百四十七条",
    DocumentKind.QUERY_NOTICE: f"{_ANTI_FRAUD}、{_PROCEDURE}第二百三十八条",
    DocumentKind.RETURN_PUBLICITY: _RETURN_RULES,
    DocumentKind.RETURN_APPLICATION: _RETURN_RULES,
    DocumentKind.RETURN_REPORT: f"{_RETURN_RULES}、{_PROCEDURE}第二百三十四条",
    DocumentKind.RETURN_DECISION: f"{_RETURN_RULES}、{_PROCEDURE}第二百三十四条",
    DocumentKind.RETURN_NOTICE: _RETURN_RULES,
    DocumentKind.TAKEDOWN_NOTICE: f"{_LAW}第十一条至第十三条、第二十二条至第二十四条",
    DocumentKind.TAKEDOWN_RELEASE_NOTICE: f"{_LAW}第三十二条",
    DocumentKind.PHONE_HOLD_NOTICE: f"{_LAW}第三十四条",
    DocumentKind.OWN_HOLD_NOTICE: f"{_LAW}第二十条、第三十四条",
    DocumentKind.OWN_RELEASE_NOTICE: f"{_LAW}第三十二条",
}
"""The line of law under each paper. Source: domain.md §3.1–3.3, §3.6 (duty matrix of the law)."""

_APPEAL_STOP = (
    "账户持有人对止付有异议的，可以持有效身份证件和资金来源证明向本单位申诉；"
    "经核查与案件无关的，本单位立即通知解除。"
)
_APPEAL_FREEZE = (
    "当事人和利害关系人对冻结有异议的，可以依照《中华人民共和国刑事诉讼法》第一百一十七条向本机关"
    "申诉或者控告；经查明与案件无关的，三日以内通知解除冻结并告知所有人。"
)

_APPEAL_TAKEDOWN = (
    "被处置号码、网址、程序、账号的使用人有异议的，可以持有效身份证件和使用情况说明向本单位申诉；"
    "经核查属实的，本单位立即通知解除。"
)
_APPEAL_PHONE_HOLD = (
    "本措施只为保护机主本人财产，到期自动恢复；机主本人可以随时向本单位要求提前恢复通信。"
)

_APPEAL_OWN_HOLD = (
    "本措施只为保护账户所有人本人财产，到期自动恢复；账户所有人可以随时向本单位要求提前恢复，"
    "有异议的可以向本单位申诉，经核查属实的立即恢复。"
)

_APPEAL_ASSISTANCE = (
    "被处置对象有异议的，可以向本单位申诉；经核查与案件无关的，本单位立即通知解除。"
)

REMEDY: dict[DocumentKind, str] = {
    DocumentKind.ASSISTANCE: _APPEAL_ASSISTANCE,
    DocumentKind.STOP_NOTICE: _APPEAL_STOP,
    DocumentKind.STOP_EXTEND_NOTICE: _APPEAL_STOP,
    DocumentKind.STOP_RELEASE_NOTICE: "",
    DocumentKind.FREEZE_NOTICE: _APPEAL_FREEZE,
    DocumentKind.FREEZE_EXTEND_NOTICE: _APPEAL_FREEZE,
    DocumentKind.FREEZE_RELEASE_NOTICE: "",
    DocumentKind.QUERY_NOTICE: "",
    DocumentKind.RETURN_PUBLICITY: "对返还方案有异议的，可以在公告期内向本机关书面提出并附证据。",
    DocumentKind.RETURN_APPLICATION: "",
    DocumentKind.RETURN_REPORT: "",
    DocumentKind.RETURN_DECISION: "对本决定有异议的，可以向本机关申诉。",
    DocumentKind.RETURN_NOTICE: "",
    DocumentKind.TAKEDOWN_NOTICE: _APPEAL_TAKEDOWN,
    DocumentKind.TAKEDOWN_RELEASE_NOTICE: "",
    DocumentKind.PHONE_HOLD_NOTICE: _APPEAL_PHONE_HOLD,
    DocumentKind.OWN_HOLD_NOTICE: _APPEAL_OWN_HOLD,
    DocumentKind.OWN_RELEASE_NOTICE: "",
}
"""How whoever is hit can object (反电信网络诈骗法 第20、32条; 刑诉法 第117、145条)."""

ACCOUNT_KINDS: dict[AccountKind, str] = {
    AccountKind.PERSONAL: "个人账户",
    AccountKind.CORPORATE: "对公账户",
    AccountKind.PAYMENT: "支付账号",
    AccountKind.MERCHANT: "商户",
    AccountKind.TRADE: "单笔交易",
}

CURRENCIES: dict[str, tuple[str, str]] = {
    "CNY": ("人民币", "¥"),
    "USD": ("美元", "US$"),
    "HKD": ("港元", "HK$"),
    "EUR": ("欧元", "€"),
    "JPY": ("日元", "JP¥"),
}
"""Name and sign of the currencies a paper can carry."""

SHIPPED = 0
"""Version number of the template that comes with the platform."""
