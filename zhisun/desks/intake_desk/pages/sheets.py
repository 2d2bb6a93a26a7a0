"""One report on its way from the request to the page: form, setting, screen, look-alikes."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from zhisun.desks.intake_desk.forms.elements import Segment, Told, segments, told
from zhisun.desks.intake_desk.forms.known import field_of
from zhisun.desks.intake_desk.forms.merging import Held
from zhisun.desks.intake_desk.forms.notes import notes_of
from zhisun.desks.intake_desk.forms.payees import Institutions
from zhisun.desks.intake_desk.forms.screen import Screen, Setting, screen
from zhisun.desks.intake_desk.forms.typed import Typed, decisions_text
from zhisun.domains.cases.policy.likeness import traits_of
from zhisun.domains.cases.selectors.calls import CallRow, call
from zhisun.domains.cases.selectors.likeness import LikeIncident, duplicates
from zhisun.domains.cases.terms import ASKS_FOR_DECISION, CLOCK_SKEW, Asked
from zhisun.domains.directory.selectors import institutions
from zhisun.domains.stop_payment.terms import GOLDEN_WINDOW
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError
from zhisun.kernel.moments import instant
from zhisun.shell.seat import demand_readable

NOTHING = Held("")
MOST_QUESTIONS = 3


@dataclass(frozen=True, slots=True)
class Ask:
    """One question on the screen. field: where its answer goes, "" for the narrative."""

    words: str
    asked: Asked
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What the templates show of one report. No query is left to make."""

    screen: Screen
    at: datetime
    call: CallRow | None
    like: Sequence[LikeIncident]
    banks: Sequence[str]
    elements: tuple[Told, ...]
    revision: int = 0
    saved_at: datetime | None = None
    errors: Mapping[str, str] = field(default_factory=dict)

    def held(self, name: str) -> Held:
        """What a field holds."""
        return self.screen.held.get(name, NOTHING)

    def value(self, name: str) -> str:
        """The text of a field."""
        return self.held(name).value

    def error(self, name: str) -> str:
        """What is wrong with a field, "" when nothing is."""
        return self.errors.get(name, "")

    @property
    def undecided(self) -> Sequence[LikeIncident]:
        """Look-alikes that may be this very report and were not kept apart with a reason."""
        return [
            like
            for like in self.like
            if like.is_open
            and ASKS_FOR_DECISION & {*like.reasons}
            and not self.value(f"apart.{like.incident_no}").strip()
        ]

    @property
    def elsewhere(self) -> Sequence[str]:
        """Problems whose field is not on the screen."""
        return [text for name, text in self.errors.items() if not self._has(name)]

    @property
    def golden_until(self) -> datetime | None:
        """The end of the golden ten minutes, once the first transfer's time is known."""
        first = self.screen.first_transfer_at
        return first + GOLDEN_WINDOW if first else None

    @property
    def notes(self) -> dict[str, str]:
        """Field name → what stands small beside it."""
        parsed = self.screen.parsed
        found: dict[str, str] = {}
        for row, transfer in zip(parsed.transfers, parsed.report.transfers, strict=True):
            found |= notes_of(transfer, f"transfers.{row}.", at=self.at)
        return found

    @property
    def questions(self) -> Sequence[Ask]:
        """The next best questions."""
        parsed = self.screen.parsed
        numbered = list(zip(parsed.transfers, parsed.report.transfers, strict=True))
        return [
            Ask(each.asks, each.fills, field_of(each.fills, numbered))
            for each in self.screen.questions[:MOST_QUESTIONS]
        ]

    @property
    def segments(self) -> Sequence[Segment]:
        """The narrative cut at its elements."""
        return list(segments(self.elements, self.screen.typed.narrative))

    @property
    def decisions(self) -> str:
        """Decisions on elements, as the page carries them."""
        return decisions_text(self.screen.typed.decisions)

    def _has(self, name: str) -> bool:
        return name == "narrative" or name.startswith(("transfers.", "channels.", "victim."))


def sheet_of(
    typed: Typed,
    *,
    by: Actor,
    at: datetime,
    revision: int = 0,
    saved_at: datetime | None = None,
    taken: CallRow | None = None,
) -> Sheet:
    """One report ready for the page. Raises NotFound for a call sheet elsewhere. Four queries.

    taken: the call sheet when it was read already.
    """
    if taken is None and typed["sheet_no"]:
        demand_readable({"sheet_no": typed["sheet_no"]})
        taken = call(typed["sheet_no"], by=by)
    known = Institutions(institutions())
    setting = Setting(
        area=taken.area if taken else by.area,
        ref=taken.called_at if taken else _told_at(typed, at),
        institutions=known,
        prefill=_prefill(taken) if taken else {},
    )
    shown = screen(typed, setting)
    return Sheet(
        screen=shown,
        at=at,
        call=taken,
        like=duplicates(traits_of(shown.parsed.report), by=by),
        banks=list(known.names()),
        elements=told(shown.proposal, shown.typed.narrative),
        revision=revision,
        saved_at=saved_at,
    )


def fresh(taken: CallRow | None, *, at: datetime) -> dict[str, str]:
    """The fields of a form nobody has typed in yet."""
    values = {"draft_key": secrets.token_urlsafe(12), "started_at": at.isoformat(), "by_hand": ""}
    if taken is not None:
        values |= {
            "draft_key": draft_key_of(taken.sheet_no),
            "sheet_no": taken.sheet_no,
            "narrative": taken.narrative,
            "source": "call",
            "place": taken.address,
        }
    return values


def draft_key_of(sheet_no: str) -> str:
    """The draft of a call sheet: opened again, it is the same form."""
    return f"sheet-{sheet_no}"


def _prefill(taken: CallRow) -> dict[str, str]:
    told = {
        "victim.name": taken.caller_name,
        "victim.phone": taken.caller_phone,
        "reporter.name": taken.caller_name,
        "reporter.phone": taken.caller_phone,
    }
    return {name: text for name, text in told.items() if text}


def _told_at(typed: Typed, at: datetime) -> datetime:
    """When the form was opened: “ten minutes ago” must not move while one types."""
    try:
        opened = instant(typed["started_at"])
    except InputError:
        return at
    return opened if opened <= at + CLOCK_SKEW else at
