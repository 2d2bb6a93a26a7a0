"""The screen of one report (接警界面): what each field holds, what is missing, what to ask."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from django.utils.translation import override

from zhisun.desks.intake_desk.forms.decisions import nth_of
from zhisun.desks.intake_desk.forms.known import known
from zhisun.desks.intake_desk.forms.merging import Held, aligned, merged
from zhisun.desks.intake_desk.forms.payees import Institutions, card_of, full_name
from zhisun.desks.intake_desk.forms.proposals import Proposal, proposed
from zhisun.desks.intake_desk.forms.reports import Parsed, choice, parsed
from zhisun.desks.intake_desk.forms.typed import Typed
from zhisun.domains.cases.policy.gate import TransferGate, gate_of
from zhisun.domains.cases.policy.questions import Question, next_questions
from zhisun.domains.cases.policy.report import NarrativeElement
from zhisun.domains.cases.terms import FraudType, IdType, Sex
from zhisun.engines.identity.resident_ids import resident_id
from zhisun.engines.reading.fraud_types.classifier import Ranked, Verdict, classify

FILLED_BY_MACHINE = ("transfers.", "channels.", "victim.", "reporter.", "fraud_type")
"""Beginnings of the names of fields that the machine may fill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What stands around a form. ref: when it was told. prefill: what its call sheet says."""

    area: str
    ref: datetime
    institutions: Institutions = field(default_factory=Institutions)
    prefill: Mapping[str, str] = field(default_factory=dict)


LEAST_CHANCE = 0.05
"""A type less likely than this is not worth the call-taker's eye. Ours."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A fraud type the words speak for, with the words."""

    fraud_type: FraudType
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """The amount a row was made of: the `nth` place where the narrative says `text`."""

    text: str
    nth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """One report as it stands: rows by number, each field with who fills it."""

    typed: Typed
    held: Mapping[str, Held]
    rows: tuple[int, ...]
    channel_rows: tuple[int, ...]
    origins: Mapping[int, Origin]
    parsed: Parsed
    proposal: Proposal
    gates: Mapping[int, TransferGate]
    questions: tuple[Question, ...]
    guesses: tuple[Guess, ...]

    @property
    def first_transfer_at(self) -> datetime | None:
        """T0 as far as it is known."""
        moments = [each.moved_at for each in self.parsed.report.transfers if each.moved_at]
        return min(moments, default=None)


def screen(typed: Typed, setting: Setting) -> Screen:
    """What a form shows: what was typed and what was read, put together."""
    proposal = proposed(
        typed.narrative, typed.decisions, ref=setting.ref, institutions=setting.institutions
    )
    verdict = classify(typed.narrative)
    guesses = tuple(_guesses(verdict))
    transfers = [each.values for each in proposal.transfers]
    rows = _placed(typed, "transfers", transfers)
    channel_rows = _placed(typed, "channels", proposal.channels)
    said = {
        **setting.prefill,
        **proposal.fields,
        **({"fraud_type": guesses[0].fraud_type.value} if guesses and verdict.sure else {}),
        **_said("transfers", rows, transfers),
        **_said("channels", channel_rows, proposal.channels),
    }
    shown = {"transfers": rows, "channels": channel_rows}
    held = _held(typed, said, shown)
    full = typed.holding({name: each.value for name, each in held.items()})
    report = parsed(
        full,
        area=setting.area,
        ref=setting.ref,
        institutions=setting.institutions,
        elements=_elements(proposal),
    )
    answered = known(report.report) | typed.asked
    return Screen(
        typed=full,
        held=held,
        rows=tuple(sorted(rows)) or (0,),
        channel_rows=tuple(sorted(channel_rows)),
        origins=_origins(rows, proposal, typed.narrative),
        parsed=report,
        proposal=proposal,
        gates=_gates(report),
        questions=tuple(next_questions(choice(FraudType, full["fraud_type"]), answered)),
        guesses=guesses,
    )


def _gates(report: Parsed) -> dict[int, TransferGate]:
    numbered = zip(report.transfers, report.report.transfers, strict=True)
    return {row: gate_of(each, number) for number, (row, each) in enumerate(numbered, 1)}


def _placed(typed: Typed, of: str, said: Sequence[Mapping[str, str]]) -> dict[int, int | None]:
    hands = {name.split(".")[1] for name in typed.by_hand if name.startswith(f"{of}.")}
    return aligned(
        {row: typed.row(of, row) for row in typed.rows(of)},
        said,
        by_hand=frozenset(int(row) for row in hands if row.isdecimal() and len(row) <= len("9999")),
    )


def _said(
    of: str, rows: Mapping[int, int | None], said: Sequence[Mapping[str, str]]
) -> dict[str, str]:
    return {
        f"{of}.{row}.{name}": text
        for row, k in rows.items()
        if k is not None
        for name, text in said[k].items()
    }


def _held(
    typed: Typed, said: Mapping[str, str], shown: Mapping[str, Mapping[int, int | None]]
) -> dict[str, Held]:
    standing = {
        name: text
        for name, text in typed.values.items()
        if name.startswith(FILLED_BY_MACHINE) and _stands(name, shown)
    }
    rest = {
        name: Held(text)
        for name, text in typed.values.items()
        if not name.startswith(FILLED_BY_MACHINE)
    }
    once = merged(standing, typed.by_hand, said)
    deduced = {**_deduced({name: each.value for name, each in once.items()}), **said}
    return rest | merged(standing, typed.by_hand, deduced)


def _stands(name: str, shown: Mapping[str, Mapping[int, int | None]]) -> bool:
    head, row, *_name = [*name.split("."), ""]
    return head not in shown or row in map(str, shown[head])


def _deduced(values: Mapping[str, str]) -> dict[str, str]:
    """What follows from other fields: the bank from a card number, sex from an identity number."""
    found: dict[str, str] = {}
    for name, text in values.items():
        if name.endswith(("to_account", "from_account")):
            known_card = card_of(text)
            if known_card and known_card.issuer:
                bank = name.removesuffix("account") + "bank_name"
                found[bank] = full_name(known_card.issuer.bank)
    person = resident_id(values.get("victim.id_number", ""))
    if person and person.check_valid:
        sex = Sex.MALE if person.male else Sex.FEMALE
        found |= {"victim.id_type": IdType.RESIDENT.value, "victim.sex": sex.value}
    return found


def _origins(
    rows: Mapping[int, int | None], proposal: Proposal, narrative: str
) -> dict[int, Origin]:
    said = proposal.transfers
    return {
        row: Origin(
            narrative[said[k].start : said[k].end],
            nth_of(narrative, said[k].start, narrative[said[k].start : said[k].end]),
        )
        for row, k in rows.items()
        if k is not None
    }


def _guesses(verdict: Verdict) -> Iterator[Guess]:
    """The label, then what else it may be; nothing that no word of the story speaks for."""
    label = Ranked(verdict.label, verdict.confidence, verdict.reasons)
    for each in (label, *verdict.alternatives):
        if each.reasons and each.confidence >= LEAST_CHANCE:
            words = tuple(dict.fromkeys(reason.text for reason in each.reasons))
            yield Guess(_types()[each.label], words)


@cache
def _types() -> dict[str, FraudType]:
    """Types by the official name, which is the label in Chinese whatever the page is in."""
    with override("zh-hans"):
        return {str(kind.label): kind for kind in FraudType}


def _elements(proposal: Proposal) -> tuple[NarrativeElement, ...]:
    return tuple(
        NarrativeElement(
            type=each.type,
            start=each.start,
            end=each.end,
            text=each.text,
            norm=each.norm or "",
            confirmed=each.start in proposal.roles,
        )
        for each in proposal.elements
    )
