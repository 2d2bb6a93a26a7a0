"""Setting the local rules (设定本地规则)."""

from datetime import datetime

from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.services import record
from zhisun.domains.dissuasion.models import LocalRules
from zhisun.domains.dissuasion.policy.rules import Rules, demand_sound, to_body
from zhisun.domains.dissuasion.terms import LONGEST_TEXT
from zhisun.kernel.actors import Actor
from zhisun.kernel.areas import prefix
from zhisun.kernel.errors import InputError


@transaction.atomic(durable=True)
def set_rules(area: str, rules: Rules, note: str, *, by: Actor, at: datetime) -> None:
    """Let these rules apply to dispatches of an area from now on (设定本地规则).

    note: on what paper they rest. Stored due times stay. Raises NotFound, NotPermitted,
    InputError.
    """
    require(by, Duty.SET_DISSUASION_RULES, area)
    if not (area.isdigit() and prefix(area)):
        raise InputError("area_malformed", field="area", area=area[:20])
    if not note.strip():
        raise InputError("reason_needed", field="note")
    demand_sound(rules)
    facts = {"body": to_body(rules), "note": note.strip()[:LONGEST_TEXT]}
    LocalRules.objects.update_or_create(
        area=prefix(area), defaults=facts | {"set_at": at, "set_by": by.name}
    )
    told = {name: str(value) for name, value in to_body(rules).items()}
    record(
        by, "dissuasion.set_rules", prefix(area), at=at, area=area, after=told, reason=note.strip()
    )
