"""What people type at the telecom desk, read into the domain's words. Nothing typed is lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from zhisun.domains.takedown.services.draft import NewTakedown
from zhisun.domains.takedown.terms import Measure, TargetKind
from zhisun.kernel.errors import InputError, ZhisunError
from zhisun.kernel.moments import instant
from zhisun.shell.messages import text

Typing = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Typed:
    """One form as it was typed, and what is wrong with it: at a field, or with the whole."""

    form: str = ""
    values: Typing = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    alert: str = ""

    def of(self, form: str) -> "Typed":
        """What was typed, if it is the form asked for; an untouched form otherwise."""
        return self if self.form == form else Typed(form)

    def value(self, name: str, default: str = "") -> str:
        """What was typed into a field, or what stands there before anybody types."""
        return self.values.get(name, default)

    def problem(self, name: str) -> str:
        """What is wrong with a field."""
        return self.problems.get(name, "")


FIELDS: Mapping[str, frozenset[str]] = {
    "new": frozenset(
        {
            *("target_kind", "target", "measure", "institution", "lasts"),
            *("incident_no", "source_no", "reason", "evidence"),
        }
    ),
    "decline": frozenset({"reason"}),
    "recall": frozenset({"reason"}),
    "restore": frozenset({"reason"}),
    "release": frozenset({"ground", "reason"}),
    "check": frozenset({"finding", "remark"}),
    "sending": frozenset({"how"}),
    "by-word": frozenset({"operator", "words", "restored_at"}),
    "answer": frozenset({"result", "operator", "executed_at", "remark"}),
    "protect": frozenset({"kind", "value", "reason"}),
}


def refused(form: str, values: Typing, error: ZhisunError) -> Typed:
    """The form again, with the error at its field or, if it has none here, above the form."""
    at = str(error.facts.get("field", ""))
    if at in FIELDS.get(form, ()):
        return Typed(form, values, {at: text(error)})
    return Typed(form, values, alert=text(error))


TERMS: Mapping[str, timedelta] = {
    "15m": timedelta(minutes=15),
    "30m": timedelta(minutes=30),
    "60m": timedelta(minutes=60),
    "120m": timedelta(minutes=120),
    "7d": timedelta(days=7),
    "30d": timedelta(days=30),
    "180d": timedelta(days=180),
}


def term_choices() -> list[tuple[str, str]]:
    """Terms one may ask for."""
    return [
        ("", _("不定期")),
        ("15m", _("15 分钟")),
        ("30m", _("30 分钟")),
        ("60m", _("1 小时")),
        ("120m", _("2 小时")),
        ("7d", _("7 天")),
        ("30d", _("30 天")),
        ("180d", _("180 天")),
    ]


def new_takedown(values: Typing) -> NewTakedown:
    """A takedown as the form states it. Raises InputError at the field."""
    kind, measure = values.get("target_kind", ""), values.get("measure", "")
    if kind not in TargetKind.values:
        raise InputError("target_kind_missing", field="target_kind")
    if measure not in Measure.values:
        raise InputError("measure_missing", field="measure")
    if not values.get("target", "").strip():
        raise InputError("target_missing", field="target")
    if not values.get("institution", ""):
        raise InputError("takedown_institution_missing", field="institution")
    return NewTakedown(
        target_kind=TargetKind(kind),
        target=values["target"],
        measure=Measure(measure),
        institution_code=values["institution"],
        reason=values.get("reason", ""),
        evidence=values.get("evidence", ""),
        incident_no=values.get("incident_no", "").strip().upper(),
        source_no=values.get("source_no", "").strip()[:80],
        lasts=TERMS.get(values.get("lasts", "")),
    )


def moment(values: Typing, name: str) -> datetime | None:
    """The instant typed into a field, None when it was left empty. Raises InputError at it."""
    typed = values.get(name, "").strip()
    if not typed:
        return None
    try:
        return instant(typed)
    except InputError as error:
        raise InputError(error.code, **(error.facts | {"field": name})) from error
