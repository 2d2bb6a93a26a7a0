"""Rounds of returning as pages and papers read them, within the reader's area."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Min, Q, QuerySet, Sum

from zhisun.domains.documents.selectors import DocumentRow, issued_for
from zhisun.domains.restitution.models import Objection, Restitution, Share
from zhisun.domains.restitution.policy import (
    PAPER,
    Part,
    Plan,
    even_working,
    evenness,
    masked_name,
    masked_number,
    working,
)
from zhisun.domains.restitution.terms import Method, RestitutionState
from zhisun.engines.tracing.shares import Recovery
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import NotFound
from zhisun.kernel.money import Fen

_COPIED = (
    *("restitution_no", "area", "round", "why", "engine", "digest", "handler", "reviewed_by"),
    *("approved_by", "opened_at", "proposed_at", "notice_no", "noticed_at", "notice_until"),
    *("submitted_at", "reviewed_at", "approved_at", "decision_no", "ended_at", "reason"),
)
_CLAIMANT = (
    *("incident_no", "victim_name", "loss_fen", "refunded_fen", "returned_fen"),
    *("return_account", "return_name", "return_bank", "agent", "other_account", "confirmed_by"),
)

PAID = Sum("share_fen", filter=Q(paid_at__isnull=False))


@dataclass(frozen=True, slots=True)
class Line:
    """One round in the list. due_at: the end of the clock that runs, None where none does."""

    restitution_no: str
    state: RestitutionState
    round: int
    method: Method | None
    handler: str
    opened_at: datetime
    victims: int
    frozen_fen: Fen
    share_fen: Fen
    paid_fen: Fen
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One frozen account of a round."""

    account_no: str
    account_name: str
    institution_name: str
    frozen_fen: Fen
    divisible_fen: Fen
    held_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimantRow:
    """One victim of a round; confirmed_by is "" until he is."""

    incident_no: str
    victim_name: str
    loss_fen: Fen
    refunded_fen: Fen
    returned_fen: Fen
    owed_fen: Fen
    return_account: str
    return_name: str
    return_bank: str
    agent: str
    other_account: str
    confirmed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """One victim's part of one account by both methods, and what was decided and paid."""

    key: int
    account_no: str
    institution_code: str
    incident_no: str
    victim_name: str
    least_fen: Fen
    most_fen: Fen
    direct_fen: Fen
    traced_fen: Fen
    proportional_fen: Fen
    share_fen: Fen
    paid_at: datetime | None
    receipt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionRow:
    """One objection; upheld is None until it is decided."""

    key: int
    who: str
    words: str
    received_at: datetime
    recorded_by: str
    decided_at: datetime | None
    decided_by: str
    upheld: bool | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InstructionRow:
    """The notice to one institution; due_at is None until it is handed over."""

    institution_code: str
    institution_name: str
    document_no: str
    handed_at: datetime | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Everything the page of a round shows. evenness, workings: by method."""

    restitution_no: str
    state: RestitutionState
    method: Method | None
    area: str
    round: int
    follows: str
    why: str
    engine: str
    digest: str
    handler: str
    prepared_by: frozenset[str]
    reviewed_by: str
    approved_by: str
    opened_at: datetime
    proposed_at: datetime | None
    notice_no: str
    noticed_at: datetime | None
    notice_until: datetime | None
    submitted_at: datetime | None
    reviewed_at: datetime | None
    approved_at: datetime | None
    decision_no: str
    ended_at: datetime | None
    reason: str
    accounts: tuple[AccountRow, ...]
    claimants: tuple[ClaimantRow, ...]
    shares: tuple[ShareRow, ...]
    objections: tuple[ObjectionRow, ...]
    instructions: tuple[InstructionRow, ...]
    papers: tuple[DocumentRow, ...]
    evenness: dict[Method, Recovery]
    workings: dict[Method, list[str]]

    def of(self, incident_no: str, method: Method) -> Fen:
        """What a victim gets over all accounts by a method."""
        name = "traced_fen" if method is Method.TRACED else "proportional_fen"
        return sum(getattr(s, name) for s in self.shares if s.incident_no == incident_no)

    @property
    def frozen_fen(self) -> Fen:
        """What is frozen in all accounts."""
        return sum(account.frozen_fen for account in self.accounts)

    @property
    def share_fen(self) -> Fen:
        """What goes back as decided."""
        return sum(share.share_fen for share in self.shares)

    @property
    def paid_fen(self) -> Fen:
        """What was paid so far."""
        return sum(share.share_fen for share in self.shares if share.paid_at)


def rounds(*, by: Actor, state: str = "", limit: int = 200) -> list[Line]:
    """Rounds of the area, newest first; of one state if one is named. Five queries."""
    found = seen(by).order_by("-pk")
    if state in RestitutionState.values:
        found = found.filter(state=state)
    rows = list(found[:limit])
    keys = [row.pk for row in rows]
    sums = _sums(keys)
    return [
        Line(
            restitution_no=row.restitution_no,
            state=RestitutionState(row.state),
            round=row.round,
            method=Method(row.method) if row.method else None,
            handler=row.handler,
            opened_at=row.opened_at,
            victims=sums[row.pk].victims,
            frozen_fen=sums[row.pk].frozen_fen,
            share_fen=sums[row.pk].share_fen,
            paid_fen=sums[row.pk].paid_fen,
            due_at=_clock(row, sums[row.pk].due_at),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class _Sums:
    victims: int
    frozen_fen: Fen
    share_fen: Fen
    paid_fen: Fen
    due_at: datetime | None


def _sums(keys: list[int]) -> dict[int, _Sums]:
    """What the list shows of these rounds. Four queries. Without joins that multiply rows."""
    of = "account__restitution"
    shares = Share.objects.filter(account__restitution__in=keys).values_list(of)
    given = {key: sums for key, *sums in shares.annotate(Sum("share_fen"), paid=PAID)}
    rows = Restitution.objects.filter(pk__in=keys)
    frozen = dict(rows.values_list("pk").annotate(Sum("accounts__frozen_fen")))
    victims = dict(rows.values_list("pk").annotate(Count("claimants")))
    due_at = dict(rows.values_list("pk").annotate(Min("instructions__due_at")))
    return {
        key: _Sums(victims[key], frozen[key] or 0, *_both(given.get(key)), due_at[key])
        for key in keys
    }


def _both(sums: list[Fen | None] | None) -> tuple[Fen, Fen]:
    share_fen, paid_fen = sums or (0, 0)
    return share_fen or 0, paid_fen or 0


def counts(*, by: Actor) -> dict[RestitutionState, int]:
    """How many rounds of the area are in each state. One query."""
    return Counter(RestitutionState(s) for s in seen(by).values_list("state", flat=True))


def dossier(
    restitution_no: str, *, by: Actor, masked: bool = False, said: Mapping[str, str] = PAPER
) -> Dossier:
    """Everything of one round. Raises NotFound. Eleven queries.

    masked, said: whether the workings are, and the sentences they are told in.
    """
    row = seen(by).select_related("follows").filter(restitution_no=restitution_no).first()
    if row is None:
        raise NotFound("restitution_unknown", restitution_no=restitution_no)
    shares = _share_rows(row)
    claimants = tuple(
        ClaimantRow(owed_fen=each.owed_fen, **{name: getattr(each, name) for name in _CLAIMANT})
        for each in row.claimants.order_by("incident_no")
    )
    return Dossier(
        **{name: getattr(row, name) for name in _COPIED},
        state=RestitutionState(row.state),
        method=Method(row.method) if row.method else None,
        follows=row.follows.restitution_no if row.follows else "",
        prepared_by=frozenset(row.prepared_by.split()),
        accounts=_accounts(row),
        claimants=claimants,
        shares=shares,
        objections=tuple(_objections(row)),
        instructions=tuple(
            InstructionRow(**values)
            for values in row.instructions.order_by("institution_code").values(
                *InstructionRow.__dataclass_fields__
            )
        ),
        papers=tuple(issued_for(row.restitution_no, by=by)),
        evenness=_evenness(claimants, shares),
        workings={
            method: working_of(row, method=method, masked=masked, said=said)
            for method in Method
            if shares
        },
    )


def _evenness(
    claimants: Iterable[ClaimantRow], shares: Sequence[ShareRow]
) -> dict[Method, Recovery]:
    losses = {c.incident_no: (c.loss_fen, c.refunded_fen + c.returned_fen) for c in claimants}
    traced = [(share.incident_no, share.traced_fen) for share in shares]
    even = [(share.incident_no, share.proportional_fen) for share in shares]
    return {Method.TRACED: evenness(losses, traced), Method.PROPORTIONAL: evenness(losses, even)}


def working_of(
    row: Restitution,
    *,
    method: Method | None = None,
    masked: bool = False,
    only: Collection[str] | None = None,
    said: Mapping[str, str] = PAPER,
) -> list[str]:
    """The sum of a round line by line, by its own method unless one is named. Three queries.

    masked: as the public may read it. only: the accounts whose lines are wanted.
    """
    names = {
        each.incident_no: said["victim"].format(
            name=masked_name(each.victim_name) if masked else each.victim_name,
            incident_no=each.incident_no,
        )
        for each in row.claimants.order_by("incident_no")
    }
    owed = {names[each.incident_no]: each.owed_fen for each in row.claimants.all()}
    frozen = dict(row.accounts.values_list("account_no", "divisible_fen"))
    parts = [
        Part(
            share.account_no,
            names[share.incident_no],
            share.least_fen,
            share.most_fen,
            Plan(share.direct_fen, share.traced_fen, share.proportional_fen),
        )
        for share in _share_rows(row)
    ]
    chosen = method or Method(row.method)
    tell = working if chosen is Method.TRACED else even_working
    told = tell(frozen, owed, parts, said)
    lines = [line for account, lines in told if only is None or account in only for line in lines]
    if masked:
        for account in frozen:
            lines = [line.replace(account, masked_number(account)) for line in lines]
    return lines


def due(*, at: datetime) -> list[str]:
    """Rounds with a clock that has run out and not rung. One query."""
    notice = Q(state=RestitutionState.NOTICED, notice_until__lte=at, notice_rang_at=None)
    late = Q(
        state=RestitutionState.APPROVED,
        instructions__due_at__lte=at,
        instructions__rang_at=None,
    )
    rows = Restitution.objects.filter(notice | late).distinct().order_by("restitution_no")
    return list(rows.values_list("restitution_no", flat=True))


def seen(by: Actor) -> QuerySet[Restitution]:
    """The rounds of the actor's area. Only a job sees the whole country."""
    if not by.area and not by.is_job:
        return Restitution.objects.none()
    return Restitution.objects.filter(area__startswith=by.area)


def _share_rows(row: Restitution) -> tuple[ShareRow, ...]:
    names = {
        "account_no": F("account__account_no"),
        "institution_code": F("account__institution_code"),
        "incident_no": F("claimant__incident_no"),
        "victim_name": F("claimant__victim_name"),
        "key": F("pk"),
    }
    plain = [name for name in ShareRow.__dataclass_fields__ if name not in names]
    found = Share.objects.filter(account__restitution=row)
    ordered = found.order_by("account__account_no", "claimant__incident_no")
    return tuple(ShareRow(**values) for values in ordered.values(*plain, **names))


def _accounts(row: Restitution) -> tuple[AccountRow, ...]:
    found = row.accounts.order_by("account_no")
    return tuple(AccountRow(**each) for each in found.values(*AccountRow.__dataclass_fields__))


def _objections(row: Restitution) -> list[ObjectionRow]:
    plain = [name for name in ObjectionRow.__dataclass_fields__ if name != "key"]
    found = Objection.objects.filter(restitution=row).order_by("received_at", "pk")
    return [ObjectionRow(**values) for values in found.values(*plain, key=F("pk"))]


def _clock(row: Restitution, late: datetime | None) -> datetime | None:
    if row.state == RestitutionState.NOTICED:
        return row.notice_until
    return late if row.state == RestitutionState.APPROVED else None
