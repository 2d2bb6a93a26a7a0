"""Tones and words of dispatches."""

from django.utils.translation import gettext as _

from zhisun.domains.dissuasion.selectors.board import DispatchLine
from zhisun.domains.dissuasion.terms import ContactResult, DispatchState, Grade, Outcome

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
}
RESULT_TONES = {
    ContactResult.COOPERATES: "ok",
    ContactResult.MET: "ok",
    ContactResult.UNCOOPERATIVE: "soon",
    ContactResult.HANDED_OVER: "info",
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
        "signed_at": _("签收"),
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
    }
    what = verb.removeprefix("dissuasion.")
    if what in DispatchState.values:
        return str(DispatchState(what).label)
    return words.get(what, what)
