"""What a template is given: every fact of a paper as finished words."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from django.utils.translation import override

from zhisun.domains.documents.policy.wording import (
    amount_in_figures,
    amount_in_words,
    chinese_date,
    clock_time,
    grouped,
    table_time,
)
from zhisun.domains.documents.terms import (
    ACCOUNT_KINDS,
    LEGAL_BASIS,
    REMEDY,
    AccountLine,
    Action,
    AssistanceFacts,
    DocumentKind,
    Facts,
    Json,
    OrderFacts,
    PhoneLine,
    ReturnFacts,
    ReturnLine,
    TakedownFacts,
)


def frozen(facts: Facts) -> dict[str, Json]:
    """The facts as they are kept: plain JSON, instants as ISO 8601."""
    kept: dict[str, Json] = json.loads(json.dumps(asdict(facts), default=datetime.isoformat))
    return kept


def digest(kind: DocumentKind, number: str, facts: Mapping[str, Json]) -> str:
    """SHA-256 over kind, number and kept facts; its head is printed in the foot of the paper."""
    canonical = json.dumps(
        {"kind": kind.value, "number": number, "facts": facts},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


@override("zh-hans")
def sheet(
    kind: DocumentKind, facts: Facts, *, number: str, contact: str, at: datetime
) -> dict[str, Json]:
    """The words a template prints; an absent fact is "". `at` is the day on the paper.

    A paper is Chinese, whatever language the page is in from which it was issued.
    """
    words = _words(facts)
    stamp = digest(kind, number, frozen(facts))[:16]
    return words | {
        "title": str(kind.label),
        "number": number,
        "basis": LEGAL_BASIS[kind],
        "remedy": REMEDY[kind],
        "contact": contact,
        "issued_on": chinese_date(at),
        "digest": " ".join(stamp[i : i + 4] for i in range(0, 16, 4)),
    }


def _words(facts: Facts) -> dict[str, Json]:
    if isinstance(facts, OrderFacts):
        return _order(facts)
    if isinstance(facts, TakedownFacts):
        return _takedown(facts)
    return _return(facts) if isinstance(facts, ReturnFacts) else _assistance(facts)


def _return(facts: ReturnFacts) -> dict[str, Json]:
    words = _plain(facts)
    for name in ("frozen", "returned"):
        amount_fen: int = getattr(facts, f"{name}_fen")
        words[f"{name}_words"], words[f"{name}_figures"] = _amount(amount_fen, "CNY")
    words["assistant_label"] = "审核人"
    words["remaining"] = grouped(facts.frozen_fen - facts.returned_fen)
    words["working"] = _paragraphs(facts.working)
    words["reason"] = _paragraphs(facts.reason)
    words["accounts"] = [_account_line(line) for line in facts.accounts]
    words["lines"] = [_return_line(line) for line in facts.lines]
    return words


def _return_line(line: ReturnLine) -> dict[str, Json]:
    words = _plain(line)
    for name in ("loss", "refunded", "share"):
        words[name] = grouped(getattr(line, f"{name}_fen"))
    return words


def _order(facts: OrderFacts) -> dict[str, Json]:
    words = _plain(facts)
    words["account_kind"] = ACCOUNT_KINDS[facts.account_kind] if facts.account_kind else ""
    words["amount_words"], words["amount_figures"] = _amount(facts.amount_fen, facts.currency)
    words["reason"] = _paragraphs(facts.reason)
    words["full_freeze"] = facts.full_freeze
    words["fruits"] = {None: "", True: "包括孳息", False: "不包括孳息"}[facts.fruits]
    return words


def _takedown(facts: TakedownFacts) -> dict[str, Json]:
    words = _plain(facts)
    words["reason"] = _paragraphs(facts.reason)
    words["evidence"] = _paragraphs(facts.evidence)
    return words


def _assistance(facts: AssistanceFacts) -> dict[str, Json]:
    words = _plain(facts)
    words["case_summary"] = _paragraphs(facts.case_summary)
    words["remark"] = _paragraphs(facts.remark)
    words["actions"] = _labels(facts.actions)
    words["accounts"] = [_account_line(line) for line in facts.accounts]
    words["phones"] = [_phone_line(line) for line in facts.phones]
    return words


def _account_line(line: AccountLine) -> dict[str, Json]:
    words = _plain(line)
    words["amount"] = grouped(line.amount_fen) if line.amount_fen else ""
    words["transferred_at"] = table_time(line.transferred_at) if line.transferred_at else ""
    words["actions"] = _labels(line.actions)
    return words


def _phone_line(line: PhoneLine) -> dict[str, Json]:
    return _plain(line) | {"actions": _labels(line.actions)}


def _plain(facts: Facts | AccountLine | PhoneLine | ReturnLine) -> dict[str, Json]:
    """The facts that are text or an instant."""
    words: dict[str, Json] = {}
    for name, value in asdict(facts).items():
        if isinstance(value, datetime):
            words[name] = clock_time(value)
        elif value is None or isinstance(value, str):
            words[name] = value or ""
    return words


def _amount(amount_fen: int, currency: str) -> tuple[str, str]:
    if not amount_fen:
        return "", ""
    return amount_in_words(amount_fen, currency), amount_in_figures(amount_fen, currency)


def _labels(actions: tuple[Action, ...]) -> str:
    return "、".join(str(action.label) for action in actions)


def _paragraphs(story: str) -> list[Json]:
    return [*story.splitlines()]
