"""What somebody may not do."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "duty_missing": _("您的席位没有“{duty}”的职责。"),
    "machine_needs_area": _("对接系统须写明辖区代码。"),
    "machine_unknown": _("没有登记这个对接系统：{name}。"),
    "outside_area": _("不在您的辖区内。"),
    "token_unknown": _("接口令牌无效或已停用。"),
}
