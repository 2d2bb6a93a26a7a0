"""From the form to a report the domain can judge, with every unreadable field named."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from django.db.models import TextChoices

from zhisun.desks.intake_desk.forms.amounts import amount_of
from zhisun.desks.intake_desk.forms.moments import moment_of
from zhisun.desks.intake_desk.forms.payees import Institutions
from zhisun.desks.intake_desk.forms.typed import Typed
from zhisun.domains.cases.policy.report import (
    KeptApart,
    NarrativeElement,
    NewChannel,
    NewIncident,
    NewTransfer,
    NewVictim,
    Reporter,
)
from zhisun.domains.cases.terms import (
    TOLD_NOW,
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
from zhisun.kernel.errors import InputError

Choice = TypeVar("Choice", bound=TextChoices)
Value = TypeVar("Value")

YES, NO = "yes", "no"
IDLE = frozenset({"to_kind", "method", "kind"})
"""Fields that alone make no row: they hold something from the start."""
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Parsed:
    """A report, the row number of each of its transfers and channels, and what was unreadable."""

    report: NewIncident
    transfers: tuple[int, ...]
    channels: tuple[int, ...]
    problems: tuple[InputError, ...]

    def at_its_field(self, problem: InputError) -> InputError:
        """A problem the report named by position, with the name its field has on the screen."""
        parts = str(problem.facts.get("field", "")).split(".")
        numbers = {"transfers": self.transfers, "channels": self.channels}.get(parts[0])
        if numbers is None or len(parts) == 1:
            return problem
        position = int(parts[1])
        parts[1] = str(numbers[position]) if position < len(numbers) else parts[1]
        whole = ".".join(parts if len(parts) > 2 else [*parts, "to_account"])  # noqa: PLR2004 list.row
        return InputError(problem.code, **{**problem.facts, "field": whole})


@dataclass(slots=True)
class Reader:
    """Reads texts of the form and collects what it cannot read."""

    ref: datetime
    problems: list[InputError] = field(default_factory=list)

    def amount(self, text: str, name: str) -> int | None:
        """Fen of an amount."""
        return self._read(amount_of, text, name)

    def moment(self, text: str, name: str) -> datetime | None:
        """The instant of a time."""
        return self._read(lambda told: moment_of(told, ref=self.ref), text, name)

    def whole(self, text: str, name: str) -> int | None:
        """A whole number."""
        return self._read(_whole, text, name)

    def _read(self, read: Callable[[str], Value], text: str, name: str) -> Value | None:
        if not text.strip():
            return None
        try:
            return read(text)
        except InputError as error:
            self.problems.append(InputError(error.code, **{**error.facts, "field": name}))
            return None


def parsed(
    typed: Typed,
    *,
    area: str,
    ref: datetime,
    institutions: Institutions,
    elements: Sequence[NarrativeElement] = (),
) -> Parsed:
    """The report a form makes. Texts stay as they are: the report tidies and judges them."""
    reader = Reader(ref)
    transfers = {row: typed.row("transfers", row) for row in filled(typed, "transfers")}
    channels = {row: typed.row("channels", row) for row in filled(typed, "channels")}
    report = NewIncident(
        area=area,
        fraud_type=choice(FraudType, typed["fraud_type"]) or FraudType.QT,
        source=_source(typed["source"]),
        sheet_no=typed["sheet_no"],
        draft_key=typed["draft_key"],
        victim=victim(typed, reader),
        reporter=_reporter(typed),
        narrative=typed.narrative,
        elements=tuple(elements),
        transfers=tuple(
            transfer(values, f"transfers.{row}.", reader, institutions)
            for row, values in transfers.items()
        ),
        channels=tuple(_channel(values, row, reader) for row, values in channels.items()),
        claimed_fen=reader.amount(typed["claimed"], "claimed"),
        attempted=typed["attempted"] == YES,
        still_in_contact=told(typed["still_in_contact"]),
        holds_money=told(typed["holds_money"]),
        screen_shared=told(typed["screen_shared"]),
        remote_controlled=told(typed["remote_controlled"]),
        place=typed["place"],
        kept_apart=tuple(_kept_apart(typed.values)),
    )
    return Parsed(report, tuple(transfers), tuple(channels), tuple(reader.problems))


def filled(typed: Typed, of: str) -> list[int]:
    """Numbers of the rows that say something."""
    return [
        row
        for row in typed.rows(of)
        if any(text.strip() for name, text in typed.row(of, row).items() if name not in IDLE)
    ]


def transfer(
    values: Mapping[str, str], path: str, reader: Reader, institutions: Institutions
) -> NewTransfer:
    """One transfer of the form."""
    texts = {name: values.get(name, "").strip() for name in TRANSFER_TEXTS}
    kind = choice(PayeeKind, values.get("to_kind", ""))
    return NewTransfer(
        **texts,
        amount_fen=reader.amount(values.get("amount", ""), f"{path}amount"),
        moved_at=reader.moment(values.get("moved_at", ""), f"{path}moved_at"),
        method=choice(Method, values.get("method", "")),
        to_kind=kind or institutions.kind(texts["to_bank_name"]),
        to_institution_code=institutions.code(texts["to_bank_name"], texts["to_account"]),
        from_institution_code=institutions.code(texts["from_bank_name"], texts["from_account"]),
        stopped_already=values.get("stopped_already") == YES,
    )


TRANSFER_TEXTS = (
    "to_account",
    "to_name",
    "to_bank_name",
    "from_account",
    "from_name",
    "from_bank_name",
    "serial",
    "merchant",
)
VICTIM_TEXTS = (
    "name",
    "id_number",
    "phone",
    "other_phone",
    "address",
    "unit",
    "occupation",
    "education",
)


def victim(typed: Typed, reader: Reader) -> NewVictim:
    """The victim of the form."""
    return NewVictim(
        **{name: typed[f"victim.{name}"].strip() for name in VICTIM_TEXTS},
        id_type=choice(IdType, typed["victim.id_type"]),
        sex=choice(Sex, typed["victim.sex"]),
        age=reader.whole(typed["victim.age"], "victim.age"),
        app_installed=told(typed["victim.app_installed"]),
        warned_before=told(typed["victim.warned_before"]),
    )


def told(text: str) -> bool | None:
    """Yes, no, or not asked yet."""
    return {YES: True, NO: False}.get(text)


def choice(kind: type[Choice], text: str) -> Choice | None:
    """The member with this value, None when there is none."""
    return kind(text) if text in kind.values else None


def _reporter(typed: Typed) -> Reporter:
    return Reporter(
        name=typed["reporter.name"].strip(),
        phone=typed["reporter.phone"].strip(),
        relation=choice(Relation, typed["reporter.relation"]),
    )


def _channel(values: Mapping[str, str], row: int, reader: Reader) -> NewChannel:
    path = f"channels.{row}."
    minutes = reader.whole(values.get("duration", ""), f"{path}duration")
    return NewChannel(
        kind=choice(ChannelKind, values.get("kind", "")) or ChannelKind.PHONE,
        value=values.get("value", "").strip(),
        nickname=values.get("nickname", "").strip(),
        group=values.get("group", "").strip(),
        direction=choice(Direction, values.get("direction", "")),
        contacted_at=reader.moment(values.get("contacted_at", ""), f"{path}contacted_at"),
        duration_seconds=None if minutes is None else minutes * _MINUTE,
    )


def _kept_apart(values: Mapping[str, str]) -> Iterable[KeptApart]:
    for name, reason in values.items():
        if name.startswith("apart.") and reason.strip():
            yield KeptApart(incident_no=name.removeprefix("apart."), reason=reason.strip())


def _whole(text: str) -> int:
    told = text.strip()
    if not (told.isascii() and told.isdigit() and len(told) <= len("9999")):
        raise InputError("number_unreadable", told=told[:20])
    return int(told)


def _source(text: str) -> Source:
    told = choice(Source, text)
    return told if told in TOLD_NOW else Source.WALK_IN
