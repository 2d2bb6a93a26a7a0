"""What follows from reports, orders and answers."""

from datetime import datetime

from procrastinate.contrib.django import app

from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.money_trails.services.propose import next_orders
from zhisun.domains.money_trails.services.trace import retrace
from zhisun.domains.money_trails.terms import READ_STATEMENT
from zhisun.domains.outbox.services import Gathered
from zhisun.domains.stop_payment.selectors.orders import incidents_of
from zhisun.domains.stop_payment.selectors.orders import order as order_row
from zhisun.domains.stop_payment.services.first_orders import draft_or_explain
from zhisun.domains.stop_payment.terms import OrderKind
from zhisun.kernel.actors import job

TRACER = job("trace_money")


def trace_report(incident_no: str, at: datetime) -> None:
    """Open or extend a case's trail. Safe to repeat: nothing new changes nothing."""
    retrace(incident_no, by=TRACER, at=at)


def queue_statement(key: str, at: datetime) -> None:
    """Have a mapped statement file read by a job: other news must not wait for it.

    Safe to repeat: a file is read once.
    """
    del at  # the job reads the clock when its turn comes
    app.configure_task(READ_STATEMENT).defer(key=int(key))


trace_order = Gathered(incidents_of, trace_report)
"""Follow the money again after orders moved, once for all orders of a case.

Safe to repeat: nothing new changes nothing."""


def propose_next_layer(incident_no: str, at: datetime) -> None:
    """Draft the next layer's orders. Safe to repeat: an order is drafted once per account."""
    if not incident_facts(incident_no, by=TRACER).is_open:
        return
    for new in list(next_orders(incident_no, by=TRACER)):
        draft_or_explain(incident_no, new, by=TRACER, at=at)


def stop_named_account(order_no: str, at: datetime) -> None:
    """Draft the stop that only lacked the name a bank now told. Safe to repeat: it stands once."""
    asked = order_row(order_no, by=TRACER)
    if asked.kind is OrderKind.QUERY_HOLDER:
        propose_next_layer(asked.incident_no, at)


REACTIONS = {
    "cases.registered": (trace_report,),
    "cases.amended": (trace_report,),
    "money_trails.transfer_added": (trace_report,),
    "money_trails.transfer_withdrawn": (trace_report,),
    "money_trails.statement_mapped": (queue_statement,),
    "money_trails.statement_imported": (trace_report,),
    "money_trails.statement_changed": (trace_report,),
    "stop_payment.approved": (trace_order,),
    "stop_payment.recalled": (trace_order,),
    "stop_payment.active": (trace_order,),
    "stop_payment.answer_received": (trace_order,),
    "stop_payment.extended": (trace_order,),
    "stop_payment.partly_returned": (trace_order,),
    "stop_payment.replaced": (trace_order,),
    "stop_payment.released": (trace_order,),
    "stop_payment.expired": (trace_order,),
    "stop_payment.answered": (stop_named_account,),
    "money_trails.traced": (propose_next_layer,),
}
