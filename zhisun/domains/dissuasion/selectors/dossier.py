"""Everything about one dispatch, for the page that works on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from zhisun.domains.cases.terms import FraudType
from zhisun.domains.directory.selectors import position_of
from zhisun.domains.dissuasion.models import Dispatch, JoinedTruth, WarningMessage
from zhisun.domains.dissuasion.policy.ladder import Attempt, next_steps
from zhisun.domains.dissuasion.policy.score import Point
from zhisun.domains.dissuasion.policy.scripts import Script, script_of, why_of
from zhisun.domains.dissuasion.selectors.board import DispatchLine, line
from zhisun.domains.dissuasion.selectors.joined import numbers_of
from zhisun.domains.dissuasion.selectors.routing import Standing, from_body
from zhisun.domains.dissuasion.selectors.suspicions import taken_back_signals
from zhisun.domains.dissuasion.terms import (
    RECEIPT_USUALLY,
    Check,
    ContactResult,
    Finding,
    Outcome,
    Reason,
    SignalKind,
    SignalSource,
    Step,
    Truth,
)
from zhisun.domains.indicators.policy import number_of
from zhisun.domains.indicators.terms import IndicatorState
from zhisun.domains.stop_payment.selectors.own_holds import (
    OwnHoldRow,
    called_wrong,
    own_holds_of,
    releases_in,
)
from zhisun.domains.takedown.selectors.takedowns import TakedownRow, own_phones_of
from zhisun.gateways.messages.codes import DELIVERED
from zhisun.kernel.actors import Actor, job
from zhisun.kernel.errors import NotFound
from zhisun.kernel.money import Fen
from zhisun.kernel.places import Position


@dataclass(frozen=True, slots=True)
class Lead:
    """The indicator a signal comes from."""

    number: str
    state: IndicatorState
    reason: str

    @property
    def gone(self) -> bool:
        """Whether it is no ground any more."""
        return self.state in {IndicatorState.WITHDRAWN, IndicatorState.DEMOTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoLine:
    """One photo from the street, without its picture."""

    key: int
    taken_at: datetime
    kept_at: datetime
    officer: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A bank has withdrawn the report that a signal comes from."""

    report: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalLine:
    """One warning."""

    source: SignalSource
    ref: str
    kind: SignalKind
    seen_at: datetime
    received_at: datetime
    counterpart: str
    severity: int
    confidence: int
    seconds: int
    times: int
    amount_fen: Fen
    under_way: bool
    told: str
    lead: Lead | None
    taken_back: TakenBack | None

    @property
    def gone(self) -> bool:
        """Whether what it rests on was taken back."""
        return self.taken_back is not None or (self.lead is not None and self.lead.gone)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLine:
    """One attempt to reach the person.

    earlier: it was made in a round that is over; what was concluded with it ended that one only.
    """

    step: Step
    result: ContactResult
    number: str
    note: str
    checks: tuple[Check, ...]
    tried_at: datetime
    officer: str
    earlier: bool
    outcome: Outcome | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LookBackLine:
    """One look-back; `finding` is None until it was made."""

    hours: int
    due_at: datetime
    done_at: datetime | None
    done_by: str
    finding: Finding | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLine:
    """The message of this round. `arrived` is None until the channel has said so."""

    number: str
    posted_at: datetime
    arrived: bool | None
    cause: str
    answered_at: datetime | None

    def is_late(self, *, at: datetime) -> bool:
        """Whether a receipt should have come by now."""
        return self.arrived is None and at - self.posted_at > RECEIPT_USUALLY


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountHold:
    """A protective hold of the person's account, its last release, and what he was told."""

    hold: OwnHoldRow
    release: OwnHoldRow | None
    told: MessageLine | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLine:
    """An account known to be the person's. wrong: the hold to which its bank last said it is not.

    Such an account is neither offered nor drafted until a hold asked for by hand is carried out.
    """

    institution_code: str
    account_no: str
    account_name: str
    wrong: OwnHoldRow | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """The person."""

    name: str
    phone: str
    family_phone: str
    id_number: str
    address: str
    unit: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One dispatch with what stands around it."""

    line: DispatchLine
    person: Whom
    unit_code: str
    routed: Standing | None
    position: Position | None
    points: tuple[Point, ...]
    stamps: tuple[tuple[str, datetime | None], ...]
    sign_due_at: datetime
    contact_due_at: datetime
    meet_due_at: datetime
    outcome_note: str
    reopened: int
    returned_by: str
    returned_reason: str
    joined_to: str
    signals: tuple[SignalLine, ...]
    contacts: tuple[ContactLine, ...]
    photos: tuple[PhotoLine, ...]
    message: MessageLine | None
    holds: tuple[TakedownRow, ...]
    account_holds: tuple[AccountHold, ...]
    accounts: tuple[AccountLine, ...]
    look_backs: tuple[LookBackLine, ...]
    truths: tuple[tuple[str, Truth], ...]
    next_steps: tuple[Step, ...]
    script: Script

    @property
    def gone_leads(self) -> tuple[Lead, ...]:
        """Indicators this rested on that were withdrawn or demoted, each once."""
        told = [each.lead for each in self.signals if each.lead is not None and each.lead.gone]
        return tuple(dict.fromkeys(told))

    @property
    def why(self) -> str:
        """Why we warn, by what still stands; by all when nothing does."""
        stands = [each for each in self.signals if not each.gone] or self.signals
        return why_of(self.line.fraud_type, ((each.source, each.kind) for each in stands))

    @property
    def rests_on_nothing_else(self) -> bool:
        """Whether what every signal rests on was taken back."""
        return all(each.gone for each in self.signals)

    @property
    def taken_back(self) -> tuple[TakenBack, ...]:
        """Reports of banks that were withdrawn, each once."""
        told = [each.taken_back for each in self.signals if each.taken_back is not None]
        return tuple(dict.fromkeys(told))


READER = job("read_holds")
"""Whoever may see the dispatch may see what it asked for, though the order has an area too."""
STAMPS = ("opened_at", "assigned_at", "signed_at", "contacted_at", "met_at", "concluded_at")
_SIGNAL = tuple(SignalLine.__dataclass_fields__.keys() - {"lead", "taken_back"})
_LEAD = ("indicator", "indicator__state", "indicator__state_reason")
_PHOTO = ("taken_at", "kept_at", "officer", "size", "sha256")
_ACCOUNT = ("institution_code", "account_no", "account_name")
_WHOM = tuple(Whom.__dataclass_fields__)


def dossier(dispatch_no: str, *, by: Actor) -> Dossier:
    """One dispatch within the actor's area. Raises NotFound.

    Eleven queries, one more with dispatches joined, a bank's signal or an account, two with a hold.
    """
    rows = Dispatch.objects.select_related("person", "joined_to")
    row = rows.filter(dispatch_no=dispatch_no, area__startswith=by.area).first()
    if row is None:
        raise NotFound("dispatch_unknown", dispatch_no=dispatch_no)
    contacts, numbers = _contacts(row), numbers_of(dispatch_no)
    attempts: list[Attempt] = [(each.step, each.result) for each in contacts if not each.earlier]
    truths = JoinedTruth.objects.filter(dispatch=row).order_by("pk")
    return Dossier(
        line=line(row),
        person=Whom(**{name: getattr(row.person, name) for name in _WHOM}),
        unit_code=row.unit_code,
        routed=from_body(row.routed),
        position=position_of(row.latitude, row.longitude, row.datum),
        points=tuple(Point(Reason(each["reason"]), each["points"]) for each in row.points),
        stamps=tuple((name, getattr(row, name)) for name in STAMPS),
        sign_due_at=row.sign_due_at,
        contact_due_at=row.contact_due_at,
        meet_due_at=row.meet_due_at,
        outcome_note=row.outcome_note,
        reopened=row.reopened,
        returned_by=row.returned_by,
        returned_reason=row.returned_reason,
        joined_to=row.joined_to.dispatch_no if row.joined_to else "",
        signals=_signals(row),
        contacts=contacts,
        photos=_photos(row),
        message=_message(row),
        holds=tuple(own_phones_of(*numbers, by=READER)),
        account_holds=_account_holds(row, numbers),
        accounts=_accounts(row),
        look_backs=_look_backs(row),
        truths=tuple((no, Truth(told)) for no, told in truths.values_list("incident_no", "truth")),
        next_steps=next_steps(attempts, grade=row.grade, urgent=row.urgent),
        script=script_of(FraudType(row.fraud_type)),
    )


def _signals(row: Dispatch) -> tuple[SignalLine, ...]:
    found = list(row.signals.order_by("seen_at", "pk").values(*_SIGNAL, *_LEAD))
    told = [each["ref"] for each in found if each["source"] == SignalSource.BANK]
    back = taken_back_signals(told) if told else {}
    return tuple(
        SignalLine(
            **{name: each[name] for name in _SIGNAL if name not in {"source", "kind"}},
            source=SignalSource(each["source"]),
            kind=SignalKind(each["kind"]),
            lead=_lead(*(each[name] for name in _LEAD)),
            taken_back=TakenBack(*back[each["ref"]]) if each["ref"] in back else None,
        )
        for each in found
    )


def _lead(key: int | None, state: str, reason: str) -> Lead | None:
    return None if key is None else Lead(number_of(key), IndicatorState(state), reason)


def _photos(row: Dispatch) -> tuple[PhotoLine, ...]:
    found = row.photos.order_by("taken_at", "pk").values(*_PHOTO, key=F("pk"))
    return tuple(PhotoLine(**each) for each in found)


def _contacts(row: Dispatch) -> tuple[ContactLine, ...]:
    return tuple(
        ContactLine(
            step=Step(each.step),
            result=ContactResult(each.result),
            number=each.number,
            note=each.note,
            checks=tuple(Check(check) for check in each.checks),
            tried_at=each.tried_at,
            officer=each.officer,
            earlier=each.round != row.reopened,
            outcome=Outcome(each.outcome) if each.outcome else None,
        )
        for each in row.contacts.order_by("tried_at", "pk")
    )


def _message(row: Dispatch) -> MessageLine | None:
    found = row.messages.filter(round=row.reopened, about="").first()
    return None if found is None else _message_line(found)


def _message_line(found: WarningMessage) -> MessageLine:
    return MessageLine(
        number=found.number,
        posted_at=found.posted_at,
        arrived=found.result == DELIVERED if found.result else None,
        cause=found.cause,
        answered_at=found.answered_at,
    )


def _accounts(row: Dispatch) -> tuple[AccountLine, ...]:
    known = list(row.person.accounts.order_by("pk").values(*_ACCOUNT))
    if not known:
        return ()
    wrong = called_wrong([each["account_no"] for each in known], by=READER)
    return tuple(
        AccountLine(**each, wrong=wrong.get((each["institution_code"], each["account_no"])))
        for each in known
    )


def _account_holds(row: Dispatch, numbers: Sequence[str]) -> tuple[AccountHold, ...]:
    holds = own_holds_of(*numbers, by=READER)
    if not holds:
        return ()
    releases = releases_in(*numbers, by=READER)
    told = {each.about: _message_line(each) for each in row.messages.exclude(about="")}
    return tuple(
        AccountHold(
            hold=hold,
            release=releases.get(hold.hold_no),
            told=told.get(f"{hold.hold_no}-end") or told.get(hold.hold_no),
        )
        for hold in holds
    )


def _look_backs(row: Dispatch) -> tuple[LookBackLine, ...]:
    return tuple(
        LookBackLine(
            hours=each.hours,
            due_at=each.due_at,
            done_at=each.done_at,
            done_by=each.done_by,
            finding=Finding(each.finding) if each.finding else None,
            note=each.note,
        )
        for each in row.look_backs.filter(round=row.reopened).order_by("hours")
    )
