"""What follows from news of the domains below."""

from datetime import datetime

from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.stop_payment.selectors.orders import holds_of
from zhisun.domains.stop_payment.services.clocks import prepare_renewal
from zhisun.domains.stop_payment.services.first_orders import draft_or_explain, first_orders
from zhisun.domains.stop_payment.terms import STOPS
from zhisun.kernel.actors import job

DRAFTER = job("draft_first_orders")
FREEZER = job("freeze_after_filing")


def draft_orders_of_report(incident_no: str, at: datetime) -> None:
    """Draft the stops and queries a report calls for. Safe to repeat: each stands only once."""
    for new in first_orders(incident_facts(incident_no, by=DRAFTER)):
        draft_or_explain(incident_no, new, by=DRAFTER, at=at)


def freeze_after_filing(incident_no: str, at: datetime) -> None:
    """Draft a freeze for every stop of a case now filed. Safe to repeat: one draft a stop."""
    for hold in holds_of(incident_no, by=FREEZER):
        if hold.kind in STOPS:
            prepare_renewal(hold.order_no, by=FREEZER, at=at)


REACTIONS = {
    "cases.registered": (draft_orders_of_report,),
    "cases.amended": (draft_orders_of_report,),
    "cases.filed": (freeze_after_filing,),
}
