"""Where returning money stands in the top bar: after the desks of the first minutes."""

from django.utils.translation import gettext_lazy as _

from zhisun.domains.access.terms import Duty
from zhisun.shell.menu import Entry

ENTRIES = (
    Entry(
        _("资金返还"),
        "case_desk:returns",
        Duty.SEE_RETURNS.value,
        home_duty=Duty.REVIEW_RETURN.value,
        place=2,
    ),
)
