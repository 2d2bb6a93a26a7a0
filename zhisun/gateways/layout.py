"""A message body as a table: element on the wire, place in our words, form, length.

Both directions read the same table, so a message cannot be written in one way and read in
another. Lengths count characters; those of domain.md §2.3 are Hundsun's, the rest are ours.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhisun.gateways.blocks import Block, refused
from zhisun.kernel.errors import InputError
from zhisun.kernel.moments import compact, from_compact
from zhisun.kernel.money import fen, whole_yuan, yuan

LINE, PARAGRAPH = 136, 2000
_DAY_LENGTH = len("yyyyMMdd")
_MOMENT = re.compile("(19|20|21)[0-9]{12}")
_RESULT = re.compile("[0-9]{4}")
_YUAN = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,4})?")


@dataclass(frozen=True, slots=True)
class Form:
    """How one value stands on the wire. `write` gives "" for a value that is absent."""

    write: Callable[[Any], str]
    read: Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One element. `at` is the attribute of our message; a dot leads into a part of it."""

    element: str
    at: str
    form: Form
    longest: int = LINE
    needed: bool = False


def _when(at: datetime | None) -> str:
    return compact(at) if at else ""


def _moment(text: str) -> datetime:
    """Only fourteen digits of our own centuries: anything else is a damaged field."""
    if not _MOMENT.fullmatch(text):
        raise InputError("time_unreadable", time=text[:40])
    return from_compact(text)


def _period_start(text: str) -> datetime:
    """A day is its first instant in China; a full time is read as well."""
    return _moment(f"{text}000000" if len(text) == _DAY_LENGTH else text)


def _period_end(text: str) -> datetime:
    """The end of a period written as a day is that day's last second."""
    return _moment(f"{text}235959" if len(text) == _DAY_LENGTH else text)


def _money(text: str) -> int:
    """Plain decimal yuan, without exponent or grouping."""
    if not _YUAN.fullmatch(text):
        raise InputError("amount_unreadable", amount=text[:40])
    return fen(text)


def _result(text: str) -> str:
    if not _RESULT.fullmatch(text):
        raise InputError("code_unknown")
    return text


def coded(*pairs: tuple[Any, str]) -> Form:
    """A closed list of our values and their codes; "" stands for nothing else."""
    ours = {code: value for value, code in pairs}
    codes = dict(pairs)

    def read(text: str) -> Any:
        if text not in ours:
            raise InputError("code_unknown")
        return ours[text]

    return Form(lambda value: codes.get(value, ""), read)


TEXT = Form(lambda text: text or "", str)
RESULT = Form(lambda text: text, _result)
TIME = Form(_when, _moment)
PERIOD_START = Form(_when, _period_start)
PERIOD_END = Form(_when, _period_end)
AMOUNT = Form(lambda amount: yuan(amount) if amount else "", _money)
"""Two decimals; zero is "not said", as in an order that names no transfer."""
BALANCE = Form(lambda amount: "" if amount is None else yuan(amount), _money)
"""Two decimals; zero is a balance, None is "not said"."""
WHOLE = Form(lambda amount: str(whole_yuan(amount)) if amount else "", _money)
"""Whole yuan as freeze limits are written; a fraction is read when one comes."""
URGENT = coded((True, "02"), (False, "01"))
ONE_ZERO = coded((True, "1"), (False, "0"))
ZERO_ONE = coded((True, "0"), (False, "1"))


def write(fields: Sequence[Field], message: object, into: Block) -> Block:
    """Put the elements of `fields` into a block, in their order; empty ones are left out.

    Raises GatewayRefused on a needed element without a value and on one that is too long.
    """
    for field in fields:
        text = field.form.write(_value(message, field.at)).strip()
        if text or field.needed:
            into.put(field.element, _fitting(field, text))
    return into


def read(fields: Sequence[Field], block: Block) -> dict[str, Any]:
    """The values of `fields`, taken out of a block; places with a dot become nested dicts.

    An absent element leaves its key out, so that our own defaults speak. Raises GatewayRefused.
    """
    values: dict[str, Any] = {}
    for field in fields:
        text = _fitting(field, block.take(field.element))
        if text:
            *parts, last = field.at.split(".")
            place = values
            for part in parts:
                place = place.setdefault(part, {})
            place[last] = _read(field, text)
    return values


def parts(values: dict[str, Any], made: Mapping[str, Callable[..., Any]]) -> dict[str, Any]:
    """`values` with each nested dict turned into the part it describes."""
    return values | {name: make(**values[name]) for name, make in made.items() if name in values}


def _value(message: object, place: str) -> Any:
    value: Any = message
    for part in place.split("."):
        value = getattr(value, part, None)
    return value


def _fitting(field: Field, text: str) -> str:
    if field.needed and not text:
        raise refused("message_element_missing", field.element)
    if len(text) > field.longest:
        raise refused("message_element_too_long", field.element, longest=field.longest)
    return text


def _read(field: Field, text: str) -> Any:
    try:
        return field.form.read(text)
    except InputError as error:
        raise refused("message_element_invalid", field.element) from error
