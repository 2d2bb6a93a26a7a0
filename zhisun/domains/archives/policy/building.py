"""One row of an old table → a report, or what is wrong with it (旧案成文).

The columns say what they say; what they leave open (type, transfers, contacts) is read from the
story, and who said the type is kept beside it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pyarrow as pa

from zhisun.domains.archives.policy.types import type_told
from zhisun.domains.archives.terms import LONGEST_NO, OldColumn, TypeOrigin
from zhisun.domains.cases.policy.checks import problems_of
from zhisun.domains.cases.policy.report import (
    NarrativeElement,
    NewChannel,
    NewIncident,
    NewTransfer,
    NewVictim,
    tidied,
)
from zhisun.domains.cases.terms import (
    MOST_TRANSFERS,
    ChannelKind,
    FraudType,
    IdType,
    Sex,
    Source,
)
from zhisun.engines.identity.resident_ids import resident_id
from zhisun.engines.reading.elements import Element
from zhisun.engines.reading.fraud_types.classifier import classify
from zhisun.engines.reading.reader import read
from zhisun.engines.reading.transfers import transfers
from zhisun.engines.statements.instants import BAD, to_instants, unit_of
from zhisun.kernel.errors import InputError
from zhisun.kernel.money import Fen, fen

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

UNKNOWN_NAME = "不详"
"""How the records of the trade write a name that nobody took down."""

CHANNEL_OF = {
    "phone": ChannelKind.PHONE,
    "qq": ChannelKind.QQ,
    "wechat": ChannelKind.WECHAT,
    "telegram": ChannelKind.IM,
    "email": ChannelKind.EMAIL,
    "url": ChannelKind.URL,
    "app": ChannelKind.APP,
}
SEXES = {"男": Sex.MALE, "女": Sex.FEMALE, "男性": Sex.MALE, "女性": Sex.FEMALE}
FIELD_OF = {
    "called_at": OldColumn.CALLED_AT,
    "claimed": OldColumn.LOSS,
    "narrative": OldColumn.NARRATIVE,
    "place": OldColumn.PLACE,
    "victim.name": OldColumn.VICTIM,
    "victim.id_number": OldColumn.ID_NUMBER,
    "victim.phone": OldColumn.PHONE,
    "victim.other_phone": OldColumn.PHONE,
    "victim.age": OldColumn.AGE,
    "victim.address": OldColumn.ADDRESS,
    "victim.occupation": OldColumn.OCCUPATION,
    "transfers.0.to_account": OldColumn.PAYEE_ACCOUNT,
    "transfers.0.to_name": OldColumn.PAYEE_NAME,
    "transfers.0.to_bank_name": OldColumn.PAYEE_BANK,
    "transfers.0.amount": OldColumn.LOSS,
}
"""Which column a field of the report was read from."""

_BETWEEN_NUMBERS = re.compile(r"[/、,，;；\s]+")
_SUM = re.compile(
    r"(?:人民币|￥|¥|RMB)?\s*(-?[0-9][0-9,，]*(?:\.[0-9]+)?)\s*(万)?\s*(?:余)?(?:元|块)?(?:整)?"
)
_NO_SUM = frozenset({"", "-", "--", "—", "/", "无", "未损失", "未遂"})
_DIGITS = re.compile(r"[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class Built:
    """One old report: its own number, the report itself, and who said its type."""

    old_no: str
    called_at: datetime
    report: NewIncident
    station: str
    type_told: str
    type_origin: TypeOrigin


class UnusableRow(InputError):
    """A row with problems; the field of each is a value of OldColumn."""

    def __init__(self, problems: Sequence[InputError]) -> None:
        super().__init__("old_report_unusable", count=len(problems))
        self.problems = tuple(problems)


def built(cells: Mapping[OldColumn, str], *, area: str, wan: bool, at: datetime) -> Built:
    """The report that a row tells. wan: its loss is in ten thousands of yuan.

    Raises UnusableRow with every problem at its column.
    """
    told = {column: text.replace("\0", "").strip() for column, text in cells.items()}
    problems: list[InputError] = []
    old_no = _number(told, problems)
    called_at = _instant(told.get(OldColumn.CALLED_AT, ""), problems)
    loss = _loss(told.get(OldColumn.LOSS, ""), problems, wan=wan)
    report, origin = _report(told, loss, area=area, called_at=called_at)
    report, wrong = _without_odd_readings(report, told, at=at)
    problems += wrong
    if problems or called_at is None:
        raise UnusableRow(_once(problems))
    return Built(
        old_no=old_no,
        called_at=called_at,
        report=report,
        station=told.get(OldColumn.STATION, "")[:100],
        type_told=told.get(OldColumn.FRAUD_TYPE, "")[:60],
        type_origin=origin,
    )


def _number(told: Mapping[OldColumn, str], problems: list[InputError]) -> str:
    old_no = told.get(OldColumn.OLD_NO, "")
    if not old_no:
        problems.append(InputError("old_report_needs_number", field=OldColumn.OLD_NO.value))
    elif len(old_no) > LONGEST_NO:
        problems.append(InputError("text_too_long", field=OldColumn.OLD_NO.value, most=LONGEST_NO))
    return old_no


def _instant(text: str, problems: list[InputError]) -> datetime | None:
    field = OldColumn.CALLED_AT.value
    if not text:
        problems.append(InputError("old_report_needs_time", field=field))
        return None
    raw = to_instants(pa.array([text], pa.string()))
    if int(raw[0]) == BAD:
        problems.append(InputError("old_report_time_unreadable", field=field, text=text[:40]))
        return None
    return EPOCH + timedelta(microseconds=int(unit_of(raw)[0][0]))


def _loss(text: str, problems: list[InputError], *, wan: bool) -> Fen | None:
    if text in _NO_SUM:
        return None
    said = _SUM.fullmatch(text)
    try:
        if said is None:
            raise InputError("amount_unreadable", amount=text[:40])  # noqa: TRY301 one way out
        amount = fen(said.group(1))
    except InputError as error:
        problems.append(InputError(error.code, **(error.facts | {"field": OldColumn.LOSS.value})))
        return None
    return amount * 10_000 if wan or said.group(2) else amount


def _report(
    told: Mapping[OldColumn, str], loss: Fen | None, *, area: str, called_at: datetime | None
) -> tuple[NewIncident, TypeOrigin]:
    story = told.get(OldColumn.NARRATIVE, "")
    elements = read(story, ref_time=called_at)
    fraud_type, origin = _type(told.get(OldColumn.FRAUD_TYPE, ""), story)
    victim = _victim(told)
    report = NewIncident(
        area=area,
        source=Source.ARCHIVE,
        fraud_type=fraud_type,
        called_at=called_at,
        victim=victim,
        narrative=story,
        elements=tuple(_narrative_element(each) for each in elements),
        transfers=tuple(_transfers(told, elements, story, loss))[:MOST_TRANSFERS],
        channels=tuple(_channels(elements, {victim.phone, victim.other_phone}))[:MOST_TRANSFERS],
        claimed_fen=loss,
        place=told.get(OldColumn.PLACE, ""),
    )
    return tidied(report), origin


def _type(words: str, story: str) -> tuple[FraudType, TypeOrigin]:
    told = type_told(words)
    if told is not None:
        return told, TypeOrigin.FILE
    if not story:
        return FraudType.QT, TypeOrigin.UNSURE
    verdict = classify(story)
    return (
        type_told(verdict.label) or FraudType.QT,
        TypeOrigin.MACHINE if verdict.sure else TypeOrigin.UNSURE,
    )


def _victim(told: Mapping[OldColumn, str]) -> NewVictim:
    id_number = told.get(OldColumn.ID_NUMBER, "")
    phones = [each for each in _BETWEEN_NUMBERS.split(told.get(OldColumn.PHONE, "")) if each]
    age = told.get(OldColumn.AGE, "").removesuffix("岁")
    return NewVictim(
        name=told.get(OldColumn.VICTIM, "") or UNKNOWN_NAME,
        id_type=_id_type(id_number),
        id_number=id_number,
        sex=SEXES.get(told.get(OldColumn.SEX, "")),
        age=int(age) if _DIGITS.fullmatch(age) else None,
        phone=phones[0] if phones else "",
        other_phone=phones[1] if len(phones) > 1 else "",
        address=told.get(OldColumn.ADDRESS, ""),
        occupation=told.get(OldColumn.OCCUPATION, ""),
    )


def _id_type(id_number: str) -> IdType | None:
    if not id_number:
        return None
    looks = id_number.isdigit() or resident_id(id_number) is not None
    return IdType.RESIDENT if looks else IdType.OTHER


def _narrative_element(each: Element) -> NarrativeElement:
    return NarrativeElement(
        type=each.type, start=each.start, end=each.end, text=each.text, norm=each.norm or ""
    )


def _transfers(
    told: Mapping[OldColumn, str], elements: Sequence[Element], story: str, loss: Fen | None
) -> Iterator[NewTransfer]:
    """The account a column names takes the whole loss; else the story's own transfers."""
    account = told.get(OldColumn.PAYEE_ACCOUNT, "")
    if account:
        yield NewTransfer(
            amount_fen=loss,
            to_account=account,
            to_name=told.get(OldColumn.PAYEE_NAME, ""),
            to_bank_name=told.get(OldColumn.PAYEE_BANK, ""),
        )
        return
    for said in transfers(elements, story):
        yield NewTransfer(
            amount_fen=said.amount_fen,
            moved_at=said.at,
            to_account=said.payee_account or "",
            to_name=said.payee_name or "",
            to_bank_name=said.payee_bank or "",
            from_account=said.payer_account or "",
            from_bank_name=said.payer_bank or "",
        )


def _channels(elements: Sequence[Element], own: set[str]) -> Iterator[NewChannel]:
    seen: set[tuple[ChannelKind, str]] = set()
    for each in elements:
        kind, value = CHANNEL_OF.get(each.type), each.norm or each.text
        if kind is None or "role" in each.extra or value in own or (kind, value) in seen:
            continue
        seen.add((kind, value))
        yield NewChannel(kind=kind, value=value)


def _without_odd_readings(
    report: NewIncident, told: Mapping[OldColumn, str], *, at: datetime
) -> tuple[NewIncident, list[InputError]]:
    """The report without transfers and contacts that we read wrong, and the columns' problems.

    What a column says wrong is the sender's to mend; what we misread ourselves is dropped.
    """
    named = bool(told.get(OldColumn.PAYEE_ACCOUNT))
    problems = problems_of(report, at=at)
    odd = {_list_place(str(problem.facts.get("field", ""))) for problem in problems}
    kept = replace(
        report,
        transfers=tuple(
            each
            for place, each in enumerate(report.transfers)
            if named or ("transfers", place) not in odd
        ),
        channels=tuple(
            each for place, each in enumerate(report.channels) if ("channels", place) not in odd
        ),
    )
    left = problems if kept == report else problems_of(kept, at=at)
    return kept, [_at_column(each) for each in left]


def _at_column(problem: InputError) -> InputError:
    field = str(problem.facts.get("field", ""))
    column = FIELD_OF.get(field, OldColumn.NARRATIVE)
    return InputError(problem.code, **(problem.facts | {"field": column.value}))


def _list_place(field: str) -> tuple[str, int]:
    name, _dot, rest = field.partition(".")
    place = rest.partition(".")[0]
    return (name, int(place)) if place.isdigit() else (name, -1)


def _once(problems: Sequence[InputError]) -> list[InputError]:
    """One problem for each column and code: a missing sum is one fault, told twice."""
    return list({(each.code, str(each.facts.get("field"))): each for each in problems}.values())
