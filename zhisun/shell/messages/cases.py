"""What is wrong with a report, and who was faster."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "account_misspelt": _("账号里有认不出的字符：{account}。"),
    "age_impossible": _("年龄不对：{age}。"),
    "amount_needed": _("每笔转账都要有大于零的金额。"),
    "amount_too_large": _("金额太大，请检查是否多打了零。"),
    "area_malformed": _("辖区代码应为 2、4、6、9 或 12 位数字：{area}。"),
    "below_filing_threshold": _("损失不足 {least_fen}，立案须写明理由（多次累计、未遂等）。"),
    "call_registered": _("接警单 {sheet_no} 已登记为警情 {incident_no}。"),
    "call_taken": _("接警单 {sheet_no} 已由 {taken_by} 受理。"),
    "call_unknown": _("没有这张接警单：{sheet_no}。"),
    "channel_value_needed": _("请填写号码、账号或网址。"),
    "currency_unreadable": _("币种请写三个大写字母，例如 CNY。"),
    "draft_gone": _("这份草稿刚被登记或丢弃，没有再保存。"),
    "draft_key_needed": _("草稿没有编号。"),
    "draft_newer": _("另一个页面保存了更新的内容，这里的没有覆盖它。请刷新后再改。"),
    "draft_registered": _("这份草稿已登记为警情 {incident_no}。"),
    "draft_too_large": _("草稿超过 {most_kb} KB，长材料请作为附件上传。"),
    "duration_impossible": _("通话时长应在 0 到 24 小时之间。"),
    "element_not_in_narrative": _("要素与案情原文对不上，请重新识别。"),
    "evidence_empty": _("文件是空的。"),
    "evidence_name_needed": _("文件没有名字。"),
    "evidence_not_what_it_says": _(
        "文件名说是 {media_type}，内容却是 {found}。请确认选对了文件，或按实际类型改名。"
    ),
    "evidence_too_large": _("文件超过 {most_mb} MB。"),
    "evidence_type_refused": _(
        "不收这种文件（{media_type}），或文件已损坏。"
        "请上传图片、录音、视频、PDF、Word、Excel 或文本。"
    ),
    "evidence_unknown": _("没有这份证据。"),
    "filed_no_needed": _("请填写立案文号。"),
    "filed_no_taken": _("立案文号 {filed_no} 已用于另一起警情。"),
    "incident_changed": _("警情 {incident_no} 刚被别人改过，请看最新内容再改。"),
    "incident_closed": _("警情 {incident_no} 为“{state}”，不能再改。"),
    "incident_move_not_allowed": _("警情 {incident_no} 现在是“{state}”，不能这样办理。"),
    "incident_unknown": _("没有这起警情：{incident_no}。"),
    "institution_not_connected": _("机构 {institution} 没有接入，请改填银行名称。"),
    "loss_negative": _("损失不能是负数。"),
    "phone_unreadable": _("电话号码里有认不出的字符：{phone}。"),
    "reason_needed": _("请写明理由。"),
    "report_empty": _("案情和转账至少填一项。"),
    "report_invalid": _("有 {count} 处需要改正，内容都还在。"),
    "report_like_another": _(
        "与警情 {incident_no} 疑似重复（{reason}）。请在“疑似重复报案”里选择并入，或写明理由分列。"
    ),
    "resident_id_wrong": _("身份证号不对，请逐位核对。"),
    "sheet_no_needed": _("接警单没有编号。"),
    "text_too_long": _("文字太长，最多 {most} 个字符。"),
    "text_unreadable": _("文字里有不能保存的字符。"),
    "time_not_yet": _("这个时间还没有到，请检查日期和时刻。"),
    "too_many_rows": _("最多 {most} 行，更多的请上传流水。"),
    "transfer_reported_before": _(
        "这笔转账已在警情 {incident_no} 中报过。请并入，或写明理由分列。"
    ),
    "transfer_unknown": _("没有第 {sequence} 笔转账。"),
    "victim_name_needed": _("请填写事主姓名。"),
}
