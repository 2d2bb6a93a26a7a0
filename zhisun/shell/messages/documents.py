"""Texts of the papers' errors."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "document_fact_unknown": _("这种文书没有“{field}”这一项。"),
    "document_fact_mistyped": _("文书的“{field}”填得不对：类型或取值不合要求。"),
    "document_fact_missing": _("文书缺少“{field}”，不能签发。"),
    "document_fact_too_long": _("文书的“{field}”太长（{length}），印不下。请缩短。"),
    "document_character_hidden": _("文书的“{field}”里有看不见的字符 {code_point}，请删去后重填。"),
    "document_character_missing": _(
        "文书的“{field}”里有字库没有的字“{character}”（{code_point}），印不出来。请核对或改用通行写法。"
    ),
    "document_amount_out_of_range": _("文书上的金额超出范围：不能为负，也不能超过十万亿元。"),
    "document_currency_unknown": _("文书不认识币种 {currency}。"),
    "document_term_reversed": _("期限的截止时间必须晚于开始时间。"),
    "document_needs_two_officers": _("经办人和协查人必须是两名民警。"),
    "document_freeze_needs_case": _("请求冻结须先立案，请填写案件编号。"),
    "drawing_unreadable": _("图没有画成，请换一种显示方式再导出。"),
    "document_unknown": _("没有文书 {number}，或者它不在您的辖区。"),
    "document_template_broken": _("模板第 {line} 行有错，没有保存：{reason}"),
    "document_template_omits": _("模板没有印出：{missing}。没有保存。"),
    "document_template_too_long": _("模板太长（{length} 个字符），没有保存。"),
    "document_template_imports_package": _("模板不能引用外部程序包，没有保存。"),
    "letterhead_mark_unusable": _("发文代字不能为空，最长 20 个字符。"),
    "letterhead_mark_taken": _("发文代字“{mark}”已被其他辖区使用。"),
}
