"""Texts of the kernel's own errors."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "time_unreadable": _("看不懂这个时间：{time}。请写成 2026-11-21 09:41:07 的样子。"),
    "amount_unreadable": _("看不懂这个金额：{amount}。请只写数字，例如 28000 或 28,000.50。"),
    "amount_finer_than_fen": _("金额最小到分：{amount} 的小数多于两位。"),
}
