"""What is wrong with a thing a report names."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "subject_empty": _("这个{kind}里没有可用的内容。"),
    "subject_too_long": _("{kind}最长 {most} 个字符。"),
}
