"""How a takedown looks: tones, words, and what one officer may do with it now.

A convenience of the page: each verb asks again, and its answer counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhisun.domains.access.terms import Duty
from zhisun.domains.directory.terms import Lane
from zhisun.domains.takedown.selectors.takedowns import TakedownRow
from zhisun.domains.takedown.terms import (
    LEFT,
    MOVES,
    Measure,
    TakedownState,
)
from zhisun.gateways.takedown.codes import Said, answer_code
from zhisun.kernel.actors import Actor

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

S = TakedownState
TONES: Mapping[TakedownState, str] = {
    S.DRAFTED: "soon",
    S.APPROVED: "info",
    S.SENT: "info",
    S.ACKNOWLEDGED: "info",
    S.ACTIVE: "ok",
    S.ANSWERED: "ok",
    S.REFUSED: "urgent",
    S.RELAPSED: "urgent",
    S.EXPIRED: "over",
}
SAID_TONES: Mapping[Said, str] = {
    Said.DONE: "ok",
    Said.ALREADY: "info",
    Said.REFUSED: "urgent",
    Said.RELAPSED: "urgent",
}
ANSWERS: Mapping[str, "_StrPromise"] = {
    "0000": gettext_lazy("已执行"),
    "0300": gettext_lazy("对象不存在"),
    "0302": gettext_lazy("对象在机构白名单内"),
    "0400": gettext_lazy("找不到原申请"),
    "0500": gettext_lazy("缺少必填项"),
    "0501": gettext_lazy("报文无法解析"),
    "0600": gettext_lazy("缺少法律文书"),
    "0700": gettext_lazy("非本机构对象"),
    "0900": gettext_lazy("此前已是该状态"),
    "1000": gettext_lazy("本机构不支持此措施"),
    "1100": gettext_lazy("机构内部处理失败"),
    "2100": gettext_lazy("对象已恢复使用 (复活)"),
}
BELLS: Mapping[str, "_StrPromise"] = {
    "overdue": gettext_lazy("已过应办时间"),
    "late_execution": gettext_lazy("恢复之后又被停机，已再次要求恢复"),
    "contradiction": gettext_lazy("机构前后反馈互相矛盾，请电话核实"),
    "restore_refused": gettext_lazy("运营商没有恢复本人手机，请立即电话联系"),
    "not_restored": gettext_lazy("应恢复而未恢复：请电话联系运营商"),
    "now_safe": gettext_lazy("对象已列入白名单，请尽快核查、解除"),
    "lead_retracted": gettext_lazy("据以封停的线索已撤下或降级，请核查"),
    "relapse_undrafted": gettext_lazy("已复活，但不能再封，请人工核查"),
}
ACTS: Mapping[str, "_StrPromise"] = {
    "takedown.drafted": pgettext_lazy("done", "起草"),
    "takedown.approved": pgettext_lazy("done", "批准"),
    "takedown.declined": pgettext_lazy("done", "不同意"),
    "takedown.recalled": pgettext_lazy("done", "撤回"),
    "takedown.sent": gettext_lazy("发出"),
    "takedown.acknowledged": gettext_lazy("签收"),
    "takedown.answer_received": gettext_lazy("收到反馈"),
    "takedown.answered": gettext_lazy("反馈完成"),
    "takedown.active": gettext_lazy("措施生效"),
    "takedown.refused": gettext_lazy("被拒绝"),
    "takedown.relapsed": gettext_lazy("已复活"),
    "takedown.gone": gettext_lazy("已失效"),
    "takedown.released": gettext_lazy("已解除"),
    "takedown.expired": gettext_lazy("已到期"),
    "takedown.checked": gettext_lazy("复核"),
    "takedown.rang": gettext_lazy("提醒"),
    "takedown.own_phone_late": gettext_lazy("上报劝阻席和值班长：应恢复而未恢复"),
    "takedown.taken": gettext_lazy("领取"),
    "takedown.put_back": gettext_lazy("放回"),
    "takedown.bell_seen": gettext_lazy("提醒已阅"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class May:
    """Which forms and buttons the page of a takedown shows."""

    approve: bool
    own_draft: bool
    forms: tuple[str, ...]


def may(row: TakedownRow, reader: Actor) -> May:
    """What to offer one reader."""
    duty = Duty.APPROVE_PHONE_HOLD if row.holds_own_phone else Duty.APPROVE_TAKEDOWN
    decides = duty.value in reader.duties
    drafted = row.state is S.DRAFTED
    own = reader.name in {row.requested_by, row.handler}
    records = Duty.RECORD_TAKEDOWN.value in reader.duties
    stands = row.state in LEFT | {S.ACTIVE} and not row.is_release
    by_hand = records and row.lane == Lane.PAPER
    waits = row.state in {S.DRAFTED, S.APPROVED}
    restores = row.holds_own_phone and Duty.RESTORE_PHONE.value in reader.duties
    offered = {
        "restore": restores and (stands or waits),
        "by-word": records and row.holds_own_phone and (stands or row.owed_at is not None),
        "sending": by_hand and row.state is S.APPROVED,
        "answer": by_hand and row.state in LEFT,
        "check": records and row.state is S.ACTIVE and not row.holds_own_phone,
        "release": stands and not row.holds_own_phone and Duty.DRAFT_TAKEDOWN in reader.duties,
        "decline": decides and drafted,
        "recall": decides and row.state is S.APPROVED,
        "seen": records and bool(row.bell) and not MOVES[row.state],
    }
    return May(
        approve=decides and drafted and not own,
        own_draft=drafted and own,
        forms=tuple(name for name, shown in offered.items() if shown),
    )


def tone(row: TakedownRow, at: datetime) -> str:
    """How a row of a list stands out."""
    if row.bell or (row.clock_at is not None and row.clock_at < at):
        return "over"
    return "urgent" if row.holds_own_phone else ""


def stamps(row: TakedownRow) -> tuple[tuple[str, datetime | None], ...]:
    """The stamps of a takedown, in their order."""
    return (
        (_("起草"), row.drafted_at),
        (_("审批"), row.approved_at),
        (_("发出"), row.sent_at),
        (_("签收"), row.acknowledged_at),
        (_("反馈"), row.answered_at),
    )


def state_tone(state: TakedownState) -> str:
    """The tone of a state; what is over and done with is neutral."""
    return TONES.get(state, "neutral")


def bell_words(bell: str) -> str:
    """What rings."""
    return str(BELLS.get(bell, bell))


def act_words(verb: str) -> str:
    """What an act of the audit is called."""
    return str(ACTS.get(verb, verb))


def result_words(result: str) -> str:
    """What an answer code says, "" while there is none."""
    return str(ANSWERS.get(result) or _("未知应答码")) if result else ""


def result_tone(result: str) -> str:
    """The tone of an answer code."""
    return SAID_TONES[answer_code(result).said]


def measure_words(row: TakedownRow) -> str:
    """What is done, in two to four characters where there is room for no more."""
    return str(Measure(row.measure).label)
