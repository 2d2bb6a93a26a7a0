"""Whose money lies where, by every rule, over several cases at once (溯源).

A return rests on it: where the rules agree, the money is traceable (graph study §4.7).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from zhisun.domains.cases.selectors import IncidentFacts
from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.money_trails.models import Transfer
from zhisun.domains.money_trails.policy import Row, movements
from zhisun.domains.money_trails.services.trace import STATEMENTS, covered
from zhisun.domains.money_trails.services.transfers import NAMES, added, banks, reported, told
from zhisun.domains.money_trails.services.uploaded import case_of, uploads
from zhisun.domains.money_trails.tables.trail import Ledger, load, load_movements
from zhisun.domains.stop_payment.selectors.answers import answers_of
from zhisun.domains.stop_payment.selectors.orders import holds_of
from zhisun.engines.tracing.follow import follow
from zhisun.engines.tracing.terms import ATTRIBUTING, METHOD, Params, Rule
from zhisun.kernel.actors import Actor
from zhisun.kernel.money import Fen


@dataclass(frozen=True, slots=True)
class Attribution:
    """Each case's claimed money in each account, by rule; what no rule puts there is not listed.

    fens: by (incident_no, account_no). digest: fingerprint of the input and the answers.
    """

    fens: dict[tuple[str, str], dict[Rule, Fen]]
    method: str
    digest: str

    def interval(self, incident_no: str, account_no: str) -> tuple[Fen, Fen]:
        """The least and the most of a case's money in an account over the rules."""
        by_rule = self.fens.get((incident_no, account_no), {})
        amounts = [by_rule.get(rule, 0) for rule in ATTRIBUTING]
        return min(amounts), max(amounts)

    def together(self, account_no: str) -> Fen:
        """The most of all the cases' money in an account by any one rule; the rest is others'."""
        mine = [by_rule for (_case, account), by_rule in self.fens.items() if account == account_no]
        return max(sum(by_rule.get(rule, 0) for by_rule in mine) for rule in ATTRIBUTING)


def attributed(incident_nos: Sequence[str], *, by: Actor, at: datetime) -> Attribution:
    """Follow the money of these cases together under the five rules, as of `at`.

    Reads what is known now of movements up to `at`. Raises NotFound outside the actor's area.
    """
    incidents = [incident_facts(number, by=by) for number in sorted(set(incident_nos))]
    ledger, claims = _joint(incidents, by=by, at=at)
    fens: dict[tuple[str, str], dict[Rule, Fen]] = {}
    digests = []
    for rule in ATTRIBUTING:
        params = Params(rule=rule, as_of=at)
        trail = follow(ledger.transfers, ledger.claims, ledger.standing, params)
        digests.append(trail.digest)
        for row in trail.accounts.to_pylist():
            if row["still_there_fen"]:
                key = (claims[row["claim"]], ledger.accounts[row["account"]])
                by_rule = fens.setdefault(key, {})
                by_rule[rule] = by_rule.get(rule, 0) + row["still_there_fen"]
    print_of = repr(
        (METHOD, digests, ledger.accounts, sorted(claims.items()), sorted(fens.items()))
    )
    return Attribution(fens, METHOD, hashlib.sha256(print_of.encode()).hexdigest())


def _joint(
    incidents: Sequence[IncidentFacts], *, by: Actor, at: datetime
) -> tuple[Ledger, dict[int, str]]:
    """All movements of several cases once, and the case of each claim."""
    known = banks()
    answers = [
        answer
        for incident in incidents
        for answer in answers_of(incident.incident_no, by=by)
        if answer.kind in STATEMENTS and answer.applied
    ]
    statements = [row for answer in answers for row in told(answer, known)]
    reports = [row for incident in incidents for row in reported(incident, known)]
    additions = [row for incident in incidents for row in added(incident, known)]
    holds = [hold for each in incidents for hold in holds_of(each.incident_no, by=by)]
    until = covered(answers, holds, at=at)
    files = {key: file for each in incidents for key, file in uploads(each.key).items()}
    if not files:
        return _of_rows(movements(reports, statements, additions), until)
    case = case_of(files, statements, (reports, additions), known)
    reach = case.covered()
    for account, moment in until.items():
        reach[account] = max(moment, reach.get(account, moment))
    claims = {place: _case_of(row) for place, row in case.told.items() if row.claimed_fen}
    return load_movements(case.found, case.told, reach), claims


def _of_rows(rows: Sequence[Row], until: dict[str, datetime]) -> tuple[Ledger, dict[int, str]]:
    transfers = [
        Transfer(pk=place, **{name: getattr(row, name) for name in NAMES})
        for place, row in enumerate(rows)
    ]
    claims = {place: _case_of(row) for place, row in enumerate(rows) if row.claimed_fen}
    return load(transfers, until), claims


def _case_of(row: Row) -> str:
    """The incident of a claimed row: its claim number is the incident's and a sequence."""
    return row.claim_no.rpartition("-")[0]
