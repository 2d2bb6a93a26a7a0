"""Tones and words of dispatches."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from zhisun.domains.audit.selectors import Act
from zhisun.domains.directory.policy import Shift
from zhisun.domains.directory.terms import DutyDays, Language
from zhisun.domains.dissuasion.policy.rules import Rules
from zhisun.domains.dissuasion.selectors.board import DispatchLine
from zhisun.domains.dissuasion.selectors.routing import Standing
from zhisun.domains.dissuasion.terms import (
    ContactResult,
    DispatchState,
    FigureName,
    Grade,
    Outcome,
    Side,
    Step,
    Truth,
)
from zhisun.domains.stop_payment.selectors.own_holds import OwnHoldRow
from zhisun.domains.stop_payment.terms import (
    NAME_MISMATCH,
    OWN_CONTRADICTION,
    OWN_LATE,
    OWN_OVERDUE,
    OWN_REFUSED,
    OWN_RELEASE_REFUSED,
    OrderState,
)
from zhisun.domains.takedown.terms import LEFT, TakedownState
from zhisun.kernel.places import Datum, Position
from zhisun.shell.filters import listed

STATE_TONES = {
    DispatchState.GRADED: "soon",
    DispatchState.ASSIGNED: "soon",
    DispatchState.RETURNED: "urgent",
    DispatchState.UNREACHABLE: "urgent",
    DispatchState.REACHED: "info",
    DispatchState.MET: "ok",
    DispatchState.CONCLUDED: "info",
    DispatchState.CLOSED: "neutral",
}
OUTCOME_TONES = {
    Outcome.SAFE: "ok",
    Outcome.DISSUADED: "ok",
    Outcome.DEFRAUDED: "over",
    Outcome.NOT_FOUND: "soon",
    Outcome.FALSE_ALARM: "neutral",
    Outcome.MESSAGE_ONLY: "neutral",
}
RESULT_TONES = {
    ContactResult.COOPERATES: "ok",
    ContactResult.MET: "ok",
    ContactResult.UNCOOPERATIVE: "soon",
    ContactResult.HANDED_OVER: "info",
    ContactResult.DELIVERED: "ok",
    ContactResult.UNDELIVERED: "urgent",
}


def state_tone(state: DispatchState) -> str:
    """The tone of a state."""
    return STATE_TONES.get(state, "info")


def outcome_tone(outcome: Outcome) -> str:
    """The tone of an outcome."""
    return OUTCOME_TONES[outcome]


def result_tone(result: ContactResult) -> str:
    """The tone of what came of an attempt."""
    return RESULT_TONES.get(result, "neutral")


def grade_tone(grade: int) -> str:
    """The tone of a grade."""
    if grade >= Grade.HIGH:
        return "over" if grade == Grade.HIGHEST else "urgent"
    return "soon" if grade == Grade.MIDDLE else "neutral"


def hold_tone(state: TakedownState) -> str:
    """The tone of a suspended phone: standing is what nobody may forget."""
    if state is TakedownState.ACTIVE:
        return "urgent"
    return "soon" if state in {*LEFT, TakedownState.DRAFTED} else "neutral"


def account_tone(hold: OwnHoldRow) -> str:
    """The tone of a held account: what rings or stands is what nobody may forget."""
    if hold.bell or hold.state is OrderState.ACTIVE:
        return "urgent"
    return "soon" if hold.is_open else "neutral"


def account_wrong(result: str) -> str:
    """What a bank said of an account it does not have, or not of this person (0300, 0301)."""
    return _("账号与户名不符") if result == NAME_MISMATCH else _("账号不存在")


def account_bell(bell: str) -> str:
    """What rings about a held account."""
    words = {
        OWN_OVERDUE: _("超过时限没有办理，请催办"),
        OWN_REFUSED: _("机构没有止付，请立即电话联系本人和机构"),
        OWN_LATE: _("恢复之后机构才止付，已再发解除，请电话核实"),
        OWN_CONTRADICTION: _("机构前后答复不一，请电话核实"),
        OWN_RELEASE_REFUSED: _("机构没有解除，每十分钟再发一次，请立即电话催办"),
    }
    return words.get(bell, bell)


def told_words(arrived: bool | None) -> str:  # noqa: FBT001  # as the channel tells it
    """Whether the person was told of it."""
    if arrived is None:
        return _("告知短信已交通道")
    return _("告知短信已送达本人") if arrived else _("告知短信未送达，请见面或电话告知")


_SHIFT_DAYS = {
    DutyDays.EVERY_DAY: gettext_lazy("每天"),
    DutyDays.WORKDAYS: gettext_lazy("工作日"),
    DutyDays.DAYS_OFF: gettext_lazy("休息日"),
}
_WEEK = (
    gettext_lazy("周一"),
    gettext_lazy("周二"),
    gettext_lazy("周三"),
    gettext_lazy("周四"),
    gettext_lazy("周五"),
    gettext_lazy("周六"),
    gettext_lazy("周日"),
)


def shift_words(shift: Shift) -> str:
    """One period of a unit's shifts in the reader's language; it is typed in Chinese (班次)."""
    if shift.days is not None:
        return f"{_SHIFT_DAYS[shift.days]} {shift.hours}"
    return f"{listed(_WEEK[day] for day in sorted(shift.weekdays))} {shift.hours}"


def row_tone(line: DispatchLine, *, overdue: bool) -> str:
    """The tone of a row of the queue."""
    if overdue:
        return "over"
    return "urgent" if line.urgent else ""


def stamp_words() -> dict[str, str]:
    """The instants of a dispatch, as a page names them."""
    return {
        "opened_at": _("预警"),
        "assigned_at": _("分派"),
        "signed_at": pgettext("done", "签收"),
        "contacted_at": _("通话"),
        "met_at": _("见面"),
        "concluded_at": _("结果"),
    }


def act_words(verb: str) -> str:
    """What an act of the history is called."""
    words = {
        "raised": _("升级"),
        "joined_signal": _("并入信号"),
        "contacted": _("联系"),
        "alarm_rang": _("提醒"),
        "alarm_seen": _("已阅"),
        "taken": _("领取"),
        "put_back": _("放回"),
        "looked_back": _("回访"),
        "defrauded": _("已受骗"),
        "false_alarm": _("误报"),
        "phone_hold_asked": _("申请保护性停机"),
        "photo_kept": _("留存照片"),
        "photo_shown": _("查看照片"),
        "described": _("登记本人情况"),
        "quality_checked": _("抽检"),
        "informed": _("告知监护人或学校"),
        "account_hold_asked": _("申请保护性止付"),
        "hold_not_drafted": _("保护措施没有起草"),
        "told": _("短信告知本人"),
        "told_arrived": _("告知短信已送达"),
        "told_lost": _("告知短信未送达"),
        "sms_arrived": _("短信已送达"),
        "sms_failed": _("短信未送达"),
    }
    what = verb.removeprefix("dissuasion.")
    if what in DispatchState.values:
        return str(DispatchState(what).label)
    return words.get(what, what)


def act_said(act: Act) -> str:
    """What an act is called; an attempt by its step: a message is no call and no visit."""
    step = str(act.after.get("step", ""))
    if act.verb == "dissuasion.contacted" and step in Step.values:
        return str(Step(step).label)
    return act_words(act.verb)


def language_choices() -> list[tuple[str, str]]:
    """What a person may speak beside common speech."""
    return [("", _("普通话或不知道")), *((each.value, str(each.label)) for each in Language)]


def language_words(code: str) -> str:
    """What the person speaks, "" while nobody has said."""
    return str(Language(code).label) if code else ""


def point_words(point: Position | None) -> str:
    """A point and its datum."""
    names = {Datum.WGS84: "WGS-84", Datum.GCJ02: "GCJ-02"}
    return f"{point.latitude:.5f}, {point.longitude:.5f} ({names[point.datum]})" if point else ""


def datum_choices() -> list[tuple[str, str]]:
    """Against what a point was measured: what gives which."""
    return [
        (Datum.WGS84.value, _("WGS-84 (手机、执法记录仪)")),
        (Datum.GCJ02.value, _("GCJ-02 (国内网络地图)")),
    ]


def route_words(reason: Standing) -> str:
    """Why this unit, in one line."""
    told = [_("系统分派") if reason.automatic else _("人工分派")]
    if reason.rank:
        told.append(_("第 {n} 顺位，共 {of} 个").format(n=reason.rank, of=reason.of))
    else:
        told.append(_("本人不在其辖区"))
    return " · ".join([*told, *standing_words(reason)])


def standing_words(reason: Standing) -> list[str]:
    """How a unit stands: ground, shift, language, way, load."""
    grounds = {2: _("全省"), 4: _("全市"), 6: _("区县"), 9: _("派出所辖区"), 12: _("社区")}
    told = [grounds.get(reason.level, "")]
    told.append({True: _("在班"), False: _("不在班"), None: _("班次未登记")}[reason.on_shift])
    if reason.speaks is not None:
        language = Language(reason.language).label
        words = _("会{language}") if reason.speaks else _("不会{language}")
        told.append(words.format(language=language))
    if reason.metres is not None:
        told.append(_("{n} 公里").format(n=round(reason.metres / 1000, 1)))
    told.append(_("在办 {n} 件").format(n=reason.load))
    return [each for each in told if each]


_OTHER_MEANINGS = {
    FigureName.INFORMED: gettext_lazy(
        "已告知监护人 (学生还须已告知学校) ÷ 未成年人的任务。误报不算，没有结果又没有告知的算未知。"
    ),
}


def meaning_of(name: FigureName, rules: Rules) -> str:
    """What a figure counts, in the words that stand beside it (selectors.figures counts it so)."""
    first, last = rules.look_back_hours
    words = {
        FigureName.SIGNED: _("已签收 ÷ 已分派到单位。重新办理的按最近一次。"),
        FigureName.SIGNED_IN_TIME: _(
            "在应签收时间前签收 ÷（已签收 + 已超时未签收）。时限还没到的算未知。"
        ),
        FigureName.REACHED_IN_TIME: _(
            "在应联系时间前与本人通话或见面 ÷（已联系到 + 已超时）。"
            "短信不算，仅短信提醒自动办结的不计入。"
        ),
        FigureName.MET: _("见到本人 ÷ {grade}以上的任务。误报不算。").format(
            grade=rules.name(Grade.HIGH)
        ),
        FigureName.DISSUADED_FIRST: _(
            "已劝阻且首次回访（{n} 小时）没有再受骗 ÷（同上 + 已受骗 + 劝阻后被骗）。"
            "未回访的算未知。"
        ).format(n=first),
        FigureName.DISSUADED_SECOND: _(
            "已劝阻且全部回访（到 {n} 小时）没有再受骗 ÷（同上 + 已受骗 + 劝阻后被骗）。"
            "未回访完的算未知。"
        ).format(n=last),
        FigureName.NO_PAYMENT: _(
            "首次预警后没有转账信号、没有受骗结果、没有报案 ÷ 已有结果的任务。"
            "误报和仅短信提醒的不算，没有结果的算未知。"
        ),
        FigureName.RIGHT: _(
            "已劝阻和已受骗 ÷（已劝阻 + 已受骗 + 未受骗 + 误报）。未遇到和没有结果的算未知。"
        ),
    }
    return words[name] if name in words else str(_OTHER_MEANINGS[name])


MISSED_MEANS = gettext_lazy(
    "损失之前这个来源没有预警过事主的警情 ÷ 期内登记的警情；以前没有记下损失时间的算未知。"
)
"""What the figure of missed cases by source counts."""


def feature_words(code: str) -> str:
    """What a bank's 事件特征码 says (domain.md §2.7)."""
    words = {
        "0000": _("取消上报"),
        "1001": _("频繁开户"),
        "1002": _("累计开户"),
        "2001": _("涉案账户"),
        "3001": _("诈骗未遂"),
        "3002": _("受害人举报疑似诈骗"),
        "3003": _("银行举报疑似诈骗"),
        "3004": _("收方涉案"),
        "3005": _("付方涉案"),
        "3006": _("分散入集中出"),
        "3007": _("集中入分散出"),
        "3008": _("连续多笔交易"),
        "9999": _("其余可疑"),
    }
    return f"{code} {words.get(code, '')}".strip()


def missed_side(side: Side) -> str:
    """Which rows of that figure a page lists."""
    return {
        Side.PART: _("没有预警过"),
        Side.REST: _("预警过"),
        Side.WHOLE: _("全部"),
        Side.UNKNOWN: _("未知"),
    }[side]


def meaning_of_truths() -> dict[Truth, str]:
    """What each kind of registered report says."""
    return {
        Truth.MISSED: _("登记的被骗警情，受害人在损失前没有任何预警，或结果已过 90 天。"),
        Truth.AFTER_DISSUASION: _("登记的被骗警情，损失前 90 天内已有未受骗或已劝阻的结果。"),
        Truth.TOO_LATE: _("登记的被骗警情，损失前已有预警信号，但还没有劝阻结果。"),
    }
