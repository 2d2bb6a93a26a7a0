"""Where the indicator base stands in the top bar."""

from django.utils.translation import gettext_lazy as _

from zhisun.domains.access.terms import Duty
from zhisun.shell.menu import Entry

ENTRIES = (Entry(_("预警底库"), "indicator_desk:board", Duty.SEE_INDICATORS.value, place=3),)
