"""What the intake desk says when something cannot be read or found."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "draft_unknown": _("没有这份草稿：它已登记、已丢弃，或者是别人的。"),
    "evidence_missing": _("请先选择文件。"),
    "number_unreadable": _("这里只填整数，例如 35：{told}。"),
}
