"""Words, states and law of takedowns (封停): numbers, sites, apps, accounts.

Law: 反电信网络诈骗法 (in force 2022-12-01) as read in domain.md §3.6. Times are in none of the
sources: each says "local rule".
"""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhisun.domains.directory.terms import Lane
from zhisun.domains.documents.terms import DocumentKind
from zhisun.domains.indicators.terms import LONGEST_VALUE, IndicatorKind


class TargetKind(TextChoices):
    """What is taken down (封停对象)."""

    PHONE = "phone", _("电话号码")
    DOMAIN = "domain", _("域名")
    URL = "url", _("网址")
    APP = "app", _("应用程序")
    IM_ACCOUNT = "im_account", _("社交账号")
    IM_GROUP = "im_group", _("社交群组")


class Measure(TextChoices):
    """What is done to it (处置措施).

    Source: 厦门 (P-XM, domain.md §6) for numbers: local 停机, outside 拦截, virtual 封堵;
    seed 003 for accounts: 永久封号, 短期封号, 封群; seed 001 for the victim's own phone.
    """

    SUSPEND = "suspend", _("停机 (本地号码)")
    INTERCEPT = "intercept", _("拦截 (外地号码)")
    BLOCK = "block", _("封堵 (虚拟号、网络电话、网址)")
    DELIST = "delist", _("下架并停止分发")
    SEAL_PERMANENT = "seal_permanent", _("永久封号")
    SEAL_SHORT = "seal_short", _("短期封号")
    SEAL_GROUP = "seal_group", _("封群")
    HOLD_OWN_PHONE = "hold_own_phone", _("保护性停机 (本人手机)")
    RELEASE = "release", _("解除")


class TakedownState(TextChoices):
    """Life of one takedown (封停指令状态)."""

    DRAFTED = "drafted", _("待审批")
    DECLINED = "declined", _("审批不同意")
    APPROVED = "approved", _("待发出")
    RECALLED = "recalled", _("已撤回")
    SENT = "sent", _("已发出")
    ACKNOWLEDGED = "acknowledged", _("已签收")
    REFUSED = "refused", _("被拒绝")
    ANSWERED = "answered", _("已反馈")
    ACTIVE = "active", _("已处置")
    RELAPSED = "relapsed", _("已复活")
    GONE = "gone", _("已失效")
    RELEASED = "released", _("已解除")
    EXPIRED = "expired", _("已到期")


_S = TakedownState
_OUTCOMES = frozenset({_S.REFUSED, _S.ANSWERED, _S.ACTIVE})

MOVES: dict[TakedownState, frozenset[TakedownState]] = {
    _S.DRAFTED: frozenset({_S.APPROVED, _S.DECLINED}),
    _S.DECLINED: frozenset(),
    _S.APPROVED: frozenset({_S.SENT, _S.RECALLED}),
    _S.RECALLED: frozenset(),
    # a restored phone is restored, even if nobody ever said that it had been suspended
    _S.SENT: frozenset({_S.ACKNOWLEDGED, _S.RELEASED}) | _OUTCOMES,
    _S.ACKNOWLEDGED: _OUTCOMES | {_S.RELEASED},
    _S.REFUSED: frozenset({_S.ANSWERED, _S.ACTIVE}),  # done after all
    _S.ANSWERED: frozenset(),
    _S.ACTIVE: frozenset({_S.RELAPSED, _S.GONE, _S.RELEASED, _S.EXPIRED}),
    _S.RELAPSED: frozenset(),
    _S.GONE: frozenset(),
    _S.RELEASED: frozenset(),
    _S.EXPIRED: frozenset(),
}
"""Every move a takedown may make; a move not here is refused and a test walks them all."""

LEFT = frozenset({_S.SENT, _S.ACKNOWLEDGED})
"""It has left and is not answered."""

ON_THE_WAY = LEFT | {_S.APPROVED}
"""The institution still has to answer."""

WAITING = ON_THE_WAY | {_S.DRAFTED}
"""Somebody still has to act: an officer or the institution."""

OPEN = WAITING | {_S.ACTIVE}
"""A target has at most one of these; the database holds it."""

LOCK_LASTS = timedelta(minutes=3)
"""How long a takedown stays with the officer who took it, as a dispatch does. Local rule."""


class Origin(TextChoices):
    """Why it was drafted.

    BEFORE_DISPATCHES: a suspension of somebody's own phone from before each had to hang on a
    dispatch. None is drafted or approved any more (the trigger `own_phone_on_dispatch`).
    """

    BY_HAND = "by_hand", _("手工")
    RELAPSE = "relapse", _("复活再封")
    DISSUASION = "dissuasion", _("劝阻")
    CLOCK = "clock", _("到期恢复")
    BEFORE_DISPATCHES = "before", _("旧件 (无劝阻任务)")


class Ground(TextChoices):
    """Why a measure is lifted (解除事由). Source: 反电信网络诈骗法 第32条; domain.md §12A.2."""

    MISTAKE = "mistake", _("误封")
    APPEAL = "appeal", _("申诉成立")
    NO_LONGER_NEEDED = "no_longer_needed", _("不再需要")
    OWNER_SAFE = "owner_safe", _("本人已脱险或要求恢复")
    DUE = "due", _("到期自动恢复")


class Finding(TextChoices):
    """What a look at the target found (复核结果)."""

    STANDS = "stands", _("仍在封停")
    RELAPSED = "relapsed", _("已复活")
    GONE = "gone", _("对象已不存在")


INDICATOR_OF: dict[TargetKind, IndicatorKind] = {
    TargetKind.PHONE: IndicatorKind.PHONE,
    TargetKind.DOMAIN: IndicatorKind.DOMAIN,
    TargetKind.URL: IndicatorKind.URL,
    TargetKind.APP: IndicatorKind.APP,
    TargetKind.IM_ACCOUNT: IndicatorKind.IM,
    TargetKind.IM_GROUP: IndicatorKind.IM,
}
"""Whose normal form and white list a target is held against."""

M = Measure
MEASURES_OF: dict[TargetKind, tuple[Measure, ...]] = {
    TargetKind.PHONE: (M.SUSPEND, M.INTERCEPT, M.BLOCK, M.HOLD_OWN_PHONE),
    TargetKind.DOMAIN: (M.BLOCK,),
    TargetKind.URL: (M.BLOCK,),
    TargetKind.APP: (M.DELIST,),
    TargetKind.IM_ACCOUNT: (M.SEAL_PERMANENT, M.SEAL_SHORT),
    TargetKind.IM_GROUP: (M.SEAL_GROUP,),
}
"""What can be done to what. Source: domain.md §6."""

_NET = frozenset({Lane.TELECOM, Lane.PLATFORM, Lane.PAPER})
LANES_OF: dict[TargetKind, frozenset[Lane]] = {
    TargetKind.PHONE: frozenset({Lane.TELECOM, Lane.PAPER}),
    TargetKind.DOMAIN: _NET,
    TargetKind.URL: _NET,
    TargetKind.APP: frozenset({Lane.PLATFORM, Lane.PAPER}),
    TargetKind.IM_ACCOUNT: frozenset({Lane.PLATFORM, Lane.PAPER}),
    TargetKind.IM_GROUP: frozenset({Lane.PLATFORM, Lane.PAPER}),
}
"""Who can do it: carriers for numbers (第11–13条), internet firms for the rest (第22–24条)."""

PAPER_OF: dict[Measure, DocumentKind] = {
    **dict.fromkeys(Measure, DocumentKind.TAKEDOWN_NOTICE),
    Measure.HOLD_OWN_PHONE: DocumentKind.PHONE_HOLD_NOTICE,
    Measure.RELEASE: DocumentKind.TAKEDOWN_RELEASE_NOTICE,
}
"""Each leaves with a numbered paper: whoever is hit must be told reason and remedy (第32条)."""

REMEDY_SOURCE = "反电信网络诈骗法 第三十二条"
HOLD_SOURCE = "反电信网络诈骗法 第三十四条"

OWN_PHONE_LASTS = timedelta(minutes=30)
"""How long the person's own phone is suspended unless less or more is asked. Local rule: in seed
001 the restored phone reached her while she was paying for another one."""

OWN_PHONE_LONGEST = timedelta(hours=2)
"""The longest it may be asked for; the database holds it. Local rule: a measure against somebody
who did nothing is as short as it can be (domain.md §12A.2)."""

SHORT_SEAL_LASTS = timedelta(days=7)
"""短期封号 unless another term is asked. Local rule."""

LONGEST_TERM = timedelta(days=366)
"""A term longer than this is a permanent measure. Local rule."""

DECIDE_WITHIN = timedelta(minutes=30)
URGENT_WITHIN = timedelta(minutes=5)
"""When a draft should be decided; the second for the person's own phone, and for each answer to a
suspension or restoration of it. Local rule."""

CHECK_FIRST = timedelta(hours=24)
CHECK_EVERY = timedelta(days=7)
"""When a takedown is looked at again: after a day, then every week. Local rule."""

RESTORE_AGAIN = timedelta(minutes=10)
"""A restoration that the carrier refused is asked for again after this long. Local rule."""

RESTORED_WITHIN = timedelta(minutes=2)
"""The carrier's word that a phone is restored is late after this; at once when its line is down.
Local rule: a person without telephone waits no longer than a message takes to and fro."""

LATE_EVERY = timedelta(minutes=5)
"""A late restoration rings anew after each of these, from the second time on also at the
dissuasion desk and its duty officer. Local rule."""

SHORTEST_NUMBER = 7
"""Digits. Shorter numbers are services (110, 96110, 955xx): never taken down (domain.md §6)."""

NO_CASE = "0" * 20
"""CaseNumber of what has no incident on the wire (domain.md §2.3: twenty characters)."""

OVERDUE = "overdue"
LATE_EXECUTION = "late_execution"
CONTRADICTION = "contradiction"
RESTORE_REFUSED = "restore_refused"
NOT_RESTORED = "not_restored"
RELAPSE_UNDRAFTED = "relapse_undrafted"
NOW_SAFE = "now_safe"
LEAD_RETRACTED = "lead_retracted"
"""Bells: what an officer is told to look at."""
LONGEST_TARGET = LONGEST_VALUE
