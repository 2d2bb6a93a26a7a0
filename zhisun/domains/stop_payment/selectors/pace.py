"""How soon institutions act on what they are asked, answer by answer."""

from collections import defaultdict
from datetime import datetime

from zhisun.domains.stop_payment.models import Order
from zhisun.kernel.actors import Actor


def answer_seconds(*, since: datetime, until: datetime, by: Actor) -> dict[str, list[float]]:
    """Seconds from sending to answer of orders sent in a period, by institution. One query.

    An order without an answer counts as far as it has waited once that is longer than it should
    have taken; one that is still in time says nothing.
    """
    sent = Order.objects.filter(area__startswith=by.area, sent_at__gt=since, sent_at__lte=until)
    took: defaultdict[str, list[float]] = defaultdict(list)
    rows = sent.values_list("institution_code", "sent_at", "answered_at", "due_at")
    for code, begin, answered_at, due_at in rows:
        if begin is None:
            continue
        if answered_at is not None and answered_at <= until:
            took[code].append((answered_at - begin).total_seconds())
        elif due_at is not None and due_at < until:
            took[code].append((until - begin).total_seconds())
    return dict(took)
