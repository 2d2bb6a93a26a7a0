"""What people type at the indicator base, read into the domain's words. Nothing typed is lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from zhisun.domains.cases.terms import FraudType
from zhisun.domains.indicators.services.keep import NewIndicator
from zhisun.kernel.errors import InputError, ZhisunError
from zhisun.kernel.moments import instant
from zhisun.shell.messages import text

Typing = Mapping[str, str]
LONGEST_NUMBER = 5


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
            *("kind", "value", "fraud_type", "severity", "confidence", "source"),
            *("verified_at", "valid_from", "valid_to", "incident_no"),
        }
    ),
    "retract": frozenset({"reason"}),
    "restore": frozenset({"reason"}),
    "life": frozenset({"kind", "half_life_days", "lifetime_days", "note"}),
    "file": frozenset({"file", "source", "fraud_type"}),
    "check": frozenset({"kind", "value"}),
}


def refused(form: str, values: Typing, error: ZhisunError) -> Typed:
    """The form again, with the error at its field or, if it has none here, above the form."""
    at = str(error.facts.get("field", ""))
    if at in FIELDS.get(form, ()):
        return Typed(form, values, {at: text(error)})
    return Typed(form, values, alert=text(error))


def new_indicator(values: Typing) -> NewIndicator:
    """An indicator as the form states it. Raises InputError at the field."""
    if not values.get("value", "").strip():
        raise InputError("indicator_value_missing", field="value")
    told = values.get("fraud_type", "")
    incident_no = values.get("incident_no", "").strip().upper()[:24]
    return NewIndicator(
        kind=values.get("kind", ""),
        value=values.get("value", "").strip(),
        fraud_type=told if told in FraudType.values else FraudType.QT.value,
        severity=whole(values, "severity", 3),
        confidence=whole(values, "confidence", 100),
        source=values.get("source", ""),
        verified_at=moment(values, "verified_at"),
        valid_from=moment(values, "valid_from"),
        valid_to=moment(values, "valid_to"),
        incident_nos=(incident_no,) if incident_no else (),
    )


def whole(values: Typing, name: str, default: int | None = None) -> int:
    """A whole number typed into a field. Raises InputError at it."""
    typed = values.get(name, "").strip()
    if not typed and default is not None:
        return default
    if not (typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_NUMBER):
        raise InputError("number_unreadable", field=name, told=typed[:20])
    return int(typed)


def moment(values: Typing, name: str) -> datetime | None:
    """The instant typed into a field, None when it was left empty. Raises InputError at it."""
    typed = values.get(name, "").strip()
    if not typed:
        return None
    try:
        return instant(typed)
    except InputError as error:
        raise InputError(error.code, **(error.facts | {"field": name})) from error
