"""Elements as the screen shows them (要素): in the text, and one by one with their role."""

from collections.abc import Iterator
from dataclasses import dataclass

from zhisun.desks.intake_desk.forms.decisions import Role, nth_of
from zhisun.desks.intake_desk.forms.proposals import Proposal
from zhisun.engines.reading.elements import Element
from zhisun.engines.reading.roles import PAYEE, PAYER

KIND_OF = {
    "card": "account",
    "crypto": "account",
    "person": "name",
    "amount": "amount",
    "time": "time",
    "phone": "phone",
    "url": "url",
    "qq": "im",
    "wechat": "im",
    "telegram": "im",
    "email": "im",
    "app": "app",
    "idcard": "id",
}
"""The kind an element is shown as; what is not here (a place, a hotline) fills no field."""

_CHANNELS = frozenset({"phone", "qq", "wechat", "telegram", "email", "url", "app"})


@dataclass(frozen=True, slots=True)
class Told:
    """One element with its role. sure: a person said so. norm: how the form writes it."""

    start: int
    end: int
    kind: str
    text: str
    nth: int
    norm: str
    role: Role
    sure: bool


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the narrative; `place` is the element it is, None for plain words."""

    text: str
    kind: str = ""
    place: int | None = None


def told(proposal: Proposal, narrative: str) -> tuple[Told, ...]:
    """Every element that can fill a field, in the order of the text, the rejected ones too."""
    used = _Used(proposal)
    standing = [each for each in proposal.elements if each.type in KIND_OF]
    ignored = [
        each
        for each in proposal.raw
        if proposal.roles.get(each.start) == Role.IGNORED and each.type in KIND_OF
    ]
    return tuple(
        Told(
            start=each.start,
            end=each.end,
            kind=KIND_OF[each.type],
            text=each.text,
            nth=nth_of(narrative, each.start, each.text),
            norm=_norm(each),
            role=_role(each, proposal, used),
            sure=each.start in proposal.roles,
        )
        for each in sorted([*standing, *ignored], key=lambda each: each.start)
    )


def segments(elements: tuple[Told, ...], narrative: str) -> Iterator[Segment]:
    """The narrative cut at its elements; joined again it is the narrative."""
    at = 0
    for place, each in enumerate(elements):
        if each.role == Role.IGNORED:
            continue
        if each.start > at:
            yield Segment(narrative[at : each.start])
        yield Segment(narrative[each.start : each.end], each.kind, place)
        at = each.end
    if at < len(narrative):
        yield Segment(narrative[at:])


class _Used:
    """What the transfers of a narrative hold, gathered once."""

    def __init__(self, proposal: Proposal) -> None:
        self.values = {pair for row in proposal.transfers for pair in row.values.items()}
        self.starts = {row.start for row in proposal.transfers}


def _norm(element: Element) -> str:
    """What the words stand for, as people write it; "" where they say it themselves."""
    if element.norm is None or element.norm == element.text:
        return ""
    return element.norm.replace("T", " ") if element.type == "time" else element.norm


def _role(element: Element, proposal: Proposal, used: _Used) -> Role:
    """What a person decided, else what the form uses it for."""
    decided = proposal.roles.get(element.start)
    if decided is not None:
        return decided
    if element in (proposal.victim.name, proposal.victim.phone, proposal.victim.id_card):
        return {"person": Role.VICTIM_NAME, "phone": Role.VICTIM_PHONE}.get(
            element.type, Role.VICTIM_ID
        )
    return _used_as(element, used)


def _used_as(element: Element, used: _Used) -> Role:
    side = element.extra.get("role")
    holds = used.values
    claims = {
        Role.TO_ACCOUNT: side == PAYEE or ("to_account", element.norm) in holds,
        Role.FROM_ACCOUNT: side == PAYER,
        Role.AMOUNT: element.start in used.starts,
        Role.TO_NAME: element.type == "person" and ("to_name", element.norm) in holds,
        Role.TIME: ("moved_at", Proposal.shown_time(element)) in holds,
        Role.CHANNEL: element.type in _CHANNELS,
    }
    return next((role for role, applies in claims.items() if applies), Role.MENTIONED)
