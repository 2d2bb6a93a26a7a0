"""A report as it comes from a desk, before it is an incident. Source: domain.md §7.2."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from zhisun.domains.cases.terms import (
    ChannelKind,
    Direction,
    FraudType,
    IdType,
    Method,
    PayeeKind,
    Relation,
    Sex,
    Source,
)

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Part = TypeVar("Part", bound=DataclassInstance)
else:
    Part = TypeVar("Part")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTransfer:
    """One transfer as told. `moved_at` and the payee may still be unknown; the amount may not."""

    amount_fen: int | None = None
    moved_at: datetime | None = None
    currency: str = "CNY"
    method: Method | None = None
    from_institution_code: str = ""
    from_bank_name: str = ""
    from_name: str = ""
    from_account: str = ""
    to_institution_code: str = ""
    to_bank_name: str = ""
    to_name: str = ""
    to_account: str = ""
    to_kind: PayeeKind = PayeeKind.PERSONAL
    serial: str = ""
    merchant: str = ""
    stopped_already: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewChannel:
    """One way the fraudster reached the victim."""

    kind: ChannelKind
    value: str
    nickname: str = ""
    group: str = ""
    direction: Direction | None = None
    contacted_at: datetime | None = None
    duration_seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVictim:
    """The person who lost the money."""

    name: str
    id_type: IdType | None = None
    id_number: str = ""
    sex: Sex | None = None
    age: int | None = None
    phone: str = ""
    other_phone: str = ""
    address: str = ""
    unit: str = ""
    occupation: str = ""
    education: str = ""
    app_installed: bool | None = None
    warned_before: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """The person who told us; often not the victim."""

    name: str = ""
    phone: str = ""
    relation: Relation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NarrativeElement:
    """One element found in the narrative: `narrative[start:end] == text`.

    confirmed: a call-taker looked at it, rather than the reader alone.
    """

    type: str
    start: int
    end: int
    text: str
    norm: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptApart:
    """A look-alike that the call-taker judged to be another fraud, and why."""

    incident_no: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewIncident:
    """One report, ready to be registered.

    claimed_fen: None takes the sum of the transfers. called_at: None takes the call sheet's
    time, else the time of registration. draft_key: the draft it was typed in, registered once.
    """

    area: str
    fraud_type: FraudType
    victim: NewVictim
    source: Source = Source.WALK_IN
    sheet_no: str = ""
    draft_key: str = ""
    called_at: datetime | None = None
    reporter: Reporter = field(default_factory=Reporter)
    narrative: str = ""
    elements: tuple[NarrativeElement, ...] = ()
    channels: tuple[NewChannel, ...] = ()
    transfers: tuple[NewTransfer, ...] = ()
    claimed_fen: int | None = None
    attempted: bool = False
    still_in_contact: bool | None = None
    holds_money: bool | None = None
    screen_shared: bool | None = None
    remote_controlled: bool | None = None
    place: str = ""
    kept_apart: tuple[KeptApart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What the transfer with this sequence should say; a name the bank refused, for instance."""

    sequence: int
    transfer: NewTransfer


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """What changes in an incident. None leaves a thing as it is.

    transfers and channels are added to those there are; corrected replaces transfers.
    """

    fraud_type: FraudType | None = None
    victim: NewVictim | None = None
    reporter: Reporter | None = None
    narrative: str | None = None
    elements: tuple[NarrativeElement, ...] | None = None
    claimed_fen: int | None = None
    attempted: bool | None = None
    still_in_contact: bool | None = None
    holds_money: bool | None = None
    screen_shared: bool | None = None
    remote_controlled: bool | None = None
    place: str | None = None
    channels: tuple[NewChannel, ...] = ()
    transfers: tuple[NewTransfer, ...] = ()
    corrected: tuple[Correction, ...] = ()


class Priced(Protocol):
    """A transfer, new or stored."""

    @property
    def amount_fen(self) -> int | None:
        """The amount in fen."""

    @property
    def currency(self) -> str:
        """Its currency."""


NUMBERS = frozenset({"to_account", "from_account", "id_number", "phone", "other_phone"})
VERBATIM = frozenset({"narrative", "elements", "sheet_no", "draft_key"})
_GAPS = re.compile(r"[\s\-‐-―·•]+")


def tidied(part: Part) -> Part:
    """The same report with spaces, dashes and full-width digits out of its numbers.

    The narrative stays to the letter, because its elements point into it. Idempotent.
    """
    changes = {
        each.name: _tidy(each.name, getattr(part, each.name))
        for each in fields(part)
        if each.name not in VERBATIM
    }
    return replace(part, **changes)


def claimed(told_fen: int | None, transfers: Iterable[Priced], *, before_fen: int = 0) -> int:
    """The loss the victim claims, in fen: as told now, else all transfers in yuan.

    What he claimed before (`before_fen`) never shrinks by itself: it may include transfers he
    has not named yet.
    """
    if told_fen is not None:
        return told_fen
    named = sum(each.amount_fen or 0 for each in transfers if each.currency == "CNY")
    return max(named, before_fen)


def _tidy(name: str, value: object) -> object:
    if type(value) is str:  # an enumeration's members stay what they are
        return number(value) if name in NUMBERS else value.strip()
    if isinstance(value, tuple):
        return tuple(_tidy("", each) for each in value)
    if hasattr(value, "__dataclass_fields__"):
        return tidied(cast("DataclassInstance", value))
    return value


def number(text: str) -> str:
    """A number as compared and stored: half-width, without separators, the X of an id capital.

    A login name used as a payment account (name@host) keeps its dashes.
    """
    folded = unicodedata.normalize("NFKC", text).strip()
    if "@" in folded:
        return folded
    compact = _GAPS.sub("", folded)
    return compact.upper() if compact[:-1].isdigit() else compact
