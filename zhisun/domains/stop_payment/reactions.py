"""What follows from news of the domains below.

News may come late, twice or in another order than what it tells of happened: each reaction asks
how the case stands now and does what that calls for.
"""

from datetime import datetime

from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.stop_payment.selectors.answers import holders_of
from zhisun.domains.stop_payment.selectors.orders import holds_of, order
from zhisun.domains.stop_payment.services.clocks import prepare_release, prepare_renewal
from zhisun.domains.stop_payment.services.ending import keep_after_all, take_back
from zhisun.domains.stop_payment.services.first_orders import (
    draft_or_explain,
    drop_overtaken,
    first_orders,
)
from zhisun.domains.stop_payment.terms import HOLDS, STOPS, OrderKind
from zhisun.kernel.actors import job

DRAFTER = job("draft_first_orders")
FREEZER = job("freeze_after_filing")
RELEASER = job("release_after_closing")


def draft_orders_of_report(incident_no: str, at: datetime) -> None:
    """Draft the stops and queries a report calls for. Safe to repeat: each stands only once."""
    incident = incident_facts(incident_no, by=DRAFTER)
    if not incident.is_open:
        return
    called_for = list(first_orders(incident, holders_of(incident_no, by=DRAFTER)))
    drop_overtaken(incident_no, called_for, by=DRAFTER, at=at)
    for new in called_for:
        draft_or_explain(incident_no, new, by=DRAFTER, at=at)


def stop_named_account(order_no: str, at: datetime) -> None:
    """Draft the stop that only lacked the name a bank now told. Safe to repeat: it stands once."""
    asked = order(order_no, by=DRAFTER)
    if asked.kind is OrderKind.QUERY_HOLDER:
        draft_orders_of_report(asked.incident_no, at)


def freeze_after_filing(incident_no: str, at: datetime) -> None:
    """Draft a freeze for every stop of a case now filed. Safe to repeat: one draft a stop.

    A case filed after it was declined (复议后立案) keeps what its end would have released.
    """
    incident = incident_facts(incident_no, by=FREEZER)
    if not incident.is_open or incident.filed_at is None:
        return
    keep_after_all(incident_no, by=FREEZER, at=at)
    for hold in holds_of(incident_no, by=FREEZER):
        if hold.kind in STOPS:
            prepare_renewal(hold.order_no, by=FREEZER, at=at)


def freeze_in_filed_case(order_no: str, at: datetime) -> None:
    """Draft the freeze of a stop that stands in a filed case. Safe to repeat: one draft a stop."""
    stop = order(order_no, by=FREEZER)
    filed = incident_facts(stop.incident_no, by=FREEZER).filed_at is not None
    if filed and stop.kind in STOPS:
        prepare_renewal(order_no, by=FREEZER, at=at)


def release_after_closing(incident_no: str, at: datetime) -> None:
    """Take back what has not left, draft the release of what a dropped case still holds.

    Safe to repeat: what was taken back has left the pile, and a hold has one draft.
    """
    if incident_facts(incident_no, by=RELEASER).is_open:
        return  # filed after all, before this news came
    take_back(incident_no, by=RELEASER, at=at)
    for hold in holds_of(incident_no, by=RELEASER):
        prepare_release(hold.order_no, by=RELEASER, at=at)


def release_in_closed_case(order_no: str, at: datetime) -> None:
    """Draft the release of a hold that stands only after its case was dropped. Safe to repeat."""
    hold = order(order_no, by=RELEASER)
    is_open = incident_facts(hold.incident_no, by=RELEASER).is_open
    if not is_open and hold.kind in HOLDS:
        prepare_release(order_no, by=RELEASER, at=at)


REACTIONS = {
    "cases.registered": (draft_orders_of_report,),
    "cases.amended": (draft_orders_of_report,),
    "cases.filed": (freeze_after_filing, draft_orders_of_report),
    "cases.declined": (release_after_closing,),
    "cases.closed": (release_after_closing,),
    "stop_payment.active": (freeze_in_filed_case, release_in_closed_case),
    "stop_payment.answered": (stop_named_account,),
}
