"""What follows from news of the domains below."""

from datetime import datetime

from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.stop_payment.selectors.answers import holders_of
from zhisun.domains.stop_payment.selectors.orders import holds_of, order
from zhisun.domains.stop_payment.services.clocks import prepare_release, prepare_renewal
from zhisun.domains.stop_payment.services.first_orders import (
    draft_or_explain,
    drop_overtaken,
    first_orders,
)
from zhisun.domains.stop_payment.terms import STOPS, OrderKind
from zhisun.kernel.actors import job

DRAFTER = job("draft_first_orders")
FREEZER = job("freeze_after_filing")
RELEASER = job("release_after_closing")


def draft_orders_of_report(incident_no: str, at: datetime) -> None:
    """Draft the stops and queries a report calls for. Safe to repeat: each stands only once."""
    incident = incident_facts(incident_no, by=DRAFTER)
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
    """Draft a freeze for every stop of a case now filed. Safe to repeat: one draft a stop."""
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
    """Draft the release of what a dropped case still holds. Safe to repeat: one draft a hold."""
    for hold in holds_of(incident_no, by=RELEASER):
        prepare_release(hold.order_no, by=RELEASER, at=at)


REACTIONS = {
    "cases.registered": (draft_orders_of_report,),
    "cases.amended": (draft_orders_of_report,),
    "cases.filed": (freeze_after_filing,),
    "cases.declined": (release_after_closing,),
    "cases.closed": (release_after_closing,),
    "stop_payment.active": (freeze_in_filed_case,),
    "stop_payment.answered": (stop_named_account,),
}
