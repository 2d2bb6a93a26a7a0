"""Words, states and law of stop-payment, freeze and query orders.

Thresholds that are law stand here with their source; tuning lives elsewhere.
"""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhisun.domains.documents.terms import DocumentKind


class OrderKind(TextChoices):
    """What an order (指令) asks for. Values are those of `gateways.port.OrderKind`."""

    STOP = "stop", _("止付")
    STOP_EXTEND = "stop_extend", _("止付延期")
    STOP_RELEASE = "stop_release", _("止付解除")
    FREEZE = "freeze", _("冻结")
    FREEZE_EXTEND = "freeze_extend", _("续冻")
    FREEZE_RELEASE = "freeze_release", _("冻结解除")
    QUERY_DETAIL = "query_detail", _("查明细")
    QUERY_HOLDER = "query_holder", _("查主体")
    QUERY_MOVEMENTS = "query_movements", _("动态查询")
    QUERY_MOVEMENTS_RELEASE = "query_movements_release", _("动态查询解除")
    QUERY_ALL_ACCOUNTS = "query_all_accounts", _("查全账户")


class OrderState(TextChoices):
    """Life of one order (指令状态)."""

    DRAFTED = "drafted", _("待审批")
    DECLINED = "declined", _("审批不同意")
    APPROVED = "approved", _("待发出")
    RECALLED = "recalled", _("已撤回")
    SENT = "sent", _("已发出")
    ACKNOWLEDGED = "acknowledged", _("已签收")
    REFUSED = "refused", _("被拒绝")
    ANSWERED = "answered", _("已反馈")
    ACTIVE = "active", _("生效中")
    EXTENDED = "extended", _("已延期")
    REPLACED = "replaced", _("已转冻结")
    RELEASED = "released", _("已解除")
    EXPIRED = "expired", _("已到期")


_OUTCOMES = frozenset({OrderState.REFUSED, OrderState.ANSWERED, OrderState.ACTIVE})

MOVES: dict[OrderState, frozenset[OrderState]] = {
    OrderState.DRAFTED: frozenset({OrderState.APPROVED, OrderState.DECLINED}),
    OrderState.DECLINED: frozenset(),
    OrderState.APPROVED: frozenset({OrderState.SENT, OrderState.RECALLED}),
    OrderState.RECALLED: frozenset(),
    OrderState.SENT: frozenset({OrderState.ACKNOWLEDGED}) | _OUTCOMES,
    OrderState.ACKNOWLEDGED: _OUTCOMES,
    OrderState.REFUSED: frozenset({OrderState.ANSWERED, OrderState.ACTIVE}),  # done after all
    OrderState.ANSWERED: frozenset(),
    OrderState.ACTIVE: frozenset(
        {OrderState.EXTENDED, OrderState.REPLACED, OrderState.RELEASED, OrderState.EXPIRED}
    ),
    OrderState.EXTENDED: frozenset(),
    OrderState.REPLACED: frozenset(),
    OrderState.RELEASED: frozenset(),
    OrderState.EXPIRED: frozenset(),
}
"""Every move an order may make; a move not here is refused and a test walks them all."""

NEVER_LEFT = frozenset({OrderState.DECLINED, OrderState.RECALLED})
"""States of orders that never reached an institution."""

ON_THE_WAY = frozenset({OrderState.APPROVED, OrderState.SENT, OrderState.ACKNOWLEDGED})
"""States in which the institution still has to answer."""

WAITING = ON_THE_WAY | {OrderState.DRAFTED}
"""States in which somebody still has to do something: an officer or the institution."""

COUNTED = WAITING | {OrderState.ACTIVE, OrderState.REFUSED}
"""States that the head of the board counts; all others are over."""


class Origin(TextChoices):
    """Why an order was drafted."""

    REPORT = "report", _("报案")
    TRAIL = "trail", _("资金追踪")
    BY_HAND = "by_hand", _("手工")
    CORRECTION = "correction", _("更正")
    CLOCK = "clock", _("到期续办")


STOPS = frozenset({OrderKind.STOP, OrderKind.STOP_EXTEND})
FREEZES = frozenset({OrderKind.FREEZE, OrderKind.FREEZE_EXTEND})
HOLDS = STOPS | FREEZES
"""Kinds whose success holds money."""

RELEASES = frozenset({OrderKind.STOP_RELEASE, OrderKind.FREEZE_RELEASE})
"""Kinds that give held money back."""

RENEWALS = frozenset({OrderKind.STOP_EXTEND, OrderKind.FREEZE_EXTEND})
"""Kinds that begin where the hold they prolong ends."""

NAMES_NEEDED = HOLDS
"""Kinds for which the institution compares the account's name (银发〔2016〕86号: 户名)."""

FOLLOWS: dict[OrderKind, frozenset[OrderKind]] = {
    OrderKind.STOP_EXTEND: STOPS,
    OrderKind.STOP_RELEASE: STOPS,
    OrderKind.FREEZE_EXTEND: FREEZES,
    OrderKind.FREEZE_RELEASE: FREEZES,
    OrderKind.QUERY_MOVEMENTS_RELEASE: frozenset({OrderKind.QUERY_MOVEMENTS}),
}
"""Kinds that act on an earlier order, and what that order may be."""

PAPER_OF: dict[OrderKind, DocumentKind] = {
    OrderKind.STOP: DocumentKind.STOP_NOTICE,
    OrderKind.STOP_EXTEND: DocumentKind.STOP_EXTEND_NOTICE,
    OrderKind.STOP_RELEASE: DocumentKind.STOP_RELEASE_NOTICE,
    OrderKind.FREEZE: DocumentKind.FREEZE_NOTICE,
    OrderKind.FREEZE_EXTEND: DocumentKind.FREEZE_EXTEND_NOTICE,
    OrderKind.FREEZE_RELEASE: DocumentKind.FREEZE_RELEASE_NOTICE,
    OrderKind.QUERY_DETAIL: DocumentKind.QUERY_NOTICE,
    OrderKind.QUERY_HOLDER: DocumentKind.QUERY_NOTICE,
    OrderKind.QUERY_MOVEMENTS: DocumentKind.QUERY_NOTICE,
    OrderKind.QUERY_MOVEMENTS_RELEASE: DocumentKind.QUERY_NOTICE,
    OrderKind.QUERY_ALL_ACCOUNTS: DocumentKind.QUERY_NOTICE,
}
"""The paper of each kind; its line of law is also the basis of every act on the order."""

OWN_HOLD_KINDS = frozenset({OrderKind.STOP, OrderKind.STOP_RELEASE})
"""A protective hold of somebody's own account travels as a stop and its release."""

OWN_PAPER_OF: dict[OrderKind, DocumentKind] = {
    OrderKind.STOP: DocumentKind.OWN_HOLD_NOTICE,
    OrderKind.STOP_RELEASE: DocumentKind.OWN_RELEASE_NOTICE,
}
"""Each leaves with a numbered paper that names reason and remedy (反电信网络诈骗法 第32条)."""

OWN_LEFT = frozenset({OrderState.SENT, OrderState.ACKNOWLEDGED})
OWN_STANDING = OWN_LEFT | {OrderState.ACTIVE}
"""What has left may have been carried out, answered or not."""

OWN_HOLD_OPEN = WAITING | {OrderState.ACTIVE}
"""An account has at most one of these; the database holds it."""

OWN_MOVES: dict[OrderState, frozenset[OrderState]] = MOVES | {
    # what was given back is given back, even if nobody ever said that it had been held
    OrderState.SENT: MOVES[OrderState.SENT] | {OrderState.RELEASED},
    OrderState.ACKNOWLEDGED: MOVES[OrderState.ACKNOWLEDGED] | {OrderState.RELEASED},
    OrderState.ACTIVE: frozenset({OrderState.RELEASED}),
}
"""Moves of a protective hold and of its release: it is never prolonged, nor made a freeze."""


class OwnGround(TextChoices):
    """Why a protective hold ends (解除事由). Source: 反电信网络诈骗法 第32条; domain.md §12A.2."""

    OWNER_SAFE = "owner_safe", _("本人已脱险或要求恢复")
    APPEAL = "appeal", _("申诉成立")
    MISTAKE = "mistake", _("账户有误")
    DUE = "due", _("到期自动恢复")
    CASE = "case", _("案件指令接管")


OWN_GIVES_WAY = frozenset({OrderKind.STOP, OrderKind.FREEZE})
"""Orders of a case that take a protected account over: what holds money anew. Local rule: no
article speaks of the two side by side (domain.md §3.2), and an institution refuses the second
stop (domain.md §2.10: 1301) or finds nothing left to freeze."""

OWN_HOLD_SOURCE = "反电信网络诈骗法 第三十四条"
OWN_HOLD_NOTE = "本地规则 (法律没有规定本人账户保护性止付的期限，domain.md §3.2)"
OWN_HOLD_LASTS = timedelta(minutes=30)
"""How long somebody's own account is held unless the centre sets otherwise. Local rule: no article
of the sources speaks of it (domain.md §3.2), so it is a matter of the drive to the door."""

OWN_HOLD_SHORTEST = timedelta(minutes=10)
OWN_HOLD_LONGEST = timedelta(hours=2)
"""The longest it may be asked for; the database holds it. Local rule: a measure against somebody
who did nothing is as short as it can be (domain.md §12A.2)."""

OWN_DECIDE_WITHIN = timedelta(minutes=5)
"""When a draft should be decided, and when an institution must have answered. Local rule."""

OWN_RESTORE_AGAIN = timedelta(minutes=10)
"""A release that the institution refused is asked for again after this long. Local rule."""

OWN_LIMIT_FEN = 10_000_000_000
"""What a protective hold asks to hold: the lane's stop names an amount, and this one means all.
The institution answers with what there was (1200)."""

OWN_OVER = frozenset({"0900", "1900"})
"""Answers to a release that say: there is nothing to release any more (domain.md §2.10)."""

OWN_OVERDUE, OWN_REFUSED = "overdue", "refused"
OWN_LATE, OWN_CONTRADICTION = "late_execution", "contradiction"
OWN_RELEASE_REFUSED = "release_refused"
"""Bells of a protective hold."""

STAYS_ACTIVE = HOLDS | {OrderKind.QUERY_MOVEMENTS}
"""Kinds that live on after a successful answer."""

STOP_LASTS = timedelta(hours=48)
STOPS_ALLOWED = 2
STOP_SOURCE = "银发〔2016〕86号 二(一)2"
"""48 hours from the moment of stopping, at most two stops of an account (domain.md §3.1)."""

FREEZE_MONTHS = 6
LONG_FREEZE_MONTHS = 12
FREEZE_SOURCE = "公安机关办理刑事案件程序规定 第243条"
"""Six months; a year in a major or complex case on approval of a city's police head."""

FILING_SOURCE = "公安机关办理刑事案件程序规定 第174条"
"""Before filing a case (立案) nothing may be seized or frozen; queries and stops may go out."""

RENEWAL_SOURCE = "公安机关办理刑事案件程序规定 第240条"
"""A freeze not renewed before its end is released by itself."""

RELEASE_WITHIN = timedelta(days=3)
RELEASE_WARNED = timedelta(days=1)
RELEASE_SOURCE = "公安机关办理刑事案件程序规定 第247条、刑事诉讼法第145条"
"""What proves unrelated to the case is released within three days and its owner told; the
warning a day before is a local rule. A stop ends by itself sooner (domain.md §3.1, §12A.1)."""

MATCH_SOURCE = "银发〔2016〕86号 二(一)2 户名、账号、金额、时间核对一致"
"""The institution compares four facts and must not stop when they disagree."""

MOVEMENTS_LAST = timedelta(days=100)
"""Longest life of a dynamic query (CBRC lane, domain.md §2.9); local rule for other lanes."""

GOLDEN_WINDOW = timedelta(minutes=10)
"""After the transfer; most of what can be saved is saved inside it (seed 001)."""

HALF_LIFE = timedelta(minutes=30)
"""Half of stolen money has left the accounts 30 minutes after the first payment.
Local rule: from a simulated city until a centre's own answers say otherwise."""

TOGETHER = 5
"""Drafts of one kind approved in one transaction by one key: long enough to share what they have
in common, short enough that the next officer does not wait for the series of papers. Ours."""

DRAFT_BEFORE = timedelta(hours=12)
ALARMS_BEFORE = (timedelta(hours=4), timedelta(hours=1))
"""When a hold's end is prepared and warned of (domain.md §12A.1; local rule)."""

LAST_CALL = timedelta(minutes=15)
"""An institution's answer is called in this long before it is due (domain.md §2.6)."""

ANSWER_DUE, ANSWER_OVERDUE, CALL = "answer_due", "answer_overdue", "call_"
"""Bells of an answer that does not come: about to be due, due, and `call_<level>` of the ladder of
calls (docs/specs/0006). With the answer they fall silent."""

LOCK_LASTS = timedelta(minutes=3)
"""An order taken by an officer is free again after this long without a decision."""

NO_SUCH_ACCOUNT = "0300"
NAME_MISMATCH = "0301"
"""The business codes that open a correction, never a retry with the same or a guessed fact."""

QUICK_DETAIL = "04"
"""InquiryMode 04 快速查询: yesterday and today, from the core system (domain.md §2.6)."""

ALL_ACCOUNTS_WITH_MEASURES = "02"
"""InquiryMode of a customer's accounts with measures and priorities (domain.md §2.9)."""

CASE_OVER = "案件已不予立案或销案，不再发出"
"""Why what has not left is taken back when its case is over."""

FREEZE_INSTEAD = "已立案，改办冻结"
"""Why a waiting extension is declined when the freeze of its stop stands."""

FILED_AFTER_ALL = "已立案，不再解除"
"""Why a release that only the end of the case called for is declined."""

HOLD_OVER = "原措施已终止，不必再解除"
"""Why a draft is declined that would release a hold which has ended or been replaced."""

OVERTAKEN = "报案已补正，原草稿作废"
"""Why a draft of a report is declined when the report says something else now."""

LOOK_BACK = timedelta(days=1)
"""A quick detail query looks this far before and after the transfer."""
