"""What an officer typed into the forms of a round, read or sent back with what is wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from zhisun.domains.restitution.services.victims import Confirmed
from zhisun.kernel.errors import InputError, ZhisunError
from zhisun.kernel.moments import CHINA, instant
from zhisun.kernel.money import Fen, fen
from zhisun.shell.messages import text
from zhisun.shell.seat import demand_readable

T = TypeVar("T")
Typing = Mapping[str, str]
FORMS = frozenset(
    {
        *("open", "add", "confirm", "choose", "objection", "decide"),
        *("back", "abandon", "hand", "pay"),
    }
)


LONGEST = {
    "agent": 200,
    "other_account": 200,
    "return_account": 64,
    "return_name": 60,
    "return_bank": 100,
    "who": 60,
    "receipt": 64,
}
"""Characters a column of the database keeps."""

LONGEST_TEXT = 2000
"""Characters of a reason or an objection: a paper has to hold it."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Which form stands open, for which victim, objection or share, and what was typed.

    errors: by field; under "" what is wrong with the whole.
    """

    form: str = ""
    about: str = ""
    values: Typing = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str, default: str = "") -> str:
        """What was typed into a field, or what stands there before anybody types."""
        return self.values.get(name, default)

    def error(self, name: str) -> str:
        """What is wrong with a field."""
        return self.errors.get(name, "")

    @property
    def alert(self) -> str:
        """What is wrong and belongs to no field that is shown."""
        return self.errors.get("", "")


def asked(query: Typing) -> Opened:
    """The form an address asks for: open=confirm&about=J…."""
    form = query.get("open", "")
    return Opened(form, query.get("about", "")) if form in FORMS else Opened()


def demand_keepable(typed: Typing) -> None:
    """Pass when the database can keep every text. Raises InputError at the field."""
    demand_readable(typed)
    for name, words in typed.items():
        most = LONGEST.get(name, LONGEST_TEXT)
        if len(words.strip()) > most:
            raise InputError("return_text_too_long", field=name, most=most)


def refused(opened: Opened, error: ZhisunError, *, fields: tuple[str, ...]) -> Opened:
    """The form again: the error at its field, or above the page if the form has no such field."""
    at = str(error.facts.get("field", ""))
    place = at if at in fields else ""
    return Opened(opened.form, opened.about, opened.values, {place: text(error)})


def confirmed(values: Typing) -> Confirmed:
    """What was found out about a victim (核实). Raises InputError that names the field."""
    refunded = values.get("refunded", "").strip()
    return Confirmed(
        loss_fen=_amount(values, "loss"),
        refunded_fen=_amount(values, "refunded") if refunded else 0,
        return_account="".join(values.get("return_account", "").split()),
        return_name=values.get("return_name", "").strip(),
        return_bank=values.get("return_bank", "").strip(),
        agent=values.get("agent", ""),
        other_account=values.get("other_account", ""),
    )


def moment(values: Typing, name: str, *, otherwise: datetime) -> datetime:
    """The instant typed into a field; left empty it is now. Raises InputError at the field."""
    told = values.get(name, "").strip()
    return _at_field(name, instant, told) if told else otherwise


def in_field(at: datetime | None) -> str:
    """An instant as a datetime field holds it, in Chinese time."""
    return at.astimezone(CHINA).strftime("%Y-%m-%dT%H:%M:%S") if at else ""


def _amount(values: Typing, name: str) -> Fen:
    told = values.get(name, "").strip().removesuffix("元")
    if not told:
        raise InputError("loss_missing", field=name)
    return _at_field(name, fen, told)


def _at_field(name: str, read: Callable[[str], T], told: str) -> T:
    try:
        return read(told)
    except InputError as error:
        raise InputError(error.code, **(error.facts | {"field": name})) from error
