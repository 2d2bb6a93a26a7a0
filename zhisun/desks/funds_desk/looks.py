"""How orders look at the funds desk: tones, words and marks. Decides nothing a verb decides."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhisun.domains.access.terms import Duty
from zhisun.domains.cases.selectors import IncidentFacts
from zhisun.domains.directory.terms import Lane
from zhisun.domains.stop_payment.selectors.league import Standing
from zhisun.domains.stop_payment.selectors.orders import OrderRow
from zhisun.domains.stop_payment.terms import CALL, FREEZES, OrderKind, OrderState
from zhisun.gateways.codes import OTHER_OF_CLASS, Meaning, answer_code
from zhisun.kernel.actors import Actor
from zhisun.shell.messages.gateways import ANSWERS
from zhisun.shell.messages.stop_payment import TEXTS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Stamp = tuple[str, datetime | None]

LAST_MINUTES = timedelta(minutes=3)
"""The golden window is shown as urgent for its last minutes."""

STATE_TONES: dict[OrderState, str] = {
    OrderState.DRAFTED: "soon",
    OrderState.APPROVED: "info",
    OrderState.SENT: "info",
    OrderState.ACKNOWLEDGED: "info",
    OrderState.ACTIVE: "ok",
    OrderState.ANSWERED: "ok",
    OrderState.REFUSED: "urgent",
    OrderState.EXPIRED: "over",
}
MEANING_TONES: dict[Meaning, str] = {
    Meaning.DONE: "ok",
    Meaning.PARTIAL: "soon",
    Meaning.ALREADY: "info",
    Meaning.CORRECT: "urgent",
    Meaning.REFUSED: "urgent",
    Meaning.RETRY: "soon",
}
BELLS: Mapping[str, "_StrPromise"] = {
    "ends_in_4h": gettext_lazy("4 小时内到期"),
    "ends_in_1h": gettext_lazy("1 小时内到期"),
    "answer_due": gettext_lazy("应反馈时间将到"),
    "answer_overdue": gettext_lazy("超时未反馈"),
    "third_stop": gettext_lazy("已止付两次，不能再延，请立案冻结"),
    "freeze_before_filing": gettext_lazy("尚未立案，不能转冻结"),
    "hold_ended": gettext_lazy("措施已到期"),
    "release_due": gettext_lazy("须在 24 小时内解除，并通知账户所有人"),
    "release_overdue": gettext_lazy("已过解除期限，请立即解除并通知账户所有人"),
    "claim_grew": gettext_lazy("报损或流入增加，现有措施不够，请查询余额、尽快立案冻结"),
    "answer_contradicts": gettext_lazy("机构前后反馈互相矛盾，请电话核实"),
}
ACTS: Mapping[str, "_StrPromise"] = {
    "stop_payment.drafted": pgettext_lazy("done", "起草"),
    "stop_payment.taken": pgettext_lazy("done", "领取"),
    "stop_payment.put_back": pgettext_lazy("done", "放回"),
    "stop_payment.approved": pgettext_lazy("done", "批准"),
    "stop_payment.declined": pgettext_lazy("done", "不同意"),
    "stop_payment.recalled": pgettext_lazy("done", "撤回"),
    "stop_payment.sent": gettext_lazy("发出"),
    "stop_payment.acknowledged": gettext_lazy("签收"),
    "stop_payment.answer_received": gettext_lazy("收到反馈"),
    "stop_payment.answered": gettext_lazy("反馈完成"),
    "stop_payment.active": gettext_lazy("措施生效"),
    "stop_payment.refused": gettext_lazy("被拒绝"),
    "stop_payment.extended": gettext_lazy("已延期"),
    "stop_payment.replaced": gettext_lazy("已转冻结"),
    "stop_payment.released": gettext_lazy("已解除"),
    "stop_payment.expired": gettext_lazy("已到期"),
    "stop_payment.owner_told": gettext_lazy("已通知账户所有人"),
    "stop_payment.alarm_rang": gettext_lazy("提醒"),
    "stop_payment.alarm_seen": gettext_lazy("提醒已阅"),
    "stop_payment.not_drafted": gettext_lazy("未能起草"),
    "stop_payment.assistance_issued": gettext_lazy("签发通知书"),
    "documents.opened": pgettext_lazy("done", "打开文书"),
    "subjects.reveal": pgettext_lazy("done", "查看完整号码"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One order in a list, ready to be drawn.

    tone, words: how the row stands out and why. taken_by: who works on it, "" for nobody.
    mine: the reader has taken it. whole: he sees its numbers whole. decides: he may approve or
    decline it now.
    """

    order: OrderRow
    tone: str
    words: str
    taken_by: str
    mine: bool
    whole: bool
    decides: bool
    own_draft: bool

    @property
    def stamps(self) -> tuple[Stamp, ...]:
        """The six stamps."""
        return stamps(self.order)


def line(
    order: OrderRow,
    *,
    reader: Actor,
    at: datetime,
    titles: Mapping[str, str],
    opened: Container[str],
) -> Line:
    """How one order looks to one reader at an instant.

    opened: the incidents whose numbers he sees whole for a reason he gave.
    """
    busy = order.taken_by_another(reader.name, at=at)
    locked = order.locked_until is not None and order.locked_until > at
    own = reader.name in {order.requested_by, order.handler}
    tone, words = _standing_out(order, busy=busy, at=at)
    return Line(
        order=order,
        tone=tone,
        words=words,
        taken_by=titles.get(order.locked_by, order.locked_by) if locked else "",
        mine=locked and not busy,
        whole=Duty.REVEAL in reader.duties
        and (is_own(order, reader, at=at) or order.incident_no in opened),
        decides=may_decide(order, reader) and not busy and not own,
        own_draft=own and order.state is OrderState.DRAFTED,
    )


def owns_case(
    incident: IncidentFacts, orders: Iterable[OrderRow], reader: Actor, *, at: datetime
) -> bool:
    """Whether the reader took the report or works on one of its orders."""
    return incident.handled_by == reader.name or any(is_own(o, reader, at=at) for o in orders)


def is_own(order: OrderRow, reader: Actor, *, at: datetime) -> bool:
    """Whether it is the reader's work: he has taken or approved it, or the report is his."""
    taken = order.locked_until is not None and order.locked_until > at
    his = {order.handler, order.approved_by, order.locked_by if taken else ""}
    return reader.name in his


def may_decide(order: OrderRow, reader: Actor) -> bool:
    """Whether buttons for deciding are worth showing; the verb itself asks again."""
    duty = Duty.APPROVE_FREEZE if order.kind in FREEZES else Duty.APPROVE_ORDER
    return order.state is OrderState.DRAFTED and duty.value in reader.duties


def _standing_out(order: OrderRow, *, busy: bool, at: datetime) -> tuple[str, str]:
    if busy:
        return "busy", _("有人正在办理")
    if order.due_at is not None and order.due_at < at and order.answered_at is None:
        return "over", _("超时未反馈")
    golden_left = order.golden_until - at
    if order.answered_at is None and golden_left > timedelta(0):
        ending = golden_left <= LAST_MINUTES
        return ("urgent", _("黄金十分钟将过")) if ending else ("soon", _("黄金十分钟内"))
    return "", ""


def stamps(order: OrderRow) -> tuple[Stamp, ...]:
    """The six stamps of an order, in their order (T0、来电、审批、发出、签收、反馈)."""
    return (
        (_("转账"), order.transferred_at),
        (_("来电"), order.called_at),
        (_("审批"), order.approved_at),
        (_("发出"), order.sent_at),
        (_("签收"), order.acknowledged_at),
        (_("反馈"), order.answered_at),
    )


def result_words(result: str) -> str:
    """What an answer code says, in the reader's language; "" while there is none."""
    if not result:
        return ""
    other = _("同类其他情形") if result.endswith(OTHER_OF_CLASS) else _("未知应答码")
    return str(ANSWERS.get(result) or other)


def result_tone(result: str) -> str:
    """The tone of an answer code."""
    return MEANING_TONES[answer_code(result).meaning] if result else "neutral"


def state_tone(state: OrderState) -> str:
    """The tone of a state; what is over and done with is neutral."""
    return STATE_TONES.get(state, "neutral")


def bell_words(bell: str) -> str:
    """What an alarm says. One bell may be the code of a rule that stands in the way."""
    if bell.startswith(CALL):
        return _("超时未反馈，第 {level} 级催办").format(level=bell.removeprefix(CALL))
    return str(BELLS.get(bell) or TEXTS.get(bell) or bell)


def act_words(verb: str) -> str:
    """What an act of the audit is called."""
    return str(ACTS.get(verb, verb))


def kind_words(kind: str) -> str:
    """The name of a kind of order."""
    return str(OrderKind(kind).label)


def lane_words(lane: str) -> str:
    """How an order travels."""
    return str(Lane(lane).label)


def standing_name(standing: Standing) -> str:
    """An institution of the league."""
    return standing.name


def standing_hour(standing: Standing) -> str:
    """An hour of the league: 09:00."""
    return f"{int(standing.key):02d}:00"


def standing_kind(standing: Standing) -> str:
    """A kind of order of the league."""
    return kind_words(standing.key)
