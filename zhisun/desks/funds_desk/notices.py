"""The notices of one case (《协助快速处置通知书》): what may be issued, and what was."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import override

from zhisun.desks.funds_desk.forms import Typed
from zhisun.domains.access.terms import Duty
from zhisun.domains.cases.selectors import IncidentFacts
from zhisun.domains.directory.selectors import titles
from zhisun.domains.documents.selectors import issued_for
from zhisun.domains.stop_payment.selectors.orders import OrderRow
from zhisun.domains.stop_payment.services.assist import NOT_GIVEN
from zhisun.shell.filters import masked_name, yuan
from zhisun.shell.seat import DeskRequest


def notices(
    request: DeskRequest,
    incident: IncidentFacts,
    orders: Sequence[OrderRow],
    *,
    typed: Typed | None = None,
    issued: str = "",
) -> dict[str, Any]:
    """What the panel of notices shows; `issued` is the number of one just issued. Two queries."""
    reader = request.actor
    issuable = Duty.APPROVE_ORDER.value in reader.duties
    papers = issued_for(incident.incident_no, by=reader)
    return {
        "incident": incident,
        "order_nos": [order.order_no for order in orders],
        "papers": papers,
        "signers": titles(paper.issued_by for paper in papers) if papers else {},
        "banks": _given(orders),
        "issues": issuable,
        "own_case": issuable and reader.name == incident.handled_by,
        "summary": _summary(incident, reveals=Duty.REVEAL.value in reader.duties),
        "notice": typed or Typed("notice"),
        "issued": issued,
    }


def _given(orders: Sequence[OrderRow]) -> list[tuple[str, str]]:
    """The institutions that were given an order: code and name."""
    left = [order for order in orders if order.state not in NOT_GIVEN]
    return list({order.institution_code: order.institution_name for order in left}.items())


def _summary(incident: IncidentFacts, *, reveals: bool) -> str:
    """The story in one sentence, to begin with (简要案情). Papers are Chinese in every language."""
    victim = incident.victim_name if reveals else masked_name(incident.victim_name)
    lost_fen = incident.claimed_fen if incident.verified_fen is None else incident.verified_fen
    with override("zh-hans"):
        kind = str(incident.fraud_type.label)
    return f"事主{victim}遭遇{kind}诈骗，被骗{yuan(lost_fen)}元，涉案资金已转入你单位下列账户。"
