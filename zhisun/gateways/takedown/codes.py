"""Codes of the takedown lane. Ours: no public interface of a carrier or platform shows its own.

The answer codes follow the bank lane's classes (domain.md §2.10) where it has the like.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

ORDER_CODE, ANSWER_CODE = "T00901", "T00902"
"""TxCode down and up; an ApplicationID begins with the order's last four digits, which no lane of
banks or payment firms uses: one mailbox table keeps the ApplicationIDs of all."""


class Said(StrEnum):
    """What an answer means for the target."""

    DONE = "done"  # carried out
    ALREADY = "already"  # it stood so already; nothing of ours stands or falls
    REFUSED = "refused"  # not carried out; a person must read why
    RELAPSED = "relapsed"  # what was carried out has come undone


@dataclass(frozen=True, slots=True)
class AnswerCode:
    """One answer code of this lane."""

    zh: str
    said: Said


ANSWERS: Mapping[str, AnswerCode] = MappingProxyType(
    {
        "0000": AnswerCode("已执行", Said.DONE),
        "0300": AnswerCode("对象不存在", Said.REFUSED),
        "0302": AnswerCode("对象在机构白名单内", Said.REFUSED),
        "0400": AnswerCode("找不到原申请", Said.REFUSED),
        "0500": AnswerCode("缺少必填项", Said.REFUSED),
        "0501": AnswerCode("报文无法解析", Said.REFUSED),
        "0600": AnswerCode("缺少法律文书", Said.REFUSED),
        "0700": AnswerCode("非本机构对象", Said.REFUSED),
        "0900": AnswerCode("此前已是该状态", Said.ALREADY),
        "1000": AnswerCode("本机构不支持此措施", Said.REFUSED),
        "1100": AnswerCode("机构内部处理失败", Said.REFUSED),
        "2100": AnswerCode("对象已恢复使用（复活）", Said.RELAPSED),
    }
)


def answer_code(result: str) -> AnswerCode:
    """What a four-digit result means; an unknown one is a refusal that a person must read."""
    return ANSWERS.get(result, AnswerCode("未知应答码", Said.REFUSED))
