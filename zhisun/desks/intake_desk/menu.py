"""The desk in the top bar."""

from django.utils.translation import gettext_lazy as _

from zhisun.domains.access.terms import Duty
from zhisun.shell.menu import Entry

ENTRIES = (
    Entry(_("接警席"), "intake_desk:desk", Duty.REPORT.value),
    Entry(_("旧案导入"), "intake_desk:archives", Duty.IMPORT_REPORTS.value, place=9),
)
