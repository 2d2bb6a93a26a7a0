"""What is wrong with a movement that is added by hand."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "account_not_traced": _("资金流里没有这个账户。"),
    "added_transfer_unknown": _("没有这笔补录流水。"),
    "bridge_unknown": _("这条推断已经没有了：可能有新的流水，或已有人处理。"),
    "cash_has_no_payee": _("取现没有收款账号：请清空收款账号，或取消“取现”。"),
    "source_paper_missing": _("请写明来源材料，例如哪家银行、哪天的纸质流水。"),
    "transfer_account_missing": _("付款账号、收款账号都要填写；取现只填付款账号。"),
    "transfer_added_before": _("同一笔流水已经补录过。确是另一笔的，请填写交易流水号区分。"),
    "transfer_to_itself": _("付款账号与收款账号相同。"),
}
