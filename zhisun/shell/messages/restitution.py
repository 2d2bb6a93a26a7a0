"""What stands in the way of returning money."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "account_in_another_round": _("其中有账户正在另一轮返还中，请先办结或撤回那一轮。"),
    "claimant_there_already": _("警情 {incident_no} 已经在本轮返还中。"),
    "claimant_unconfirmed": _("警情 {incident_no} 的事主还没有核实，核实后才能测算。"),
    "claimant_unknown": _("本轮返还中没有警情 {incident_no}。"),
    "freeze_holds_less": _("冻结金额不足以返还这一笔，请核对 {order_no} 的冻结情况。"),
    "handover_time_wrong": _("送达时间应在批准之后、现在之前。"),
    "loss_missing": _("请填写核实的损失金额。"),
    "method_unknown": _("请选择返还方法。"),
    "notice_handed_before": _("这家机构没有待送达的通知书。"),
    "notice_still_runs": _("公告未满三十日，不能呈报（依据：{source}）。"),
    "nothing_frozen": _("这些警情没有冻结中的资金，不能返还（依据：{source}）。"),
    "nothing_to_return": _("按这个方法没有可返还的金额，请换一个方法或撤回。"),
    "objection_decided_before": _("这条异议已经处理过。"),
    "objection_open": _("还有异议没有处理，不能呈报（依据：{source}）。"),
    "objection_unknown": _("没有这条异议。"),
    "objector_missing": _("请填写异议人。"),
    "payment_time_wrong": _("付款时间应在通知书送达之后、现在之前。"),
    "receipt_missing": _("请填写银行回执号。"),
    "refund_above_loss": _("已退还金额不能超过损失。"),
    "restitution_cases_missing": _("请填写警情编号，最多 {most} 起。"),
    "restitution_moved": _("返还 {restitution_no} 现在是“{state}”，不能这样办理。"),
    "restitution_overtaken": _("冻结金额或资金流有变化，方案需要重新测算（依据：{source}）。"),
    "restitution_unknown": _("没有返还 {restitution_no}。"),
    "return_account_missing": _("请填写事主本人的收款户名、账号和银行。"),
    "share_paid_before": _("这一笔已经登记付款。"),
    "share_unknown": _("没有这笔返还份额。"),
    "three_persons_needed": _("承办、审核、批准须由三人分别办理，您已经办过其中一步。"),
}
