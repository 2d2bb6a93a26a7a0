"""Indicators as a STIX 2.1 bundle (OASIS STIX 2.1, §3, §4.7, §9).

| kind | pattern |
|---|---|
| domain, url | `domain-name:value`, `url:value` |
| ip | `ipv4-addr:value`, `ipv6-addr:value`; a network with ISSUBSET |
| app | `software:name` |
| im | `user-account:user_id` |
| phone, phone_prefix | `x-zhisun-phone:number`; a prefix with LIKE '…%' |
| account | `x-zhisun-bank-account:number` |

Read are comparisons of these with `=`, IN, LIKE and ISSUBSET, joined by OR: what any one of them
says alone is enough. AND, NOT, FOLLOWEDBY and qualifiers say more than one value: such a pattern
is told, not guessed. What STIX has no property for travels in an extension of ours.
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from zhisun.gateways.indicators.port import DEFAULT_SEVERITY, SURE, Read, Shared, unreadable
from zhisun.kernel.errors import InputError
from zhisun.kernel.moments import instant

NAMESPACE = UUID("5a9d5f6e-6b2f-5f0d-9c53-9a4f0c1c7f10")
EXTENSION = f"extension-definition--{uuid5(NAMESPACE, 'extension')}"
AUTHOR = f"identity--{uuid5(NAMESPACE, 'identity')}"
VERSION = "2.1"
PATHS = {
    "domain-name:value": "domain",
    "url:value": "url",
    "ipv4-addr:value": "ip",
    "ipv6-addr:value": "ip",
    "software:name": "app",
    "user-account:user_id": "im",
    "x-zhisun-phone:number": "phone",
    "x-zhisun-bank-account:number": "account",
}
_PATH_OF = {kind: path for path, kind in reversed(PATHS.items())}
MOST_VALUES = 1000
_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^'\\]|\\.)*')|(?P<word>[A-Za-z][A-Za-z0-9_.:'-]*)|(?P<sign>[\[\](),=]))"
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
Named = tuple[str, str]


def read(data: bytes) -> Read:
    """The indicators of a bundle. Raises InputError for what is no STIX 2.1 bundle."""
    try:
        bundle = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise unreadable("json") from error
    if not isinstance(bundle, dict) or bundle.get("type") != "bundle":
        raise unreadable("bundle")
    objects = bundle.get("objects", [])
    if not isinstance(objects, list):
        raise unreadable("objects")
    authors = {
        each["id"]: each["name"]
        for each in objects
        if isinstance(each, dict)
        and each.get("type") == "identity"
        and isinstance(each.get("id"), str)
        and isinstance(each.get("name"), str)
    }
    found = Read()
    for number, each in enumerate(objects):
        if isinstance(each, dict) and each.get("type") == "indicator":
            _indicator(found, f"objects[{number}]", each, authors)
    return found


def _indicator(read: Read, place: str, told: Mapping[str, Any], authors: Mapping[str, str]) -> None:
    pattern = told.get("pattern")
    if told.get("pattern_type", "stix") != "stix" or not isinstance(pattern, str):
        read.refuse(place, "pattern_type", "stix_pattern_type", told.get("pattern_type", ""))
        return
    try:
        named = values_of(pattern)
        facts = _facts(told, authors)
    except InputError as error:
        column = str(error.facts.get("field", "pattern"))
        read.refuse(place, column, error.code, told.get(column, pattern))
        return
    rows = [Shared(place=place, kind=kind, value=value, **facts) for kind, value in named]
    read.rows.extend(rows)


def _facts(told: Mapping[str, Any], authors: Mapping[str, str]) -> dict[str, Any]:
    extensions = told.get("extensions")
    ours = extensions.get(EXTENSION, {}) if isinstance(extensions, dict) else {}
    ours = ours if isinstance(ours, dict) else {}
    numbers = ours.get("incident_nos", [])
    source = ours.get("source") or authors.get(str(told.get("created_by_ref")), "")
    return {
        "fraud_type": str(ours.get("fraud_type", "")),
        "severity": _whole(ours, "severity", DEFAULT_SEVERITY),
        "confidence": _whole(told, "confidence", SURE),
        "source": str(source),
        "verified_at": _moment(ours, "verified_at"),
        "valid_from": _moment(told, "valid_from") if not ours.get("open_from") else None,
        "valid_to": _moment(told, "valid_until"),
        "seen_at": _moment(ours, "seen_at") or _moment(told, "modified"),
        "incident_nos": tuple(str(each) for each in numbers) if isinstance(numbers, list) else (),
        "withdrawn": told.get("revoked") is True,
    }


def _whole(told: Mapping[str, Any], name: str, default: int) -> int:
    found = told.get(name, default)
    if not isinstance(found, int) or isinstance(found, bool):
        raise InputError("number_unreadable", field=name, told=str(found)[:20])
    return found


def _moment(told: Mapping[str, Any], name: str) -> datetime | None:
    found = told.get(name)
    if found is None:
        return None
    try:
        return instant(str(found))
    except InputError as error:
        raise InputError(error.code, **(error.facts | {"field": name})) from error


def values_of(pattern: str) -> list[Named]:
    """(kind, value) of every comparison of a pattern. Raises InputError for what says more."""
    tokens, where = _tokens(pattern), 0
    found: list[Named] = []
    while True:
        where = _expected(tokens, where, "[")
        where = _comparisons(tokens, where, found)
        where = _expected(tokens, where, "]")
        if where == len(tokens):
            return found
        where = _expected(tokens, where, "OR")


def _tokens(pattern: str) -> list[str]:
    tokens, end = [], 0
    text = pattern.rstrip()
    while end < len(text):
        match = _TOKEN.match(text, end)
        if match is None:
            raise _beyond()
        tokens.append(match[0].strip())
        end = match.end()
    return tokens


def _expected(tokens: list[str], where: int, token: str) -> int:
    if where >= len(tokens) or tokens[where] != token:
        raise _beyond()
    return where + 1


def _comparisons(tokens: list[str], where: int, found: list[Named]) -> int:
    while True:
        where = _comparison(tokens, where, found)
        if len(found) > MOST_VALUES or where >= len(tokens):
            raise _beyond()
        if tokens[where] != "OR":
            return where
        where += 1


def _comparison(tokens: list[str], where: int, found: list[Named]) -> int:
    path, operator, *_none = (*tokens[where : where + 2], "", "")
    if path not in PATHS:
        raise InputError("stix_object_foreign", field="pattern", path=path[:60])
    if operator == "IN":
        where = _expected(tokens, where + 2, "(")
        while True:
            found.append(_named(path, "=", tokens[where : where + 1]))
            where += 1
            if tokens[where : where + 1] != [","]:
                return _expected(tokens, where, ")")
            where += 1
    found.append(_named(path, operator, tokens[where + 2 : where + 3]))
    return where + 3


def _named(path: str, operator: str, told: list[str]) -> Named:
    quoted = told[0] if told else ""
    if not quoted.startswith("'"):
        raise _beyond()
    kind, value = PATHS[path], _ESCAPED.sub(r"\1", quoted[1:-1])
    if operator == "=":
        return kind, value
    if operator == "ISSUBSET" and kind == "ip":
        return kind, value
    prefix = value.removesuffix("%")
    if operator == "LIKE" and kind == "phone" and prefix != value and not {"%", "_"} & set(prefix):
        return "phone_prefix", prefix
    raise _beyond()


def _beyond() -> InputError:
    return InputError("stix_pattern_beyond", field="pattern")


def write(rows: Iterable[Shared], *, author: str, at: datetime) -> bytes:
    """A bundle: our identity, our extension and an indicator for each row; it reads back alike.

    The id of an indicator follows from its kind, value and source: a later bundle updates it.
    """
    now = _written(at)
    made = {"spec_version": VERSION, "created": now, "modified": now}
    objects: list[dict[str, Any]] = [
        {"type": "identity", "id": AUTHOR, **made, "name": author, "identity_class": "organization"}
    ]
    objects.append(
        {
            "type": "extension-definition",
            "id": EXTENSION,
            **made,
            "created_by_ref": AUTHOR,
            "name": "zhisun indicator facts",
            "schema": "docs/indicators.md",
            "version": "1.0.0",
            "extension_types": ["property-extension"],
        }
    )
    objects += [_object(row, made, at) for row in rows]
    whole = uuid5(NAMESPACE, json.dumps([each["id"] for each in objects]) + now)
    bundle = {"type": "bundle", "id": f"bundle--{whole}", "objects": objects}
    return json.dumps(bundle, ensure_ascii=False, indent=1).encode()


def _object(row: Shared, made: Mapping[str, str], at: datetime) -> dict[str, Any]:
    ours: dict[str, Any] = {"extension_type": "property-extension", "severity": row.severity}
    ours |= {"fraud_type": row.fraud_type, "source": row.source}
    for name in ("verified_at", "seen_at"):
        if (moment := getattr(row, name)) is not None:
            ours[name] = _written(moment)
    if row.valid_from is None:
        ours["open_from"] = True  # STIX demands a beginning
    if row.incident_nos:
        ours["incident_nos"] = list(row.incident_nos)
    key = json.dumps([row.kind, row.value, row.source], ensure_ascii=False)
    told: dict[str, Any] = {
        "type": "indicator",
        "id": f"indicator--{uuid5(NAMESPACE, key)}",
        **made,
        "created_by_ref": AUTHOR,
        "indicator_types": ["malicious-activity"],
        "pattern": pattern_of(row.kind, row.value),
        "pattern_type": "stix",
        "pattern_version": VERSION,
        "valid_from": _written(row.valid_from or at),
        "confidence": row.confidence,
        "extensions": {EXTENSION: ours},
    }
    if row.valid_to is not None:
        told["valid_until"] = _written(row.valid_to)
    return told | ({"revoked": True} if row.withdrawn else {})


def pattern_of(kind: str, value: str) -> str:
    """The pattern of one value."""
    operator, path = "=", _PATH_OF.get(kind, "x-zhisun-phone:number")
    if kind == "phone_prefix":
        operator, value = "LIKE", f"{value}%"
    elif kind == "ip":
        path = "ipv6-addr:value" if ":" in value else "ipv4-addr:value"
        operator = "ISSUBSET" if "/" in value else "="
    quoted = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"[{path} {operator} '{quoted}']"


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
