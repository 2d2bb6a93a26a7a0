"""What somebody may not do."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "duty_missing": _("您的席位没有“{duty}”的职责。"),
    "machine_needs_area": _("对接系统须写明辖区代码。"),
    "machine_unknown": _("没有登记这个对接系统：{name}。"),
    "notice_unknown": _("没有这条管理变更。"),
    "outside_area": _("不在您的辖区内。"),
    "own_act": _("自己办理的管理变更，不能由自己阅看确认。"),
    "own_role": _("不能给自己任命或免去角色，请由另一名管理员办理。"),
    "token_unknown": _("接口令牌无效或已停用。"),
}
