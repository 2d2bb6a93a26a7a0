"""What the funds desk asks to be filled in before an order is drafted."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "nothing_traced_yet": _("警情 {incident_no} 还没有追踪结果，暂时没有可导出的资金流。"),
    "moved_at_missing": _("请填写交易时间。"),
    "credential_missing": _("查全账户要写持卡人的证件号；可先查主体，从反馈里取得。"),
    "credential_wrong": _("身份证号不对，请逐位核对。"),
    "period_missing": _("查交易明细要写起止时间；只查昨天、今天的可选快速查询。"),
    "period_reversed": _("查询的起始时间晚于截止时间。"),
    "form_unknown": _("没有这种办理事项。"),
}
