"""Reading the facts of a paper: known names, right types, nothing missing, nothing hidden."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar, get_type_hints

from zhisun.domains.documents.terms import (
    AMOUNT_NEEDED,
    CURRENCIES,
    LINES_AT_MOST,
    REQUIRED,
    RETURNS,
    SIGNED_BY_HAND,
    STORIES,
    STORY_AT_MOST,
    TAKEDOWNS,
    TEXT_AT_MOST,
    AccountLine,
    Action,
    AssistanceFacts,
    DocumentKind,
    Facts,
    Json,
    OrderFacts,
    PhoneLine,
    ReturnFacts,
    ReturnLine,
    TakedownFacts,
)
from zhisun.gateways.port import AccountKind
from zhisun.kernel.errors import InputError
from zhisun.kernel.moments import instant
from zhisun.kernel.money import LARGEST_FEN

Paper = TypeVar(
    "Paper",
    OrderFacts,
    AssistanceFacts,
    ReturnFacts,
    TakedownFacts,
    AccountLine,
    PhoneLine,
    ReturnLine,
)

HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs"})
"""Unicode categories a paper refuses: what cannot be seen can turn a name or number round."""


def read(kind: DocumentKind, raw: Mapping[str, Json]) -> Facts:
    """The facts of one paper of this kind.

    Raises InputError with `field` for a fact that is unknown, mistyped, missing or contradictory;
    facts inside a table are named as `accounts.0.account_no`.
    """
    facts: Facts
    if kind in RETURNS:
        facts = _read(ReturnFacts, raw, "")
    elif kind in TAKEDOWNS:
        facts = _read(TakedownFacts, raw, "")
    elif kind is DocumentKind.ASSISTANCE:
        facts = _read(AssistanceFacts, raw, "")
        _check_assistance(facts)
    else:
        facts = _read(OrderFacts, raw, "")
        _check_order(kind, facts)
    nameless = (
        {"account_name"} if getattr(facts, "account_kind", None) is AccountKind.TRADE else set()
    )
    for name in (name for name in REQUIRED[kind] if name not in nameless):
        fact = getattr(facts, name)
        if not fact and fact is not False:  # a freeze without fruits says so
            raise InputError("document_fact_missing", field=name)
    if kind not in SIGNED_BY_HAND and facts.handler_badge == facts.assistant_badge:
        raise InputError("document_needs_two_officers", field="assistant_badge")
    return facts


def _check_order(kind: DocumentKind, facts: OrderFacts) -> None:
    if facts.currency not in CURRENCIES:
        raise InputError("document_currency_unknown", field="currency", currency=facts.currency)
    if kind in AMOUNT_NEEDED and not facts.full_freeze and not facts.amount_fen:
        raise InputError("document_fact_missing", field="amount_fen")
    if kind is DocumentKind.QUERY_NOTICE and not (facts.account_no or facts.credential_number):
        raise InputError("document_fact_missing", field="account_no")
    if facts.starts_at and facts.expires_at and facts.starts_at >= facts.expires_at:
        raise InputError("document_term_reversed", field="expires_at")


def _check_assistance(facts: AssistanceFacts) -> None:
    if not facts.accounts and not facts.phones:
        raise InputError("document_fact_missing", field="accounts")
    for name, lines in (("accounts", facts.accounts), ("phones", facts.phones)):
        key = "account_no" if name == "accounts" else "phone"
        for i, line in enumerate(lines):
            if not getattr(line, key):
                raise InputError("document_fact_missing", field=f"{name}.{i}.{key}")
    if Action.FREEZE in facts.actions and not facts.case_no:
        # 程序规定 第174条: nothing is frozen before the case is filed.
        raise InputError("document_freeze_needs_case", field="case_no")


def _read(paper: type[Paper], raw: Mapping[str, Json], path: str) -> Paper:
    known = {field.name for field in fields(paper)}
    for name in raw:
        if name not in known:
            raise InputError("document_fact_unknown", field=f"{path}{name}"[:80])
    hints = get_type_hints(paper)
    given: dict[str, Any] = {
        name: _READERS[hints[name]](value, f"{path}{name}")
        for name, value in raw.items()
        if value is not None and value != ""
    }
    return paper(**given)


def _text(value: Json, field: str) -> str:
    if not isinstance(value, str):
        raise InputError("document_fact_mistyped", field=field)
    story = field.rpartition(".")[2] in STORIES
    lines = (" ".join(line.split()) for line in value.strip().splitlines())
    text = "\n".join(line for line in lines if line)
    if not story:
        text = text.replace("\n", " ")
    if len(text) > (STORY_AT_MOST if story else TEXT_AT_MOST):
        raise InputError("document_fact_too_long", field=field, length=len(text))
    for character in text.replace("\n", ""):
        if unicodedata.category(character) in HIDDEN:
            code_point = f"U+{ord(character):04X}"
            raise InputError("document_character_hidden", field=field, code_point=code_point)
    return text


def _fen(value: Json, field: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise InputError("document_fact_mistyped", field=field)
    if not 0 <= value <= LARGEST_FEN:
        raise InputError("document_amount_out_of_range", field=field)
    return value


def _flag(value: Json, field: str) -> bool:
    if not isinstance(value, bool):
        raise InputError("document_fact_mistyped", field=field)
    return value


def _moment(value: Json, field: str) -> datetime:
    text = _text(value, field)
    try:
        return instant(text)
    except InputError as error:
        raise InputError(error.code, field=field, time=text[:40]) from error


def _account_kind(value: Json, field: str) -> AccountKind:
    try:
        return AccountKind(_text(value, field))
    except ValueError as error:
        raise InputError("document_fact_mistyped", field=field) from error


def _actions(value: Json, field: str) -> tuple[Action, ...]:
    chosen = {_text(name, field) for name in _list(value, field)}
    if not chosen <= set(Action.values):
        raise InputError("document_fact_mistyped", field=field)
    return tuple(action for action in Action if action.value in chosen)


def _account_lines(value: Json, field: str) -> tuple[AccountLine, ...]:
    return tuple(
        _read(AccountLine, _mapping(line, f"{field}.{i}"), f"{field}.{i}.")
        for i, line in enumerate(_list(value, field))
    )


def _phone_lines(value: Json, field: str) -> tuple[PhoneLine, ...]:
    return tuple(
        _read(PhoneLine, _mapping(line, f"{field}.{i}"), f"{field}.{i}.")
        for i, line in enumerate(_list(value, field))
    )


def _return_lines(value: Json, field: str) -> tuple[ReturnLine, ...]:
    return tuple(
        _read(ReturnLine, _mapping(line, f"{field}.{i}"), f"{field}.{i}.")
        for i, line in enumerate(_list(value, field))
    )


def _list(value: Json, field: str) -> list[Json]:
    if not isinstance(value, list | tuple):
        raise InputError("document_fact_mistyped", field=field)
    if len(value) > LINES_AT_MOST:
        raise InputError("document_fact_too_long", field=field, length=len(value))
    return list(value)


def _mapping(value: Json, field: str) -> Mapping[str, Json]:
    if not isinstance(value, Mapping):
        raise InputError("document_fact_mistyped", field=field)
    return value


_READERS: dict[object, Callable[[Json, str], object]] = {
    str: _text,
    int: _fen,
    bool: _flag,
    bool | None: _flag,
    datetime | None: _moment,
    AccountKind | None: _account_kind,
    tuple[Action, ...]: _actions,
    tuple[AccountLine, ...]: _account_lines,
    tuple[PhoneLine, ...]: _phone_lines,
    tuple[ReturnLine, ...]: _return_lines,
}
