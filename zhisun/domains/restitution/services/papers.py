"""The papers of a round (返还文书): public notice, decision, notices to institutions."""

from datetime import datetime

from zhisun.domains.cases.selectors.incidents import incident
from zhisun.domains.directory.selectors import officer, officers
from zhisun.domains.documents.services import issue
from zhisun.domains.documents.terms import DocumentKind, Json
from zhisun.domains.restitution.models import Claimant, Restitution, Share
from zhisun.domains.restitution.policy import masked_name, masked_number
from zhisun.domains.restitution.selectors import working_of
from zhisun.domains.restitution.terms import Method
from zhisun.kernel.actors import Actor

Papers = dict[str, Json]


def publicity(row: Restitution, until: datetime, *, by: Actor, at: datetime) -> str:
    """Issue the public notice; its number. Names and accounts are masked. Joins."""
    facts = _facts(row, _shares(row), masked=True)
    facts |= {"issuer": officer(by.name).unit_name, "objections_until": until.isoformat()}
    return _issued(DocumentKind.RETURN_PUBLICITY, row, facts, by=by, at=at)


def submitted(row: Restitution, *, by: Actor, at: datetime) -> None:
    """Issue what the chain reads: the report, and an application a victim to be signed. Joins.

    Source: domain reference §3.4 (申请表、呈请返还资金报告书). After a change both are issued anew.
    """
    shares, handler = _shares(row), officer(by.name)
    facts = _facts(row, shares, masked=False) | {
        "issuer": handler.unit_name,
        "handler_title": handler.title,
        "handler_badge": handler.badge_no,
        "reason": row.why,
    }
    _issued(DocumentKind.RETURN_REPORT, row, facts, by=by, at=at)
    for key in dict.fromkeys(share.claimant_id for share in shares):
        mine = [share for share in shares if share.claimant_id == key]
        told = _facts(row, mine, masked=False, working=False)
        told |= _applicant(mine[0].claimant, by=by) | {"issuer": handler.unit_name}
        _issued(DocumentKind.RETURN_APPLICATION, row, told, by=by, at=at)


def _applicant(victim: Claimant, *, by: Actor) -> Papers:
    """Who asks, as the report of the case has him."""
    case = incident(victim.incident_no, by=by)
    return {
        "victim_name": victim.victim_name,
        "victim_id": case.victim.id_number,
        "victim_phone": case.victim.phone,
        "victim_address": case.victim.address,
        "incident_no": victim.incident_no,
        "case_no": case.facts.case_no,
        "agent": victim.agent,
        "other_account": victim.other_account,
    }


def decision(row: Restitution, *, by: Actor, at: datetime) -> str:
    """Issue the decision; its number. Joins."""
    facts = _facts(row, _shares(row), masked=False) | _signed(row)
    return _issued(DocumentKind.RETURN_DECISION, row, facts, by=by, at=at)


def instructions(row: Restitution, *, by: Actor, at: datetime) -> list[tuple[str, str, str]]:
    """Issue the notice to each institution that pays; code, name and number of each. Joins."""
    shares = _shares(row)
    found = []
    for code in sorted({share.account.institution_code for share in shares}):
        mine = [share for share in shares if share.account.institution_code == code]
        name = mine[0].account.institution_name
        facts = _facts(row, mine, masked=False) | _signed(row)
        facts |= {"institution_name": name, "decision_number": row.decision_no}
        number = _issued(DocumentKind.RETURN_NOTICE, row, facts, by=by, at=at)
        found.append((code, name, number))
    return found


def _issued(kind: DocumentKind, row: Restitution, facts: Papers, *, by: Actor, at: datetime) -> str:
    return issue(kind, facts, area=row.area, subject=row.restitution_no, by=by, at=at).number


def _shares(row: Restitution) -> list[Share]:
    """What is to be paid, by account and report."""
    found = Share.objects.filter(account__restitution=row, share_fen__gt=0)
    found = found.select_related("account", "claimant")
    return list(found.order_by("account__account_no", "claimant__incident_no"))


def _facts(row: Restitution, shares: list[Share], *, masked: bool, working: bool = True) -> Papers:
    accounts = {share.account_id: share.account for share in shares}
    only = (
        None
        if len(accounts) == row.accounts.count()
        else {account.account_no for account in accounts.values()}
    )
    return {
        "method": str(Method(row.method).label),
        "frozen_fen": sum(account.frozen_fen for account in accounts.values()),
        "returned_fen": sum(share.share_fen for share in shares),
        "working": "\n".join(working_of(row, masked=masked, only=only)) if working else "",
        "accounts": [
            {
                "account_no": masked_number(each.account_no) if masked else each.account_no,
                "account_name": masked_name(each.account_name) if masked else each.account_name,
                "institution_name": each.institution_name,
                "amount_fen": each.frozen_fen,
            }
            for each in accounts.values()
        ],
        "lines": [_line(share, masked=masked) for share in shares],
    }


def _line(share: Share, *, masked: bool) -> Papers:
    victim, account_no = share.claimant, share.account.account_no
    told: Papers = {
        "victim_name": masked_name(victim.victim_name) if masked else victim.victim_name,
        "incident_no": victim.incident_no,
        "account_no": masked_number(account_no) if masked else account_no,
        "loss_fen": victim.loss_fen,
        "refunded_fen": victim.refunded_fen + victim.returned_fen,
        "share_fen": share.share_fen,
    }
    if masked:
        return told
    own = ("return_account", "return_name", "return_bank")
    return told | {name: getattr(victim, name) for name in own}


def _signed(row: Restitution) -> Papers:
    handler, reviewer, approver = officers(row.handler, row.reviewed_by, row.approved_by)
    return {
        "issuer": handler.unit_name,
        "handler_title": handler.title,
        "handler_badge": handler.badge_no,
        "assistant_title": reviewer.title,
        "assistant_badge": reviewer.badge_no,
        "approver_title": approver.title,
    }
