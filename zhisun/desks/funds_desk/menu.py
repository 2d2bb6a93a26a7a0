"""Where the funds desk stands in the top bar."""

from django.utils.translation import gettext_lazy as _

from zhisun.domains.access.terms import Duty
from zhisun.shell.menu import Entry

ENTRIES = (
    Entry(
        _("资金席"),
        "funds_desk:board",
        Duty.SEE_ORDERS.value,
        home_duty=Duty.APPROVE_ORDER.value,
    ),
)
