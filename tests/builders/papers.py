"""Facts of papers, sensible by default."""

from zhisun.domains.documents.terms import Json


def order_facts(**told: Json) -> dict[str, Json]:
    """Facts that every notice about one account accepts and none of them lacks."""
    facts: dict[str, Json] = {
        "institution_name": "中国工商银行",
        "account_name": "张三",
        "account_no": "6222000000000000000",
        "account_kind": "personal",
        "amount_fen": 2_800_000,
        "currency": "CNY",
        "transferred_at": "2026-09-11T14:00:07+08:00",
        "victim_name": "赵六",
        "case_no": "A3708000000002026090001",
        "incident_no": "J370800202609110001",
        "starts_at": "2026-09-11T14:10:00+08:00",
        "expires_at": "2027-03-11T14:10:00+08:00",
        "full_freeze": False,
        "fruits": True,
        "handler_title": "李敏",
        "handler_badge": "080000",
        "assistant_title": "王强",
        "assistant_badge": "080001",
        "issuer": "济宁市公安局反诈中心",
        "reason": "事主网购帐篷被骗",
        "original_number": "济公(反诈)止字〔2026〕00001号",
    }
    return facts | told


def without(facts: dict[str, Json], *names: str) -> dict[str, Json]:
    """The facts but these."""
    return {name: fact for name, fact in facts.items() if name not in names}


def assistance_facts(**told: Json) -> dict[str, Json]:
    """Facts of a 《协助快速处置通知书》 with one account and one phone."""
    facts: dict[str, Json] = {
        "institution_name": "中国工商银行",
        "incident_no": "J370800202609110001",
        "actions": ["query", "stop"],
        "case_summary": "事主网购帐篷被骗。",
        "reply_by": "2026-09-12T14:10:00+08:00",
        "accounts": [{"account_no": "6222000000000000000", "account_name": "张三"}],
        "phones": [{"phone": "17000000000", "actions": ["block"]}],
        "handler_title": "李敏",
        "handler_badge": "080000",
        "assistant_title": "王强",
        "assistant_badge": "080001",
        "issuer": "济宁市公安局反诈中心",
    }
    return facts | told


def return_facts(**told: Json) -> dict[str, Json]:
    """Facts that every paper of a return accepts and none of them lacks."""
    account = "6222000000000000000"
    facts: dict[str, Json] = {
        "institution_name": "中国工商银行",
        "victim_name": "周敏",
        "reason": "资金混同",
        "method": "按比例返还",
        "objections_until": "2026-10-11T14:10:00+08:00",
        "decision_number": "济公(反诈)刑返字〔2026〕00001号",
        "approver_title": "陈静",
        "frozen_fen": 100,
        "returned_fen": 34,
        "working": "1.00 × 1.00 ÷ 3.00 → 0.34",
        "accounts": [{"account_no": account, "account_name": "张三", "amount_fen": 100}],
        "lines": [{"victim_name": "赵六", "account_no": account, "share_fen": 34}],
        "handler_title": "李敏",
        "handler_badge": "080000",
        "assistant_title": "周磊",
        "assistant_badge": "080005",
        "issuer": "济宁市公安局反诈中心",
    }
    return facts | told


def takedown_facts(**told: Json) -> dict[str, Json]:
    """Facts that every paper of a takedown accepts and none of them lacks."""
    facts: dict[str, Json] = {
        "institution_name": "中国工商银行",
        "target_kind": "电话号码",
        "target": "6222000000000000000",
        "measure": "停机",
        "incident_no": "J370800202609110001",
        "case_no": "A3708000000002026090001",
        "starts_at": "2026-09-11T14:10:00+08:00",
        "expires_at": "2026-09-11T14:40:00+08:00",
        "reason": "该号码用于冒充客服",
        "evidence": "通话记录",
        "original_number": "济公(反诈)封字〔2026〕00001号",
        "handler_title": "李敏",
        "handler_badge": "080000",
        "assistant_title": "王强",
        "assistant_badge": "080001",
        "issuer": "济宁市公安局反诈中心",
    }
    return facts | told
