"""Words, states and codes of warnings and dissuasion (预警劝阻). Source: domain.md §5, §12A.2."""

from datetime import timedelta

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SignalSource(TextChoices):
    """Who saw it. The three public tools are told apart (domain.md §5.5)."""

    OWN = "own", _("本地碰撞")
    SMS_12381 = "12381", _("12381 短信预警")
    LINE_96110 = "96110", _("96110 预警专线")
    APP = "app", _("国家反诈中心应用")
    PROVINCE = "province", _("省厅下发")
    UNDIVIDED = "undivided", _("上级下发 (未分)")
    BANK = "bank", _("银行举报")
    CITIZEN = "citizen", _("群众举报")


FROM_ABOVE = frozenset(
    {
        SignalSource.SMS_12381,
        SignalSource.LINE_96110,
        SignalSource.APP,
        SignalSource.PROVINCE,
        SignalSource.UNDIVIDED,
    }
)
"""Sources that send the record of the downlink (domain.md §5.2).

未分 is what came before they were told apart, and what a sender does not say: it may be any of
the other four.
"""


class SuspicionKind(TextChoices):
    """What a bank reports as suspicious by itself: 100403, 100404, 100405 (domain.md §2.7)."""

    CARDS = "cards", _("异常开卡")
    ACCOUNT = "account", _("涉案账户")
    EVENTS = "events", _("异常事件")


class SignalKind(TextChoices):
    """What was seen: dataType 1–4 of the downlink record (domain.md §5.2), and what is told."""

    CALL = "call", _("可疑号码")
    APP = "app", _("涉诈应用")
    LINK = "link", _("高危网址")
    TRADE = "trade", _("高危交易")
    TOLD = "told", _("反映情况")


class PersonKeyKind(TextChoices):
    """By what a person is known again."""

    IDCARD = "idcard", _("身份证件")
    PHONE = "phone", _("电话")
    OTHER = "other", _("其他标识")


class Grade(IntegerChoices):
    """How likely and how grave, five grades. Their names on pages are configuration (§5.1)."""

    LOWEST = 1, _("一级")
    LOW = 2, _("二级")
    MIDDLE = 3, _("三级")
    HIGH = 4, _("四级")
    HIGHEST = 5, _("五级")


class Level(TextChoices):
    """The national three levels (高、中、低), to which the clocks belong (domain.md §5.1, §5.4)."""

    HIGH = "high", _("高")
    MEDIUM = "medium", _("中")
    LOW = "low", _("低")


class DispatchState(TextChoices):
    """Life of one dispatch (劝阻任务). Source: domain.md §12A.2."""

    GRADED = "graded", _("待分派")
    ASSIGNED = "assigned", _("待签收")
    RETURNED = "returned", _("退回待审")
    SIGNED = "signed", pgettext_lazy("dispatch", "已签收")
    CONTACTING = "contacting", _("正在联系")
    UNREACHABLE = "unreachable", _("联系不上")
    REACHED = "reached", _("已通话")
    MET = "met", _("已见面")
    CONCLUDED = "concluded", _("待回访")
    CLOSED = "closed", _("已办结")
    JOINED = "joined", _("已并入")


WORKED = frozenset(
    {
        DispatchState.SIGNED,
        DispatchState.CONTACTING,
        DispatchState.UNREACHABLE,
        DispatchState.REACHED,
        DispatchState.MET,
    }
)
"""States in which somebody works on it."""

WAITING = WORKED | {DispatchState.GRADED, DispatchState.ASSIGNED, DispatchState.RETURNED}
"""States without an outcome yet."""

OPEN = WAITING | {DispatchState.CONCLUDED}
"""States in which a new signal joins: of these a person has at most one dispatch."""

_ANEW = frozenset({DispatchState.GRADED, DispatchState.ASSIGNED})
_ENDS = frozenset({DispatchState.CONCLUDED, DispatchState.CLOSED, DispatchState.JOINED})

MOVES: dict[DispatchState, frozenset[DispatchState]] = {
    DispatchState.GRADED: frozenset(
        {
            *(DispatchState.ASSIGNED, DispatchState.SIGNED, DispatchState.JOINED),
            DispatchState.CLOSED,  # the message alone (services.messages)
        }
    ),
    DispatchState.ASSIGNED: _ANEW
    | {DispatchState.SIGNED, DispatchState.RETURNED, DispatchState.JOINED},
    DispatchState.RETURNED: _ANEW | {DispatchState.JOINED},
    **{
        state: (WORKED - {state, DispatchState.SIGNED})
        | _ANEW
        | _ENDS
        | ({DispatchState.RETURNED} if state == DispatchState.SIGNED else set())
        for state in sorted(WORKED)
    },
    DispatchState.CONCLUDED: _ANEW | {DispatchState.CLOSED, DispatchState.JOINED},
    DispatchState.CLOSED: frozenset(),
    DispatchState.JOINED: frozenset(),
}
"""Every move a dispatch may make; a move not here is refused and a test walks them all."""


class Reason(TextChoices):
    """What raised the score (加分项). The labels are what a page says."""

    CALL = "call", _("接过涉诈电话")
    LONG_CALL = "long_call", _("通话超过 3 分钟")
    VERY_LONG_CALL = "very_long_call", _("通话超过 10 分钟")
    LINK = "link", _("打开过涉诈网址")
    LINK_AGAIN = "link_again", _("三次以上打开涉诈网址")
    APP = "app", _("安装了涉诈应用")
    TRADE = "trade", _("向可疑账户转账")
    BIG_TRADE = "big_trade", _("单笔一万元以上")
    TOLD = "told", _("银行或群众反映正在受骗")
    SEVERE = "severe", _("线索严重程度四级")
    MOST_SEVERE = "most_severe", _("线索严重程度五级")
    THEN_LINK = "then_link", _("先通话，后打开网址")
    THEN_APP = "then_app", _("随后安装应用")
    THEN_TRADE = "then_trade", _("随后转账")
    TWO_SOURCES = "two_sources", _("两个以上来源互相印证")
    WARNED_BEFORE = "warned_before", _("三十天内曾被预警")
    DEFRAUDED_BEFORE = "defrauded_before", _("曾经被骗")


POINTS: dict[Reason, int] = {
    Reason.CALL: 15,
    Reason.LONG_CALL: 10,
    Reason.VERY_LONG_CALL: 20,
    Reason.LINK: 15,
    Reason.LINK_AGAIN: 5,
    Reason.APP: 25,
    Reason.TRADE: 30,
    Reason.BIG_TRADE: 10,
    Reason.TOLD: 30,
    Reason.SEVERE: 5,
    Reason.MOST_SEVERE: 10,
    Reason.THEN_LINK: 10,
    Reason.THEN_APP: 15,
    Reason.THEN_TRADE: 20,
    Reason.TWO_SOURCES: 10,
    Reason.WARNED_BEFORE: 5,
    Reason.DEFRAUDED_BEFORE: 10,
}
"""The table of points (docs/dissuasion.md). Local rule: a prior until a centre's own outcomes
say otherwise (domain.md §5.4 knows no national one)."""

FULL_SCORE = 100

LONG_CALL = timedelta(minutes=3)
VERY_LONG_CALL = timedelta(minutes=10)
OFTEN = 3
BIG_TRADE_FEN = 1_000_000
CHAIN_WITHIN = timedelta(hours=72)
WARNED_WITHIN = timedelta(days=30)
HALF_SURE = 50
URGENT_CALL = timedelta(minutes=10)
URGENT_TRADE = timedelta(minutes=30)
"""Limits of the table. All of them local rules."""


class Step(TextChoices):
    """Rungs of the ladder (劝阻阶梯): seed 001, domain.md §5.4."""

    SMS = "sms", _("短信")
    CALL = "call", _("电话")
    SECOND_LINE = "second_line", _("二线电话")
    FAMILY = "family", _("联系家属")
    THREE_WAY = "three_way", _("三方通话")
    VISIT = "visit", _("上门")


class ContactResult(TextChoices):
    """What came of one attempt: the call-back codes (回访) of §5.3, and those of a visit."""

    COOPERATES = "cooperates", _("打通-配合")
    UNCOOPERATIVE = "uncooperative", _("打通-不配合")
    NOT_SELF = "not_self", _("打通-非本人")
    OFF = "off", _("未打通-关机停机")
    REFUSED = "refused", _("未打通-拒接")
    EMPTY_NUMBER = "empty_number", _("未打通-空号")
    NO_ANSWER = "no_answer", _("未打通-无人接")
    NO_NUMBER = "no_number", _("无联系电话")
    MET = "met", _("见到本人")
    NOT_FOUND = "not_found", _("未遇到")
    HANDED_OVER = "handed_over", _("已交短信通道")
    DELIVERED = "delivered", _("短信已送达")
    UNDELIVERED = "undelivered", _("短信未送达")


SPOKEN = frozenset({ContactResult.COOPERATES, ContactResult.UNCOOPERATIVE})
"""Results in which the person himself was on the line."""

OF_CHANNEL = frozenset(
    {ContactResult.HANDED_OVER, ContactResult.DELIVERED, ContactResult.UNDELIVERED}
)
"""What only the message channel can say; nobody writes it down by hand."""

OF_STEP: dict[Step, frozenset[ContactResult]] = {
    Step.SMS: OF_CHANNEL,
    Step.VISIT: frozenset({ContactResult.MET, ContactResult.NOT_FOUND}),
    **{
        step: frozenset(ContactResult) - {ContactResult.MET, ContactResult.NOT_FOUND} - OF_CHANNEL
        for step in (Step.CALL, Step.SECOND_LINE, Step.FAMILY, Step.THREE_WAY)
    },
}
"""Which results a step may have."""


class Outcome(TextChoices):
    """What became of the person. An unanswered call is none (domain.md §12A.2)."""

    SAFE = "safe", _("未受骗")
    DISSUADED = "dissuaded", _("已劝阻")
    DEFRAUDED = "defrauded", _("已受骗")
    NOT_FOUND = "not_found", _("未遇到")
    FALSE_ALARM = "false_alarm", _("误报")
    MESSAGE_ONLY = "message_only", _("仅短信提醒")


BY_HAND = tuple(outcome for outcome in Outcome if outcome is not Outcome.MESSAGE_ONLY)
"""Outcomes an officer writes down; the last one only the platform does."""

RESULT_CODES = {
    "not_dissuaded": "1",
    Outcome.DEFRAUDED: "2",
    "no_answer": "3",
    Outcome.NOT_FOUND: "4",
    Outcome.SAFE: "5",
    Outcome.DISSUADED: "6",
}
"""Dissuasion results as other systems write them (domain.md §5.3). 误报 has no code there."""


class Finding(TextChoices):
    """What a look-back (回访) found."""

    SAFE = "safe", _("没有再受骗")
    IN_CONTACT = "in_contact", _("仍与对方联系")
    DEFRAUDED = "defrauded", _("又被骗")


class Check(TextChoices):
    """The checklist of a visit: 四查看、三询问、一保护 (甘肃, domain.md §5.4).

    The third question and the wording are a local rule: the source breaks off after two.
    """

    CALLS = "calls", _("查看通话和短信记录")
    CHATS = "chats", _("查看聊天记录")
    APPS = "apps", _("查看涉诈应用")
    TRANSFERS = "transfers", _("查看频繁大额转账")
    WHY = "why", _("询问转账事由")
    WHOSE = "whose", _("询问是否认识收款人")
    STILL = "still", _("询问是否仍在联系、还要转账")
    PROTECT = "protect", _("落实保护措施")


class ReviewKind(TextChoices):
    """Why a case is looked at again (倒查)."""

    DEFRAUDED = "defrauded", _("预警后受骗")
    AFTER_DISSUASION = "after_dissuasion", _("劝阻后被骗")
    MISSED = "missed", _("未预警发案")


class Truth(TextChoices):
    """What a registered report says about our warnings; joined by the platform itself."""

    AFTER_DISSUASION = "after_dissuasion", _("劝阻后被骗")
    TOO_LATE = "too_late", _("预警未及劝阻")
    MISSED = "missed", _("未预警发案")


class Bell(TextChoices):
    """What rings at the desk."""

    SIGN = "sign", _("超时未签收")
    CONTACT = "contact", _("超时未联系到本人")
    MEET = "meet", _("超时未见面")
    LOOK_BACK = "look_back", _("回访到期")
    INFORM = "inform", _("监护人或学校还没告知")
    UNREACHABLE = "unreachable", _("高危人员联系不上")
    REOPENED = "reopened", _("回访期内又有新信号")
    LEAD_WITHDRAWN = "lead_gone", _("预警依据的线索已撤下")
    LEAD_DEMOTED = "lead_demoted", _("预警依据的线索已降级")
    OWN_HOLD = "own_hold", _("保护措施要人处理")
    QUALITY = "quality", _("抽检不合格")
    TAKEN_BACK = "taken_back", _("银行撤回了上报")


class FigureName(TextChoices):
    """The figures of the desk (domain.md §8); what each counts: selectors.figures."""

    SIGNED = "signed", _("签收率")
    SIGNED_IN_TIME = "signed_in_time", _("按时签收率")
    REACHED_IN_TIME = "reached_in_time", _("按时联系率")
    MET = "met", _("高危见面率")
    DISSUADED_FIRST = "dissuaded_first", _("劝阻成功率 (首次回访后)")
    DISSUADED_SECOND = "dissuaded_second", _("劝阻成功率 (末次回访后)")
    NO_PAYMENT = "no_payment", _("预警后零转账率")
    RIGHT = "right", _("预警精准率")
    INFORMED = "informed", _("未成年人告知率")


class Side(TextChoices):
    """Which rows of a figure: those that count, the rest, all, those not known yet."""

    PART = "part", _("计入")
    REST = "rest", _("未计入")
    WHOLE = "whole", _("全部")
    UNKNOWN = "unknown", _("未知")


REACHED_LATE = timedelta(days=90)
"""How long after an outcome a report still counts as 劝阻后被骗. Local rule."""

RECEIPT_USUALLY = timedelta(minutes=10)
"""A message without a receipt for so long is shown as one nobody knows of. Local rule."""

LOCK_LASTS = timedelta(minutes=3)
"""A dispatch taken at the desk is free again after this long without a decision."""

LONGEST_TEXT = 500

LARGEST_PHOTO = 6 * 1024 * 1024
"""Bytes of one photo from the street; a telephone of ours sends less than one million."""

LARGEST_PICTURE = 50_000_000
"""Points of a picture: a file of few bytes may say it is as large as a hall."""

MOST_PHOTOS = 40
"""Photos of one dispatch."""

SOURCE_NOTE = "本地规则 (国家没有统一的劝阻时限，domain.md §5.4)"
"""What stands beside every value of `policy.rules`."""
