"""The desk in the top bar."""

from django.utils.translation import gettext_lazy as _

from zhisun.domains.access.terms import Duty
from zhisun.shell.menu import Entry

ENTRIES = (
    Entry(
        _("预警劝阻席"),
        "dissuasion_desk:board",
        Duty.DISPATCH.value,
        home_duty=Duty.WARN.value,
    ),
)
