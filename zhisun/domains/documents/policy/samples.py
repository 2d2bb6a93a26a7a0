"""Specimens of every paper, with invented people and numbers, to try a template on."""

from collections.abc import Mapping
from datetime import datetime

from zhisun.domains.documents.policy.facts import read
from zhisun.domains.documents.policy.sheet import sheet
from zhisun.domains.documents.policy.typesetting import typeset
from zhisun.domains.documents.terms import RETURNS, SERIES, TAKEDOWNS, DocumentKind, Json

_SIGNED: Mapping[str, Json] = {
    "institution_name": "示例银行股份有限公司",
    "issuer": "示例市反电信网络诈骗中心",
    "handler_title": "李敏",
    "handler_badge": "000001",
    "assistant_title": "王强",
    "assistant_badge": "000002",
}
_LEAST: Mapping[str, Json] = {
    **_SIGNED,
    "account_name": "张三",
    "account_no": "6222000000000000000",
    "amount_fen": 2_800_000,
    "transferred_at": "2026-11-21T09:41:07+08:00",
    "case_no": "A3708000000002026110001",
    "starts_at": "2026-11-21T10:00:00+08:00",
    "expires_at": "2026-11-23T10:00:00+08:00",
    "fruits": True,
    "original_number": "示公(反诈)止字〔2026〕00001号",
    "reason": "已查明与案件无关。",
}
_MOST: Mapping[str, Json] = {
    **_LEAST,
    "account_kind": "personal",
    "currency": "CNY",
    "victim_name": "赵六",
    "incident_no": "J370800202611210001",
    "full_freeze": True,
    "query_scope": "开户资料、交易明细、余额",
    "credential_type": "居民身份证",
    "credential_number": "000000000000000000",
}
_ASSISTANCE_LEAST: Mapping[str, Json] = {
    **_SIGNED,
    "incident_no": "J370800202611210001",
    "actions": ["query"],
    "case_summary": "事主被冒充客服的人骗走货款。",
    "reply_by": "2026-11-22T10:00:00+08:00",
    "accounts": [{"account_no": "6222000000000000000"}],
}
_ASSISTANCE_MOST: Mapping[str, Json] = {
    **_ASSISTANCE_LEAST,
    "actions": ["query", "stop", "freeze", "block"],
    "victim_name": "赵六",
    "case_no": "A3708000000002026110001",
    "remark": "请同时提供开户留存影像。",
    "accounts": [
        {
            "account_no": "6222000000000000000",
            "account_name": "张三",
            "institution_name": "示例银行",
            "amount_fen": 2_800_000,
            "transferred_at": "2026-11-21T09:41:07+08:00",
            "actions": ["query", "stop"],
        }
    ],
    "phones": [
        {
            "phone": "10000000000",
            "carrier": "示例通信",
            "remark": "诈骗来电",
            "actions": ["query", "block"],
        }
    ],
}
_RETURN_LEAST: Mapping[str, Json] = {
    **_SIGNED,
    "method": "按比例返还",
    "victim_name": "赵六",
    "reason": "损失已核实，公告期满无异议。",
    "approver_title": "陈静",
    "objections_until": "2026-12-21T10:00:00+08:00",
    "decision_number": "示公(反诈)刑返字〔2026〕00001号",
    "frozen_fen": 100,
    "returned_fen": 34,
    "working": "1.00 × 1.00 ÷ 3.00 → 0.34",
    "accounts": [{"account_no": "6222000000000000000"}],
    "lines": [{"victim_name": "赵六", "account_no": "6222000000000000000", "share_fen": 34}],
}
_RETURN_MOST: Mapping[str, Json] = {
    **_RETURN_LEAST,
    "incident_no": "J370800202611210001",
    "case_no": "A3708000000002026110001",
    "victim_id": "000000000000000000",
    "victim_phone": "10000000000",
    "victim_address": "示例市示例路 1 号",
    "agent": "钱七，授权委托书已核对",
    "other_account": "原付款卡已注销，销户证明已核对",
    "accounts": _ASSISTANCE_MOST["accounts"],
    "lines": [
        {
            "victim_name": "赵六",
            "incident_no": "J370800202611210001",
            "account_no": "6222000000000000000",
            "loss_fen": 2_800_000,
            "refunded_fen": 100_000,
            "share_fen": 34,
            "return_account": "6222000000000000001",
            "return_name": "赵六",
            "return_bank": "示例银行",
        }
    ],
}


_TAKEDOWN_LEAST: Mapping[str, Json] = {
    **_SIGNED,
    "institution_name": "示例通信运营商",
    "target_kind": "电话号码",
    "target": "10000000000",
    "measure": "停机",
    "reason": "该号码用于冒充客服实施电信网络诈骗。",
    "evidence": "事主通话记录与报案笔录。",
    "expires_at": "2026-11-21T11:00:00+08:00",
    "original_number": "示公(反诈)封字〔2026〕00001号",
}
_TAKEDOWN_MOST: Mapping[str, Json] = {
    **_TAKEDOWN_LEAST,
    "incident_no": "J370800202611210001",
    "case_no": "A3708000000002026110001",
    "source_no": "协查〔2026〕1号",
    "starts_at": "2026-11-21T10:00:00+08:00",
}


def samples(kind: DocumentKind) -> tuple[Mapping[str, Json], ...]:
    """The facts of two specimens: the least a paper of this kind can say, and everything."""
    if kind in RETURNS:
        return _RETURN_LEAST, _RETURN_MOST
    if kind in TAKEDOWNS:
        return _TAKEDOWN_LEAST, _TAKEDOWN_MOST
    if kind is DocumentKind.ASSISTANCE:
        return _ASSISTANCE_LEAST, _ASSISTANCE_MOST
    return _LEAST, _MOST


def specimen(kind: DocumentKind, source: str, *, at: datetime) -> bytes:
    """The full specimen set with a template; the least one is tried too.

    Raises InputError `document_template_broken` (line, reason).
    """
    content = b""
    for facts in samples(kind):
        number = f"示公(反诈){SERIES[kind]}字〔0000〕00000号"
        words = sheet(kind, read(kind, facts), number=number, contact="000-0000000", at=at)
        content = typeset(source, words, at=at)
    return content
