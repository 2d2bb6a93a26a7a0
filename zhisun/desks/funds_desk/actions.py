"""What one officer may want to do with one order now, so that the page shows only that.

A convenience of the page: each verb asks again, and its answer counts.
"""

from dataclasses import dataclass
from datetime import datetime

from zhisun.desks.funds_desk.looks import may_decide
from zhisun.domains.access.terms import Duty
from zhisun.domains.directory.terms import Lane
from zhisun.domains.stop_payment.selectors.dossier import Dossier
from zhisun.domains.stop_payment.selectors.orders import OrderRow
from zhisun.domains.stop_payment.terms import HOLDS, STOPS, OrderKind, OrderState
from zhisun.kernel.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Actions:
    """Which buttons and forms the order's page shows."""

    approve: bool
    take: bool
    put_back: bool
    decline: bool
    recall: bool
    correct: bool
    extend: bool
    release: bool
    freeze: bool
    query: bool
    paper: tuple[str, ...]
    owner: bool
    own_draft: bool
    busy: bool
    not_filed: bool

    @property
    def forms(self) -> frozenset[str]:
        """The forms shown, by the names `forms.FIELDS` knows them by."""
        offered = ("decline", "recall", "correct", "extend", "release", "freeze", "query", "owner")
        return frozenset({*self.paper, *(form for form in offered if getattr(self, form))})

    @property
    def follows(self) -> bool:
        """Whether anything can be drafted or recorded from here."""
        return any((self.extend, self.release, self.freeze, self.query, self.correct, self.owner))


def actions(now: Dossier, reader: Actor, *, filed: bool, at: datetime) -> Actions:
    """What to offer one reader at an instant."""
    order = now.order
    decides = may_decide(order, reader)
    own = reader.name in {order.requested_by, order.handler}
    busy = order.taken_by_another(reader.name, at=at)
    mine = order.locked_by == reader.name and (order.locked_until or at) > at
    drafts = Duty.DRAFT_ORDER.value in reader.duties
    active = order.state is OrderState.ACTIVE
    hold = active and order.kind in HOLDS
    stop = active and order.kind in STOPS
    watch = active and order.kind is OrderKind.QUERY_MOVEMENTS
    records = Duty.RECORD_PAPER.value in reader.duties
    given_up = order.kind in HOLDS and (
        order.state is OrderState.RELEASED or order.release_due_at is not None
    )
    return Actions(
        approve=decides and not own and not busy,
        take=decides and not own and not busy and not mine,
        put_back=mine and order.state is OrderState.DRAFTED,
        decline=decides and not busy,
        recall=order.state is OrderState.APPROVED and Duty.APPROVE_ORDER.value in reader.duties,
        correct=drafts and order.state is OrderState.REFUSED and not now.corrected_by_no,
        extend=drafts and hold,
        release=drafts and (hold or watch),
        freeze=drafts and stop and filed,
        query=drafts,
        paper=_paper_forms(order) if records else (),
        owner=records and given_up,
        own_draft=own and order.state is OrderState.DRAFTED,
        busy=busy and order.state is OrderState.DRAFTED,
        not_filed=stop and not filed,
    )


def _paper_forms(order: OrderRow) -> tuple[str, ...]:
    """What can be recorded by hand next; only the paper lane goes by hand."""
    if order.lane != Lane.PAPER:
        return ()
    return {
        OrderState.APPROVED: ("sending",),
        OrderState.SENT: ("receipt", "reply"),
        OrderState.ACKNOWLEDGED: ("reply",),
    }.get(order.state, ())
