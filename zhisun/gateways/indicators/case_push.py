"""The bank lane's 涉案信息推送 (TxCaseInfoPush), read into the base (domain.md §2.8).

Known are the names of an entry's elements, that its ApplicationID begins with 0501, and that a
list is white (0), black (1) or grey (2). Not known are the transaction's code, the element around
the entries and the codes of UpdateType: any code is taken, every block with one of an entry's
values is an entry, and `UPDATES` is ours (docs/indicators.md).
"""

from collections.abc import Iterator
from datetime import datetime

from zhisun.gateways import envelope
from zhisun.gateways.blocks import Block
from zhisun.gateways.indicators.port import Read, Shared, unreadable
from zhisun.kernel.errors import GatewayRefused, InputError
from zhisun.kernel.moments import from_compact

BUSINESS_NO = "0501"
SOURCE = "涉案信息推送"
VALUES = {
    "Account": "account",
    "PhoneNumber": "phone",
    "IpAddress": "ip",
    "QQ": "im",
    "Url": "url",
}
"""Elements that are indicators. Names, documents, MAC and devices are held against no event."""

WHITE = "0"
WORTH = {"1": (5, 100), "2": (3, 60)}
"""ListType → severity and confidence. Local rule."""

UPDATES = {"": False, "01": False, "02": False, "03": True, "1": False, "2": False, "3": True}
"""UpdateType → whether the entry is taken back: added, changed, withdrawn. Ours."""

_DAY = len("yyyyMMdd")


def read(data: bytes) -> Read:
    """The entries of one message. Raises InputError for what is no such message."""
    try:
        whole = envelope.parse(data)
        application = envelope.checked_application_id(whole.body.take("ApplicationID"), BUSINESS_NO)
        list_type = whole.body.take("ListType") or "1"
        found = Read()
        for number, entry in enumerate(_entries(whole.body), start=1):
            _entry(found, f"{application}#{number}", entry, list_type)
    except GatewayRefused as error:
        raise unreadable(f"{error.code} {error.facts.get('element', '')}".strip()) from error
    return found


def _entries(block: Block) -> Iterator[Block]:
    """The blocks that hold a value, in their order; the body itself when it is its only entry."""
    drained = block.drain()
    groups: dict[str, dict[str, str]] = {}
    for path, text in drained.items():
        above, _slash, name = path.rpartition("/")
        groups.setdefault(above, {})[name] = text
    for told in groups.values():
        if any(told.get(name) for name in VALUES):
            entry = Block()
            for name, text in told.items():
                entry.put(name.partition("#")[0], text)
            yield entry


def _entry(read: Read, place: str, entry: Block, list_type: str) -> None:
    listed = entry.take("ListType") or list_type
    update = entry.take("UpdateType")
    if listed not in WORTH or update not in UPDATES:
        column, value = ("ListType", listed) if listed not in WORTH else ("UpdateType", update)
        code = "push_of_white_list" if value == WHITE else "push_code_unknown"
        read.refuse(place, column, code, value)
        return
    try:
        verified = _moment(entry.take("VerificationTime"), "VerificationTime")
        ends = _moment(entry.take("ValidationPeriod"), "ValidationPeriod")
    except InputError as error:
        read.refuse(place, str(error.facts["field"]), error.code, error.facts.get("time", ""))
        return
    severity, confidence = WORTH[listed]
    organisation = entry.take("OrganizationID")
    for element, kind in VALUES.items():
        if value := entry.take(element):
            read.rows.append(
                Shared(
                    place=f"{place} {element}",
                    kind=kind,
                    value=value.partition("_")[0] if kind == "account" else value,
                    severity=severity,
                    confidence=confidence,
                    source=f"{SOURCE} {organisation}".strip(),
                    verified_at=verified,
                    seen_at=verified,
                    valid_to=ends,
                    withdrawn=UPDATES[update],
                )
            )


def _moment(text: str, column: str) -> datetime | None:
    if not text:
        return None
    try:
        return from_compact(f"{text}000000" if len(text) == _DAY else text)
    except InputError as error:
        raise InputError(error.code, **(error.facts | {"field": column})) from error
