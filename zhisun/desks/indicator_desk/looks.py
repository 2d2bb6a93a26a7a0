"""How an indicator looks: tones, words, and what one officer may do with it now."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhisun.domains.access.terms import Duty
from zhisun.domains.cases.terms import FraudType
from zhisun.domains.indicators.policy import number_of, worth_now
from zhisun.domains.indicators.selectors import IndicatorLine
from zhisun.domains.indicators.terms import MOVES, IndicatorKind, IndicatorState
from zhisun.kernel.actors import Actor
from zhisun.shell.filters import masked_account, masked_phone

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

S = IndicatorState
TONES: Mapping[IndicatorState, str] = {
    S.PROPOSED: "soon",
    S.STANDING: "ok",
    S.DEMOTED: "urgent",
    S.EXPIRED: "neutral",
    S.WITHDRAWN: "over",
}
ACTS: Mapping[str, "_StrPromise"] = {
    "indicators.add": gettext_lazy("录入"),
    "indicators.renew": gettext_lazy("再次录入"),
    "indicators.propose": gettext_lazy("提出"),
    "indicators.verified": gettext_lazy("核实"),
    "indicators.restored": gettext_lazy("恢复"),
    "indicators.demoted": gettext_lazy("自动降级"),
    "indicators.expired": gettext_lazy("到期"),
    "indicators.retracted": pgettext_lazy("done", "撤下"),
}
LAYOUTS: Mapping[str, str] = {
    "csv": "CSV",
    "xlsx": "Excel",
    "stix": "STIX 2.1",
    "misp": "MISP",
    "push": "TxCaseInfoPush",
}
worth = worth_now
number = number_of


def value(line: IndicatorLine, reads: object) -> str:
    """The value, whole only for who may see it."""
    if not reads and line.kind == IndicatorKind.PHONE:
        return masked_phone(line.form)
    if not reads and line.kind == IndicatorKind.ACCOUNT:
        return masked_account(line.form)
    return line.form


def tone(state: IndicatorState) -> str:
    """The tone of a state."""
    return TONES[state]


def act_words(verb: str) -> str:
    """What an act of the audit is called."""
    return str(ACTS.get(verb, verb))


def layout_words(layout: str) -> str:
    """What a layout is called."""
    return LAYOUTS.get(layout, layout)


def fraud_words(told: str) -> str:
    """A class of ours by its label, a source's own words as they are."""
    return str(FraudType(told).label) if told in FraudType.values else told


def may(line: IndicatorLine, reader: Actor) -> tuple[str, ...]:
    """The forms to offer: a convenience, the verb asks again."""
    if Duty.KEEP_INDICATORS.value not in reader.duties:
        return ()
    moves = MOVES[line.state]
    offered = {
        "verify": line.state is S.PROPOSED,
        "restore": line.state in {S.DEMOTED, S.EXPIRED},
        "retract": S.WITHDRAWN in moves,
    }
    return tuple(name for name, shown in offered.items() if shown)


def kind_choices(first: str = "") -> list[tuple[str, str]]:
    """Kinds to choose from, with a first line that asks for none."""
    found = [(str(kind.value), str(kind.label)) for kind in IndicatorKind]
    return [("", first), *found] if first else found


def fraud_choices(first: str) -> list[tuple[str, str]]:
    """Classes of fraud to choose from."""
    return [("", first), *((str(each.value), str(each.label)) for each in FraudType)]


def state_tabs() -> list[tuple[str, str]]:
    """States as lists, with all of them first."""
    return [("", _("全部")), *((str(state.value), str(state.label)) for state in S)]
