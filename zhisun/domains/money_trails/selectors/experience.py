"""What is known of how long money stays and how soon institutions act."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Subquery

from zhisun.domains.money_trails.models import Experience
from zhisun.engines.tracing.chase import Outlook
from zhisun.engines.tracing.dwelling import Dwelling
from zhisun.engines.tracing.saving import Answering

LEARNT = {name: Subquery(Experience.objects.values(name)[:1]) for name in ("stays", "answers")}
"""What was learnt, beside whatever else a query asks for."""


def outlook(
    stays: Mapping[str, Any] | None,
    answers: Mapping[str, Sequence[float]] | None,
    institutions: Sequence[str],
) -> Outlook:
    """What the centre has learnt, as LEARNT read it; the prior where it is None.

    institutions: by account code.
    """
    if stays is None or answers is None:
        return Outlook(answering=Answering(), institutions=institutions)
    return Outlook(
        dwelling=Dwelling(
            rates=tuple(stays["rates"]),
            hours=tuple(stays["hours"]),
            exits=stays["exits"],
            seen=stays["seen"],
        ),
        answering=Answering({code: (mean, spread) for code, (mean, spread) in answers.items()}),
        institutions=institutions,
    )
