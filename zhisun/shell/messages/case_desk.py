"""What stands in the way at the case desk."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "return_text_too_long": _("这一栏最长 {most} 个字符。"),
    "objection_verdict_missing": _("请选择异议是否成立。"),
    "return_seen_before": _("返还 {restitution_no} 在您打开之后重新测算过，请看清现在的数字再办。"),
}
