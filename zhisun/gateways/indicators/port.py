"""An indicator as it travels between bases, and what of a file could not be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from zhisun.kernel.errors import Fact, InputError

KINDS = ("domain", "url", "phone", "phone_prefix", "account", "app", "im", "ip")
"""The kinds of the base (contracts: screen)."""

DEFAULT_SEVERITY = 3
SURE = 100
LARGEST_BYTES = 64 << 20
MOST_ROWS = 500_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """One indicator on its way. place: where it stands in its file ("7", "objects[3]").

    severity 1 to 5, confidence in percent. withdrawn: its source takes it back.
    """

    place: str = ""
    kind: str
    value: str
    fraud_type: str = ""
    severity: int = DEFAULT_SEVERITY
    confidence: int = SURE
    source: str = ""
    verified_at: datetime | None = None
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    seen_at: datetime | None = None
    incident_nos: tuple[str, ...] = ()
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """One place of a file that is no indicator of the base: a code and its facts say why."""

    place: str
    column: str
    code: str
    value: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(slots=True)
class Read:
    """What a file holds: indicators, and what is none."""

    rows: list[Shared] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    def refuse(self, place: str, column: str, code: str, value: object = "", **facts: Fact) -> None:
        """Keep a place that cannot be read."""
        shown = str(value).replace("\x00", "")[:200]
        self.unread.append(Unread(place, column, code, shown, facts))


def unreadable(reason: str) -> InputError:
    """The error of a file that cannot be read at all."""
    return InputError("indicator_file_unreadable", field="file", reason=reason[:120])
