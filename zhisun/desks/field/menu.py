"""The pages of the officer on the street in the top bar."""

from django.utils.translation import gettext_lazy as _

from zhisun.domains.access.terms import Duty
from zhisun.shell.menu import Entry

ENTRIES = (Entry(_("我的任务"), "field:tasks", Duty.HANDLE.value),)
