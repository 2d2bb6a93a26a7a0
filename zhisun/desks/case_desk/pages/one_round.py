"""One round of returning (返还页): victims, accounts, both methods, objections, chain, papers."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from zhisun.desks.case_desk import side_by_side
from zhisun.desks.case_desk.next_steps import WAY, Offers, direct, mark, offers
from zhisun.desks.case_desk.pages.revealing import REASONS
from zhisun.desks.case_desk.tones import TONES
from zhisun.desks.case_desk.typed import Opened, asked, demand_keepable, in_field, refused
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.selectors import history
from zhisun.domains.directory.selectors import titles
from zhisun.domains.restitution.selectors import ClaimantRow, Dossier, dossier
from zhisun.domains.restitution.terms import Method
from zhisun.kernel.errors import InputError, NotFound, RuleViolation, StateConflict
from zhisun.kernel.money import yuan
from zhisun.shell.revealing import reveals_among, sees_whole
from zhisun.shell.seat import DeskRequest, desk


@desk(duty=Duty.SEE_RETURNS)
def page(request: DeskRequest, restitution_no: str) -> HttpResponse:
    """The round; `open` and `about` for a form on it. At most 24 queries with the seat's."""
    return shown(request, restitution_no, asked(request.GET.dict()))


def done(
    request: DeskRequest,
    restitution_no: str,
    opened: Opened,
    verb: Callable[[], object],
    *fields: str,
) -> HttpResponse:
    """Do it and show the round; what stands in the way comes back with the form as typed."""
    try:
        demand_keepable(opened.values)
        verb()
    except NotFound as error:
        if error.code == "restitution_unknown":
            raise
        return shown(request, restitution_no, refused(opened, error, fields=fields))
    except (InputError, StateConflict, RuleViolation) as error:
        return shown(request, restitution_no, refused(opened, error, fields=fields))
    return redirect("case_desk:round", restitution_no)


def shown(request: DeskRequest, restitution_no: str, opened: Opened) -> HttpResponse:
    """The whole page with one form open or none."""
    whole = sees_whole(request, restitution_no, own=False)
    said = side_by_side.sentences()
    found = dossier(restitution_no, by=request.actor, masked=not whole, said=said)
    can = offers(found, reader=request.actor, at=request.at)
    names = titles(_people(found))
    context = {
        "found": found,
        "at": request.at,
        "tone": TONES[found.state],
        "step": WAY.index(found.state) if found.state in WAY else -1,
        "steps": [str(each.label) for each in WAY],
        "victims": side_by_side.victims(found),
        "methods": side_by_side.methods(found),
        "method_names": {method: str(method.label) for method in Method},
        "direct": direct(found),
        "can": can,
        "mark": mark(found),
        "prepared_by": [names.get(each, each) for each in sorted(found.prepared_by)],
        "handed": {each.institution_code for each in found.instructions if each.handed_at},
        "unpaid": {s.institution_code for s in found.shares if s.share_fen and not s.paid_at},
        "opened": _filled(opened, found, can, whole=whole, now=in_field(request.at)),
        "names": names,
        "sees_names": Duty.REVEAL in request.actor.duties,
        "whole": whole,
        "reasons": REASONS,
        "reveals": reveals_among(history(restitution_no, by=request.actor)),
    }
    status = HTTPStatus.BAD_REQUEST if opened.errors else HTTPStatus.OK
    return render(request, "case_desk/round.html", context, status=status)


def _filled(opened: Opened, found: Dossier, can: Offers, *, whole: bool, now: str) -> Opened:
    """The form as it first opens, if it is one this reader is offered; else only its errors."""
    if not _is_offered(opened, found, can, whole=whole):
        return Opened(errors={"": " ".join(opened.errors.values())} if opened.errors else {})
    if opened.values:
        return opened
    begun = {
        "objection": {"received_at": now},
        "hand": {"handed_at": now},
        "pay": {"paid_at": now},
    }.get(opened.form, _known(_victim(found, opened.about)))
    return Opened(opened.form, opened.about, begun, opened.errors)


def _is_offered(opened: Opened, found: Dossier, can: Offers, *, whole: bool) -> bool:
    victim = _victim(found, opened.about)
    # What was confirmed before holds an account number: it is opened by who may see it.
    sees = victim is not None and (whole or not victim.confirmed_by)
    forms: dict[str, bool] = {
        "add": can.add,
        "confirm": can.confirm and sees,
        "choose": can.choose,
        "objection": can.record_objection,
        "decide": can.decide_objection
        and any(str(each.key) == opened.about for each in found.objections if each.upheld is None),
        "back": can.back,
        "abandon": can.abandon,
        "hand": can.pay
        and any(each.institution_code == opened.about for each in found.instructions),
        "pay": can.pay and any(str(share.key) == opened.about for share in found.shares),
    }
    return forms.get(opened.form, False)


def _victim(found: Dossier, incident_no: str) -> ClaimantRow | None:
    return next((each for each in found.claimants if each.incident_no == incident_no), None)


def _known(victim: ClaimantRow | None) -> dict[str, str]:
    if victim is None:
        return {}
    return {
        "loss": yuan(victim.loss_fen),
        "refunded": yuan(victim.refunded_fen) if victim.refunded_fen else "",
        "return_account": victim.return_account,
        "return_name": victim.return_name or victim.victim_name,
        "return_bank": victim.return_bank,
        "agent": victim.agent,
        "other_account": victim.other_account,
    }


def _people(found: Dossier) -> set[str]:
    chain = {found.handler, found.reviewed_by, found.approved_by, *found.prepared_by}
    objections: set[Any] = {each.recorded_by for each in found.objections}
    objections |= {each.decided_by for each in found.objections}
    return chain | objections | {each.confirmed_by for each in found.claimants}
