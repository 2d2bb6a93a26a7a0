"""Is the report valid? Every problem at once, each at its field."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime

from zhisun.domains.cases.policy.report import (
    Amendment,
    Correction,
    KeptApart,
    NarrativeElement,
    NewChannel,
    NewIncident,
    NewTransfer,
    NewVictim,
    Reporter,
)
from zhisun.domains.cases.terms import (
    CLOCK_SKEW,
    LONGEST,
    LONGEST_OTHERWISE,
    MOST_TRANSFERS,
    SUBJECT_OF,
    IdType,
)
from zhisun.domains.subjects.policy import normalised
from zhisun.domains.subjects.terms import SubjectKind
from zhisun.engines.identity.resident_ids import resident_id
from zhisun.kernel.errors import InputError
from zhisun.kernel.money import LARGEST_FEN

OLDEST_AGE = 130
LONGEST_CALL = 24 * 3600
_AREA = re.compile(r"\d{2}|\d{4}|\d{6}|\d{9}|\d{12}")
_ACCOUNT = re.compile(r"[0-9A-Za-z@.*+_:-]{4,40}")
_PHONE = re.compile(r"[0-9*+()#]{3,30}")
_CURRENCY = re.compile(r"[A-Z]{3}")


class InvalidReport(InputError):
    """A report with problems. `problems` has one InputError per field that needs the person."""

    def __init__(self, problems: Sequence[InputError]) -> None:
        super().__init__("report_invalid", count=len(problems))
        self.problems = tuple(problems)


def problems_of(report: NewIncident, *, at: datetime) -> tuple[InputError, ...]:
    """Everything wrong with a tidied report, in the order of the form. Ours."""
    return (
        *_area(report.area),
        *_past(report.called_at, "called_at", at),
        *texts(report, ""),
        *_empty(report),
        *_reporter(report.reporter),
        *_victim(report.victim),
        *_elements(report.elements, report.narrative),
        *loss(report.claimed_fen, "claimed"),
        *_lists(report.transfers, report.channels, at),
        *_kept_apart(report.kept_apart),
    )


def problems_of_change(
    change: Amendment, *, narrative: str, at: datetime
) -> tuple[InputError, ...]:
    """Everything wrong with a tidied amendment. `narrative` is the one the incident has now."""
    return (
        *texts(change, ""),
        *(_reporter(change.reporter) if change.reporter else ()),
        *(_victim(change.victim) if change.victim else ()),
        *_elements(
            change.elements or (), narrative if change.narrative is None else change.narrative
        ),
        *loss(change.claimed_fen, "claimed"),
        *_lists(change.transfers, change.channels, at),
        *_corrections(change.corrected, at),
    )


def texts(part: object, path: str) -> Iterator[InputError]:
    """Texts the database could not hold: too long, or with characters that are no text."""
    if not is_dataclass(part):
        return
    for each in fields(part):
        value = getattr(part, each.name)
        if isinstance(value, str):
            yield from text(value, each.name, path)
        elif isinstance(value, tuple):
            for index, inner in enumerate(value):
                yield from texts(inner, f"{path}{each.name}.{index}.")
        else:
            yield from texts(value, f"{path}{each.name}.")


def text(value: str, name: str, path: str = "") -> Iterator[InputError]:
    """What is wrong with one text called `name`."""
    most = LONGEST.get(name, LONGEST_OTHERWISE)
    if len(value) > most:
        yield InputError("text_too_long", field=f"{path}{name}", most=most)
    if "\x00" in value or any("\ud800" <= char <= "\udfff" for char in value):
        yield InputError("text_unreadable", field=f"{path}{name}")


def _area(area: str) -> Iterator[InputError]:
    if not _AREA.fullmatch(area):
        yield InputError("area_malformed", field="area", area=area[:20])


def _empty(report: NewIncident) -> Iterator[InputError]:
    if not report.narrative.strip() and not report.transfers:
        yield InputError("report_empty", field="narrative")


def _past(moment: datetime | None, name: str, at: datetime) -> Iterator[InputError]:
    if moment is not None and moment > at + CLOCK_SKEW:
        yield InputError("time_not_yet", field=name)


def _phone(phone: str, name: str) -> Iterator[InputError]:
    if phone and not _PHONE.fullmatch(phone):
        yield InputError("phone_unreadable", field=name, phone=phone[:30])


def _reporter(reporter: Reporter) -> Iterator[InputError]:
    yield from _phone(reporter.phone, "reporter.phone")


def _victim(victim: NewVictim) -> Iterator[InputError]:
    if not victim.name:
        yield InputError("victim_name_needed", field="victim.name")
    yield from _phone(victim.phone, "victim.phone")
    yield from _phone(victim.other_phone, "victim.other_phone")
    if victim.age is not None and not 0 <= victim.age <= OLDEST_AGE:
        yield InputError("age_impossible", field="victim.age", age=victim.age)
    if victim.id_number and victim.id_type in {None, IdType.RESIDENT}:
        read = resident_id(victim.id_number)
        if read is None or not read.check_valid or read.born_on is None:
            yield InputError("resident_id_wrong", field="victim.id_number")


def _elements(elements: Sequence[NarrativeElement], narrative: str) -> Iterator[InputError]:
    for index, element in enumerate(elements):
        inside = 0 <= element.start < element.end <= len(narrative)
        if not inside or narrative[element.start : element.end] != element.text:
            yield InputError("element_not_in_narrative", field=f"elements.{index}")


def loss(amount_fen: int | None, name: str) -> Iterator[InputError]:
    """What is wrong with a loss called `name`; nothing told is nothing wrong."""
    if amount_fen is not None and amount_fen < 0:
        yield InputError("loss_negative", field=name)
    if amount_fen is not None and amount_fen > LARGEST_FEN:
        yield InputError("amount_too_large", field=name)


def _lists(
    transfers: Sequence[NewTransfer], channels: Sequence[NewChannel], at: datetime
) -> Iterator[InputError]:
    for name, rows in (("transfers", transfers), ("channels", channels)):
        if len(rows) > MOST_TRANSFERS:
            yield InputError("too_many_rows", field=name, most=MOST_TRANSFERS)
    for index, transfer in enumerate(transfers):
        yield from _transfer(transfer, f"transfers.{index}.", at)
    for index, channel in enumerate(channels):
        yield from _channel(channel, f"channels.{index}.", at)


def _transfer(transfer: NewTransfer, path: str, at: datetime) -> Iterator[InputError]:
    if transfer.amount_fen is None or transfer.amount_fen <= 0:
        yield InputError("amount_needed", field=f"{path}amount")
    elif transfer.amount_fen > LARGEST_FEN:
        yield InputError("amount_too_large", field=f"{path}amount")
    yield from _past(transfer.moved_at, f"{path}moved_at", at)
    if not _CURRENCY.fullmatch(transfer.currency):
        yield InputError("currency_unreadable", field=f"{path}currency")
    for name in ("from_account", "to_account"):
        account = getattr(transfer, name)
        if account and not _ACCOUNT.fullmatch(account):
            yield InputError("account_misspelt", field=f"{path}{name}", account=account[:40])
    yield from _subject(SubjectKind.ACCOUNT, transfer.to_account, f"{path}to_account")


def _channel(channel: NewChannel, path: str, at: datetime) -> Iterator[InputError]:
    if not channel.value:
        yield InputError("channel_value_needed", field=f"{path}value")
    yield from _subject(SUBJECT_OF.get(channel.kind), channel.value, f"{path}value")
    yield from _past(channel.contacted_at, f"{path}contacted_at", at)
    seconds = channel.duration_seconds
    if seconds is not None and not 0 <= seconds <= LONGEST_CALL:
        yield InputError("duration_impossible", field=f"{path}duration")


def _subject(kind: SubjectKind | None, value: str, field: str) -> Iterator[InputError]:
    if kind is None or not value:
        return
    try:
        normalised(kind, value)
    except InputError as error:
        yield InputError(error.code, field=field, **error.facts)


def _corrections(corrected: Sequence[Correction], at: datetime) -> Iterator[InputError]:
    for index, correction in enumerate(corrected):
        yield from _transfer(correction.transfer, f"corrected.{index}.transfer.", at)


def _kept_apart(decisions: Sequence[KeptApart]) -> Iterator[InputError]:
    for index, decision in enumerate(decisions):
        if not decision.reason:
            yield InputError("reason_needed", field=f"kept_apart.{index}.reason")
