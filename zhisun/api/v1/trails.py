"""The money of a case for other systems: accounts and flows by a rule, up to an instant."""

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.money_trails.selectors import Flow, Place
from zhisun.domains.money_trails.selectors.picture import Question, picture
from zhisun.domains.money_trails.terms import TraceRule
from zhisun.domains.subjects.services import reveal
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, NotFound
from zhisun.kernel.moments import instant
from zhisun.shell.filters import masked_account, masked_name

router = Router(tags=["资金"])


class TrailAsked(Schema):
    """What is asked of a case's money."""

    rule: str = Field("fifo", description="追踪规则：fifo、lifo、taint_first、clean_first、haircut")
    until: str = Field("", description="算到哪一刻，ISO 8601；不填为最近一次追踪")
    reason: str = Field("", description="要完整账号、户名时填理由，记入审计；不填则遮盖")


class AccountOut(Schema):
    """One account. Amounts in fen."""

    account_no: str
    account_name: str
    institution_code: str
    level: int
    whereabouts: str
    inflow_fen: int
    still_there_fen: int


class FlowOut(Schema):
    """Traced money from one account to another, in fen."""

    payer_account: str
    payee_account: str
    amount_fen: int
    transfers: int


class TrailOut(Schema):
    """The money of a case by one rule."""

    incident_no: str
    rule: str
    until: str
    method: str
    accounts: list[AccountOut]
    flows: list[FlowOut]


@router.get("/incidents/{incident_no}/trail", response=TrailOut)
def trail(request: HttpRequest, incident_no: str, asked: Query[TrailAsked]) -> TrailOut:
    """Where a case's money went (资金流向). Masked, unless a reason is given."""
    by: Actor = request.auth  # type: ignore[attr-defined]  # set by ninja from `Token`
    incident = incident_facts(incident_no, by=by)
    require(by, Duty.SEE_TRAIL, incident.area)
    if asked.rule not in TraceRule.values:
        raise InputError("choice_unknown", field="rule")
    until = instant(asked.until) if asked.until else None
    rule = TraceRule(asked.rule)
    hasty = rule is not TraceRule.HAIRCUT  # else a large ledger would wait for one nobody asked for
    shown = picture(incident_no, Question(rule=rule, until=until, hasty=hasty), by=by)
    if shown is None:
        raise NotFound("nothing_traced_yet", incident_no=incident_no)
    whole = bool(asked.reason.strip())
    if whole:
        area, at = incident.area, timezone.now()
        reveal("trail", incident_no, area=area, reason=asked.reason, by=by, at=at)
    return TrailOut(
        incident_no=incident_no,
        rule=rule.value,
        until=shown.until.isoformat(),
        method=shown.trail.method,
        accounts=[_account(place, whole=whole) for place in shown.trail.places],
        flows=[_flow(flow, whole=whole) for flow in shown.trail.flows],
    )


def _account(place: Place, *, whole: bool) -> AccountOut:
    return AccountOut(
        account_no=_number(place.account_no, whole=whole),
        account_name=place.account_name if whole else masked_name(place.account_name),
        institution_code=place.institution_code,
        level=place.level,
        whereabouts=place.whereabouts.value,
        inflow_fen=place.inflow_fen,
        still_there_fen=place.still_there_fen,
    )


def _flow(flow: Flow, *, whole: bool) -> FlowOut:
    return FlowOut(
        payer_account=_number(flow.payer_account, whole=whole),
        payee_account=_number(flow.payee_account, whole=whole),
        amount_fen=flow.amount_fen,
        transfers=flow.transfers,
    )


def _number(account_no: str, *, whole: bool) -> str:
    return account_no if whole else masked_account(account_no)
