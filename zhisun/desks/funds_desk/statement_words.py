"""What the columns of a statement and the faults of its rows are called."""

from django.utils.translation import gettext_lazy as _

from zhisun.engines.statements.terms import Column, Reason

COLUMNS = {
    Column.IGNORED: _("不导入"),
    Column.TIME: _("交易时间"),
    Column.DATE: _("日期"),
    Column.CLOCK: _("时刻"),
    Column.AMOUNT: _("金额"),
    Column.OUT: _("支出金额"),
    Column.IN: _("收入金额"),
    Column.DIRECTION: _("借贷、收支标志"),
    Column.BALANCE: _("余额"),
    Column.ACCOUNT: _("本方账号"),
    Column.ACCOUNT_NAME: _("本方户名"),
    Column.COUNTERPARTY: _("对方账号"),
    Column.COUNTERPARTY_NAME: _("对方户名"),
    Column.COUNTERPARTY_BANK: _("对方机构"),
    Column.PAYER: _("付款账号"),
    Column.PAYER_NAME: _("付款户名"),
    Column.PAYEE: _("收款账号"),
    Column.PAYEE_NAME: _("收款户名"),
    Column.SERIAL: _("流水号"),
    Column.CURRENCY: _("币种"),
    Column.STATUS: _("交易状态"),
    Column.CASH: _("现金标志"),
    Column.MERCHANT: _("商户号"),
    Column.CHANNEL: _("渠道"),
    Column.SUMMARY: _("摘要"),
    Column.REMARK: _("备注"),
    Column.BRANCH: _("网点"),
    Column.IP: "IP",
    Column.MAC: "MAC",
}

REASONS = {
    Reason.TIME: _("时间读不懂"),
    Reason.AMOUNT: _("金额读不懂"),
    Reason.FINER_THAN_FEN: _("金额比分还细"),
    Reason.DIRECTION: _("不知道是收入还是支出"),
    Reason.ACCOUNT: _("没有本方账号"),
    Reason.BALANCE: _("余额读不懂"),
    Reason.CURRENCY: _("不是人民币"),
    Reason.WIDTH: _("列数与表头不同"),
}
