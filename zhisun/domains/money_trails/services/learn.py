"""Learning from the centre's own answers how long money stays and how soon institutions act."""

from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction

from zhisun.domains.money_trails.models import Experience, Trace, TraceBasis
from zhisun.domains.money_trails.tables.basis import opened, stays_in
from zhisun.domains.money_trails.terms import LEARNT_CASES, LEARNT_DAYS
from zhisun.domains.stop_payment.selectors.pace import answer_seconds
from zhisun.engines.tracing.dwelling import joined, learnt
from zhisun.engines.tracing.saving import answering
from zhisun.kernel.actors import Actor


@transaction.atomic(durable=True)
def learn(*, by: Actor, at: datetime) -> None:
    """Put what the latest cases and answers teach in the place of what was known.

    Safe to repeat: the same answers teach the same.
    """
    since = at - timedelta(days=LEARNT_DAYS)
    of_cases = Trace.objects.filter(traced_at__gt=since, incident__area__startswith=by.area)
    latest = of_cases.order_by("-traced_at").values_list("incident_id", "traced_at")
    seen = [
        stays_in(opened(bytes(content)), until=traced_at)
        for incident_key, traced_at in latest[:LEARNT_CASES]
        for content in TraceBasis.objects.filter(incident_id=incident_key).values_list(
            "content", flat=True
        )
    ]
    answers = answering(answer_seconds(since=since, until=at, by=by)).by_institution
    Experience.objects.update_or_create(
        only=True,
        defaults={
            "stays": asdict(learnt(joined(seen))),
            "answers": {code: list(facts) for code, facts in answers.items()},
            "learnt_at": at,
        },
    )
