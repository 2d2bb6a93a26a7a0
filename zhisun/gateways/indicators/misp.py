"""Indicators as a MISP event (MISP core format; attribute types of MISP 2.4).

| kind | type |
|---|---|
| domain, url, app | `domain` (read also `hostname`), `url` (`uri`), `mobile-application-id` |
| ip | `ip-dst` (read also `ip-src`, `ip-dst|port`, `domain|ip`) |
| phone, phone_prefix | `phone-number`, a prefix with the tag `zhisun:kind="phone_prefix"` |
| account | `bank-account-nr` (read also `iban`, `cc-number`) |
| im | `other` with the tag `zhisun:kind="im"` (read also `jabber-id`, `twitter-id`) |

Severity, confidence, source and the rest are tags of our own; without them the event's threat
level and its organisation speak.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid5

from zhisun.gateways.indicators.port import (
    DEFAULT_SEVERITY,
    KINDS,
    SURE,
    Read,
    Shared,
    unreadable,
)
from zhisun.gateways.indicators.stix import NAMESPACE
from zhisun.kernel.errors import InputError
from zhisun.kernel.moments import instant

KIND_OF = {
    "domain": "domain",
    "hostname": "domain",
    "url": "url",
    "uri": "url",
    "ip-dst": "ip",
    "ip-src": "ip",
    "ip-dst|port": "ip",
    "ip-src|port": "ip",
    "phone-number": "phone",
    "mobile-application-id": "app",
    "bank-account-nr": "account",
    "iban": "account",
    "cc-number": "account",
    "jabber-id": "im",
    "twitter-id": "im",
}
TYPE_OF = {
    "domain": "domain",
    "url": "url",
    "ip": "ip-dst",
    "phone": "phone-number",
    "phone_prefix": "phone-number",
    "account": "bank-account-nr",
    "im": "other",
    "app": "mobile-application-id",
}
CATEGORY_OF = {
    **dict.fromkeys(("domain", "url", "ip"), "Network activity"),
    **dict.fromkeys(("phone", "phone_prefix", "im"), "Other"),
    "account": "Financial fraud",
    "app": "Payload delivery",
}
THREAT = {"1": 5, "2": 4, "3": 2}
"""High, medium, low; 4 is undefined."""
TIMES = ("verified_at", "valid_from", "valid_to", "seen_at")
_TAG = re.compile(r'zhisun:([a-z_]+)="(.*)"', re.DOTALL)
_ESCAPE = str.maketrans({"%": "%25", '"': "%22"})


def read(data: bytes) -> Read:
    """The attributes of an event or of several. Raises InputError for what is none."""
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise unreadable("json") from error
    events = _events(told)
    if not events:
        raise unreadable("Event")
    found = Read()
    for number, event in enumerate(events):
        before = f"Event[{number}]." if len(events) > 1 else ""
        for place, attribute in _attributes(event):
            _attribute(found, before + place, attribute, event)
    return found


def _events(told: Any) -> list[dict[str, Any]]:
    listed = told.get("response", told) if isinstance(told, dict) else told
    listed = listed if isinstance(listed, list) else [listed]
    events = [each["Event"] for each in listed if isinstance(each, dict) and "Event" in each]
    return [event for event in events if isinstance(event, dict)]


def _attributes(event: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for number, attribute in enumerate(_list(event.get("Attribute"))):
        yield f"Attribute[{number}]", attribute
    for outer, each in enumerate(_list(event.get("Object"))):
        inside = _list(each.get("Attribute")) if isinstance(each, dict) else []
        for number, attribute in enumerate(inside):
            yield f"Object[{outer}].Attribute[{number}]", attribute


def _list(told: Any) -> list[Any]:
    return told if isinstance(told, list) else []


def _attribute(read: Read, place: str, told: Any, event: Mapping[str, Any]) -> None:
    if not isinstance(told, dict) or not isinstance(told.get("value"), str):
        read.refuse(place, "value", "misp_attribute_broken")
        return
    tags = _tags(told)
    kind, value = tags.get("kind") or KIND_OF.get(str(told.get("type")), ""), told["value"]
    if kind not in KINDS:
        if told.get("type") == "domain|ip":
            _both(read, place, told, event)
            return
        shown = str(told.get("type"))[:40]
        read.refuse(place, "type", "misp_type_foreign", value, type=shown)
        return
    if told.get("to_ids") is False:
        read.refuse(place, "to_ids", "misp_not_for_detection", value)
        return
    if "|port" in str(told.get("type")):
        value = value.partition("|")[0]
    try:
        read.rows.append(Shared(place=place, kind=kind, value=value, **_facts(told, tags, event)))
    except InputError as error:
        read.refuse(place, str(error.facts.get("field", "")), error.code, value)


def _both(read: Read, place: str, told: dict[str, Any], event: Mapping[str, Any]) -> None:
    domain, _mark, address = told["value"].partition("|")
    for kind, value in (("domain", domain), ("ip-dst", address)):
        _attribute(read, place, told | {"type": kind, "value": value}, event)


def _facts(
    told: Mapping[str, Any], tags: Mapping[str, str], event: Mapping[str, Any]
) -> dict[str, Any]:
    organisation = event.get("Orgc")
    named = organisation.get("name", "") if isinstance(organisation, dict) else ""
    threat = THREAT.get(str(event.get("threat_level_id")), DEFAULT_SEVERITY)
    found: dict[str, Any] = {
        "fraud_type": tags.get("fraud_type", ""),
        "severity": _whole(tags, "severity", threat),
        "confidence": _whole(tags, "confidence", SURE),
        "source": tags.get("source") or str(named),
        "incident_nos": tuple(tags.get("incident_nos", "").split()),
        "withdrawn": told.get("deleted") is True or "withdrawn" in tags,
    }
    for name in TIMES:
        found[name] = _moment(tags.get(name), name)
    found["seen_at"] = found["seen_at"] or _stamp(told)
    return found


def _tags(told: Mapping[str, Any]) -> dict[str, str]:
    names = (each.get("name") for each in _list(told.get("Tag")) if isinstance(each, dict))
    matches = (_TAG.fullmatch(name) for name in names if isinstance(name, str))
    return {
        match[1]: match[2].replace("%22", '"').replace("%25", "%") for match in matches if match
    }


def _whole(tags: Mapping[str, str], name: str, default: int) -> int:
    text = tags.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) <= len("100")):
        raise InputError("number_unreadable", field=name, told=text[:20])
    return int(text)


def _moment(text: str | None, name: str) -> datetime | None:
    if not text:
        return None
    try:
        return instant(text)
    except InputError as error:
        raise InputError(error.code, **(error.facts | {"field": name})) from error


def _stamp(told: Mapping[str, Any]) -> datetime | None:
    """`last_seen`, else `timestamp`, the seconds since 1970 at which it was last edited."""
    if told.get("last_seen"):
        return _moment(str(told["last_seen"]), "last_seen")
    text = str(told.get("timestamp") or "")
    if not (text.isascii() and text.isdigit() and len(text) <= len("9999999999")):
        return None
    return datetime.fromtimestamp(int(text), UTC)


def write(rows: Iterable[Shared], *, author: str, at: datetime) -> bytes:
    """One event with an attribute for each row; it reads back alike."""
    stamp = str(int(at.timestamp()))
    event = {
        "uuid": str(uuid5(NAMESPACE, f"{author} {stamp}")),
        "info": "zhisun indicators",
        "date": at.date().isoformat(),
        "timestamp": stamp,
        "threat_level_id": "4",
        "analysis": "2",
        "distribution": "0",
        "published": False,
        "Orgc": {"name": author, "uuid": str(uuid5(NAMESPACE, author))},
        "Attribute": [_written(row, stamp) for row in rows],
    }
    return json.dumps({"Event": event}, ensure_ascii=False, indent=1).encode()


def _written(row: Shared, stamp: str) -> dict[str, Any]:
    tags: dict[str, str] = {"severity": str(row.severity), "confidence": str(row.confidence)}
    if row.kind in {"im", "phone_prefix"}:
        tags["kind"] = row.kind
    for name in ("fraud_type", "source"):
        if text := getattr(row, name):
            tags[name] = text
    for name in TIMES:
        if (moment := getattr(row, name)) is not None:
            tags[name] = moment.astimezone(UTC).isoformat()
    if row.incident_nos:
        tags["incident_nos"] = " ".join(row.incident_nos)
    key = json.dumps([row.kind, row.value, row.source], ensure_ascii=False)
    named = [{"name": f'zhisun:{name}="{text.translate(_ESCAPE)}"'} for name, text in tags.items()]
    return {
        "uuid": str(uuid5(NAMESPACE, key)),
        "type": TYPE_OF[row.kind],
        "category": CATEGORY_OF[row.kind],
        "value": row.value,
        "to_ids": True,
        "deleted": row.withdrawn,
        "timestamp": stamp,
        "Tag": named,
    }
