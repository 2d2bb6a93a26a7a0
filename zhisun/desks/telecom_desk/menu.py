"""Where the telecom desk stands in the top bar."""

from django.utils.translation import gettext_lazy as _

from zhisun.domains.access.terms import Duty
from zhisun.shell.menu import Entry

ENTRIES = (
    Entry(
        _("通信席"),
        "telecom_desk:board",
        Duty.SEE_TAKEDOWNS.value,
        home_duty=Duty.RECORD_TAKEDOWN.value,
    ),
)
