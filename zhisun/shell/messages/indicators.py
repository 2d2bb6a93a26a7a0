"""Texts of the indicator base."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "indicator_too_long": _("线索超过 {most} 个字。"),
    "indicator_kind_unknown": _("没有线索类别 {kind}。"),
    "indicator_on_white_list": _("会误伤白名单上的 {safe}，不能列入线索。"),
    "indicator_too_broad": _("范围太宽，会误伤很多人，请写得更具体。"),
    "indicator_withdrawn_before": _("此前已被人工撤下：{reason}"),
    "indicator_source_missing": _("请写明来源。"),
    "indicator_move_not_allowed": _("第 {key} 号线索是“{state}”，不能这样处理。"),
    "indicator_window_over": _("有效期已过，不能恢复；请重新录入。"),
    "base_notice_unknown": _("没有这条提醒。"),
    "life_out_of_range": _("天数应为 1 到 {most}。"),
    "life_needs_note": _("请写明依据。"),
    "indicator_severity_wrong": _("严重程度应为 1 到 5。"),
    "indicator_confidence_wrong": _("可信度应为 0 到 100。"),
    "indicator_window_empty": _("有效期在开始之前就结束了。"),
    "indicator_unknown": _("没有第 {key} 号线索。"),
    "indicator_withdrawn": _("第 {key} 号线索已经撤回。"),
    "safe_value_unknown": _("没有第 {key} 号白名单。"),
    "batch_needs_number": _("批次编号应为 1 到 {most} 个字。"),
    "batch_too_large": _("一批应有 1 到 {most} 个事件。"),
    "events_too_fast": _("推送太快，请 {seconds} 秒后再推。本批没有收下，可原样重推。"),
    "base_under_way": _("预警底库正在重新生成，请稍后原样重推。"),
    "watch_moved": _("来源 {source} 已有另一个值守进程在读。"),
}
