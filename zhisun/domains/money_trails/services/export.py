"""Taking a case's flow of money out of the platform is written down (导出资金流向表)."""

from datetime import datetime

from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.services import record
from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.money_trails.selectors.moves import Moves
from zhisun.domains.money_trails.terms import TraceRule
from zhisun.kernel.actors import Actor


@transaction.atomic(durable=True)
def note_export(
    incident_no: str,
    moves: Moves,
    rule: TraceRule,
    *,
    form: str,
    whole: bool,
    by: Actor,
    at: datetime,
) -> None:
    """Write down who takes which reckoning out: rule, instant, version, digest, masked or not.

    form: the kind of file: xlsx, pdf, png.
    Called before the file is handed over. Raises NotFound, NotPermitted.
    """
    incident = incident_facts(incident_no, by=by)
    require(by, Duty.SEE_TRAIL, incident.area)
    record(
        by,
        "money_trails.exported",
        incident_no,
        at=at,
        area=incident.area,
        after={
            "form": form,
            "rule": rule.value,
            "until": moves.until.isoformat(),
            "method": moves.method,
            "digest": moves.digest,
            "rows": len(moves.rows) or moves.number,
            "whole_numbers": whole,
        },
    )
