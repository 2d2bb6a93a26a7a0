"""Why a warning or a dispatch could not be worked on, in words."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "alarm_unknown": _("没有这条提醒。"),
    "hold_needs_danger": _("只有急件或高等级任务才能申请保护性停机。"),
    "hold_needs_phone": _("没有本人电话，不能申请保护性停机。"),
    "message_unknown": _("没有这条短信。"),
    "choice_unknown": _("没有这个选项，请重新选择。"),
    "clocks_not_rising": _("三个时限要依次变长，大于零，不超过 {most} 分钟。"),
    "contact_needs_key": _("联系记录缺少提交编号，或超过 {most} 个字符。"),
    "dispatch_cannot": _("劝阻任务 {dispatch_no} 现在是“{state}”，不能这样办理。"),
    "dispatch_concluded": _("劝阻任务 {dispatch_no} 已有结果，不能收回。"),
    "dispatch_not_returned": _("劝阻任务 {dispatch_no} 没有被退回。"),
    "dispatch_over": _("劝阻任务 {dispatch_no} 已经办结。"),
    "dispatch_taken": _("{officer} 正在办理这个任务。"),
    "dispatch_unknown": _("没有这个劝阻任务：{dispatch_no}。"),
    "grade_name_wrong": _("等级名称要写，最多 {most} 个字。"),
    "grade_names_alike": _("五个等级的名称不能相同。"),
    "nothing_to_look_back": _("劝阻任务 {dispatch_no} 现在没有要做的回访。"),
    "outcome_needs_meeting": _("高等级任务没有见面就登记结果，要写明理由。"),
    "outcome_needs_person": _(
        "还没有联系到本人，不能登记“{outcome}”。打不通电话不是结果，请继续联系或上门。"
    ),
    "outcome_needs_visit": _("登记“未遇到”之前，要先登记一次上门。"),
    "own_return": _("退回的任务要由另一人审核。"),
    "result_not_of_step": _("“{step}”没有“{result}”这种结果。"),
    "review_closed": _("{subject} 的倒查已有结论。"),
    "review_unknown": _("没有这项倒查。"),
    "rule_out_of_range": _("要在 {least} 到 {most} 之间。"),
    "signal_names_nobody": _("预警没有写明是谁：电话、证件号码和其他标识至少要有一项。"),
    "signal_needs_ref": _("预警要有来源编号，最多 {most} 个字符。"),
    "signal_out_of_range": _("要在 {least} 到 {most} 之间。"),
    "thresholds_not_rising": _("四个分数线要依次升高，在 1 到 {most} 之间。"),
    "unit_has_it": _("任务已在{unit}。"),
}
