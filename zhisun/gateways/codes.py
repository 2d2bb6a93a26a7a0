"""Code tables of the lanes: which message asks what, and what an answer code means for us.

Source: domain.md §2.2, §2.10, §2.11. Codes of the payment lane that are only known by analogy
are listed in docs/decisions/0003-wire-assumptions.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from zhisun.gateways.port import OrderKind, SuspicionKind

K = OrderKind


class Meaning(StrEnum):
    """What an answer code obliges us to do."""

    DONE = "done"  # carried out in full
    PARTIAL = "partial"  # carried out, but there was less money than asked for
    ALREADY = "already"  # it stands already; nothing to repeat
    CORRECT = "correct"  # a person must correct the order; never resend a guess
    REFUSED = "refused"  # the institution will not do it
    RETRY = "retry"  # the institution's trouble; the same order may be sent again


@dataclass(frozen=True, slots=True)
class AnswerCode:
    """One business answer code (业务应答码)."""

    zh: str
    meaning: Meaning


def _code(zh: str, meaning: Meaning) -> AnswerCode:
    return AnswerCode(zh, meaning)


ANSWERS: Mapping[str, AnswerCode] = MappingProxyType(
    {
        "0000": _code("反馈成功", Meaning.DONE),
        "0100": _code("证件与账户不符", Meaning.CORRECT),
        "0200": _code("金额无效", Meaning.CORRECT),
        "0300": _code("账号不存在", Meaning.CORRECT),
        "0301": _code("账号与户名不符", Meaning.CORRECT),
        "0302": _code("账号在白名单内", Meaning.REFUSED),
        "0303": _code("账号已挂失", Meaning.REFUSED),
        "0304": _code("账号异常", Meaning.REFUSED),
        "0400": _code("找不到原申请", Meaning.CORRECT),
        "0500": _code("缺少必填项", Meaning.CORRECT),
        "0501": _code("报文无法解析", Meaning.CORRECT),
        "0600": _code("缺少法律文书", Meaning.CORRECT),
        "0700": _code("机构代码错误", Meaning.CORRECT),
        "0701": _code("下级机构代码错误", Meaning.CORRECT),
        "0800": _code("日期格式错误", Meaning.CORRECT),
        "0801": _code("期限超出法律效力", Meaning.CORRECT),
        "0802": _code("申请日期异常", Meaning.CORRECT),
        "0900": _code("业务已处理", Meaning.ALREADY),
        "1000": _code("该机构不支持此业务", Meaning.REFUSED),
        "1100": _code("机构内部处理错误", Meaning.RETRY),
        "1101": _code("平台通讯错误", Meaning.RETRY),
        "1200": _code("有瑕疵成功：已限额止付，余额不足", Meaning.PARTIAL),
        "1300": _code("机构内部止付失败", Meaning.REFUSED),
        "1301": _code("已止付", Meaning.ALREADY),
        "1302": _code("已限额冻结", Meaning.ALREADY),
        "1303": _code("已全额冻结", Meaning.ALREADY),
        "1304": _code("超过允许的止付次数", Meaning.REFUSED),
        "1800": _code("已过期，不能延期", Meaning.REFUSED),
        "1900": _code("已过期，不能解除", Meaning.REFUSED),
    }
)

OTHER_OF_CLASS = "99"
"""xx99 is "other" of its class (domain.md §2.10)."""


def answer_code(result: str) -> AnswerCode:
    """What a four-digit result means; an unknown one is a refusal that a person must read."""
    known = ANSWERS.get(result)
    if known:
        return known
    if result.endswith(OTHER_OF_CLASS):
        return AnswerCode("同类其他情形", Meaning.REFUSED)
    return AnswerCode("未知应答码", Meaning.REFUSED)


class Platform(StrEnum):
    """Platform answer codes (domain.md §2.10), as receipts and refusals carry them."""

    DONE = "100000"  # 成功
    MALFORMED = "200001"  # 报文格式错
    TIMEOUT = "200002"  # 超时无应答
    REPEATED = "200003"  # 重复提交
    SYSTEM_UNKNOWN = "200004"  # 未授权的行内系统
    FRONT_UNKNOWN = "200005"  # 未授权的前置机
    SYSTEM_FORBIDDEN = "200006"  # 行内系统接口无权限
    FRONT_FORBIDDEN = "200007"  # 前置机接口无权限
    TOO_OFTEN = "200008"  # 调用次数超限
    CLOSED = "200009"  # 通道关闭
    ACCOUNT_UNKNOWN = "200010"  # 未找到账户


BANK_ORDERS: Mapping[OrderKind, str] = MappingProxyType(
    {
        K.STOP: "100101",
        K.STOP_RELEASE: "100103",
        K.STOP_EXTEND: "100105",
        K.FREEZE: "100201",
        K.FREEZE_RELEASE: "100203",
        K.FREEZE_EXTEND: "100205",
        K.QUERY_DETAIL: "100301",
        K.QUERY_HOLDER: "100303",
        K.QUERY_MOVEMENTS: "100305",
        K.QUERY_MOVEMENTS_RELEASE: "100307",
        K.QUERY_ALL_ACCOUNTS: "100309",
    }
)

PAYMENT_ORDERS: Mapping[OrderKind, str] = MappingProxyType(
    {
        K.STOP: "A00101",
        K.STOP_RELEASE: "A00103",
        K.STOP_EXTEND: "A00103",
        K.FREEZE: "A00201",
        K.FREEZE_RELEASE: "A00203",
        K.FREEZE_EXTEND: "A00203",
        K.QUERY_DETAIL: "A00301",
        K.QUERY_HOLDER: "A00303",
        K.QUERY_MOVEMENTS: "A00305",
        K.QUERY_MOVEMENTS_RELEASE: "A00307",
        K.QUERY_ALL_ACCOUNTS: "A00309",
    }
)

TRADE_ORDERS: Mapping[OrderKind, str] = MappingProxyType(
    {
        K.STOP: "A00105",
        K.STOP_RELEASE: "A00107",
        K.STOP_EXTEND: "A00107",
        K.FREEZE: "A00205",
        K.FREEZE_RELEASE: "A00207",
        K.FREEZE_EXTEND: "A00207",
        K.QUERY_DETAIL: "A00311",
    }
)

PROLONGED, RELEASED = "00", "01"
"""ApplicationType of A00107 and A00207: 00 延期, 01 解除 (domain.md §2.11)."""

CASE_REPORTS: Mapping[str, str] = MappingProxyType({"100401": "100402", "A00401": "A00402"})
"""An institution's own report and the code of our reply to it."""


SUSPICIONS: Mapping[str, SuspicionKind] = MappingProxyType(
    {
        "100403": SuspicionKind.CARDS,
        "100404": SuspicionKind.ACCOUNT,
        "100405": SuspicionKind.EVENTS,
    }
)
"""Reports of suspicions on the bank lane; none has a reply, only its receipt (domain.md §2.2)."""

WITHDRAWN = "0000"
"""取消上报: takes back what the same institution reported before."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One 事件特征码, and the report it may stand in."""

    zh: str
    kinds: frozenset[SuspicionKind]


def _feature(zh: str, *kinds: SuspicionKind) -> Feature:
    return Feature(zh, frozenset(kinds or SuspicionKind))


_EVENTS = SuspicionKind.EVENTS
FEATURES: Mapping[str, Feature] = MappingProxyType(
    {
        WITHDRAWN: _feature("取消上报"),
        "1001": _feature("频繁开户", SuspicionKind.CARDS),
        "1002": _feature("累计开户", SuspicionKind.CARDS),
        "2001": _feature("涉案账户", SuspicionKind.ACCOUNT),
        "3001": _feature("诈骗未遂", _EVENTS),
        "3002": _feature("受害人举报疑似诈骗", _EVENTS),
        "3003": _feature("银行举报疑似诈骗", _EVENTS),
        "3004": _feature("收方涉案", _EVENTS),
        "3005": _feature("付方涉案", _EVENTS),
        "3006": _feature("分散入集中出", _EVENTS),
        "3007": _feature("集中入分散出", _EVENTS),
        "3008": _feature("连续多笔交易", _EVENTS),
        "9999": _feature("其余可疑"),
    }
)
"""事件特征码 of the bank lane (domain.md §2.7). Which report each belongs to follows its first
digit; 0000 and 9999 may stand in all three."""


def answering(tx_code: str) -> str:
    """The code of the answer to an order: the next number, on every lane."""
    return f"{tx_code[0]}{int(tx_code[1:]) + 1:05d}"


def answered(tx_code: str) -> str:
    """The code of the order that an answer belongs to: the number before."""
    return f"{tx_code[0]}{int(tx_code[1:]) - 1:05d}"
