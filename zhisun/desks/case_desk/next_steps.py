"""What can be done with a round now, and by whom: buttons are offered by this alone.

The verbs decide; this only spares somebody a button that would be refused.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhisun.domains.access.terms import Duty
from zhisun.domains.restitution.selectors import Dossier
from zhisun.domains.restitution.terms import UNDECIDED, RestitutionState
from zhisun.kernel.actors import Actor
from zhisun.shell.filters import full_time

S = RestitutionState

WAY: tuple[RestitutionState, ...] = (
    *(S.DRAFTED, S.PROPOSED, S.NOTICED, S.SUBMITTED, S.REVIEWED, S.APPROVED, S.PAID),
)
"""The states on the way of a round that comes to its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """What one reader may do now. words: what the round waits for, in a sentence."""

    words: str
    add: bool
    confirm: bool
    propose: bool
    choose: bool
    record_objection: bool
    decide_objection: bool
    submit: bool
    agree: str
    back: bool
    abandon: bool
    pay: bool
    follow: bool


def offers(found: Dossier, *, reader: Actor, at: datetime) -> Offers:
    """What to offer a reader at an instant. agree: the address that says yes, "" for none."""
    state = found.state
    prepares = Duty.PREPARE_RETURN in reader.duties
    reviews, approves = Duty.REVIEW_RETURN in reader.duties, Duty.APPROVE_RETURN in reader.duties
    own = reader.name in {*found.prepared_by, found.reviewed_by}
    reviewing, approving = state is S.SUBMITTED and reviews, state is S.REVIEWED and approves
    return Offers(
        words=_words(found, own=own and (reviewing or approving), at=at),
        add=prepares and state in UNDECIDED,
        confirm=prepares and state is S.DRAFTED,
        propose=prepares and (_all_confirmed(found) or state is S.PROPOSED),
        choose=prepares and state is S.PROPOSED,
        record_objection=prepares and state is S.NOTICED,
        decide_objection=reviews and state is S.NOTICED,
        submit=prepares and state is S.NOTICED and _notice_over(found, at),
        agree="" if own else "review" if reviewing else "approve" if approving else "",
        back=reviewing or approving,
        abandon=(prepares and state in UNDECIDED) or (approves and state is S.APPROVED),
        pay=prepares and state is S.APPROVED,
        follow=prepares and state in {S.PAID, S.WITHDRAWN},
    )


def mark(found: Dossier) -> str:
    """What a reader has seen of a round: who agrees to it agrees to this and nothing later."""
    return f"{found.digest}:{found.method or ''}"


def _all_confirmed(found: Dossier) -> bool:
    return found.state is S.DRAFTED and all(each.confirmed_by for each in found.claimants)


def _notice_over(found: Dossier, at: datetime) -> bool:
    over = found.notice_until is not None and found.notice_until <= at
    return over and all(each.upheld is not None for each in found.objections)


def _words(found: Dossier, *, own: bool, at: datetime) -> str:
    if own:
        return _("您经办过本轮，须由他人办理这一步。")
    told = {
        S.DRAFTED: _while_confirming,
        S.NOTICED: lambda found: _while_noticed(found, at),
        S.APPROVED: _while_paying,
    }
    if found.state in told:
        return told[found.state](found)
    return {
        S.PROPOSED: _("两种方法都已算出，对照后选定一种。"),
        S.SUBMITTED: _("等大队领导审核；经办过的人不能审核。"),
        S.REVIEWED: _("等县级以上负责人批准；经办、审核过的人不能批准。"),
        S.PAID: _("全部付清，已记入台账。"),
        S.WITHDRAWN: _("已撤回；付过的仍算数，其余可以另开一轮。"),
    }[found.state]


def _while_confirming(found: Dossier) -> str:
    left = sum(not each.confirmed_by for each in found.claimants)
    if not left:
        return _("事主都已核实，可以测算。")
    return ngettext("还有 {n} 位事主没有核实。", "还有 {n} 位事主没有核实。", left).format(n=left)


def _while_noticed(found: Dossier, at: datetime) -> str:
    if found.notice_until and found.notice_until > at:
        return _("公告到 {time}，满三十日后才能呈报。").format(time=full_time(found.notice_until))
    if not _notice_over(found, at):
        return _("公告期已满，还有异议没有处理。")
    return _("公告期已满，可以呈报。")


def _while_paying(found: Dossier) -> str:
    unhanded = sum(each.handed_at is None for each in found.instructions)
    unpaid = sum(bool(each.share_fen) and each.paid_at is None for each in found.shares)
    return _("通知书待送达 {notices} 份，待付款 {shares} 笔。").format(
        notices=unhanded, shares=unpaid
    )


def direct(found: Dossier) -> bool:
    """Whether every rule agrees on every fen: then the traced method needs no notice."""
    return bool(found.shares) and all(each.traced_fen == each.direct_fen for each in found.shares)
