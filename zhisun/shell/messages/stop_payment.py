"""Why an order was refused, in words."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "account_missing": _("没有收款账号，填写后才能起草指令。"),
    "account_name_missing": _("没有户名。银行核对户名不符会拒绝止付；可先发主体查询。"),
    "account_unreadable": _("账号无法识别。"),
    "amount_above_claim": _("最多 {most_fen}：不能超过报案金额或查明流入这个账户的金额。"),
    "amount_not_positive": _("金额必须大于零。"),
    "answer_code_unknown": _("应答码 {result} 不在代码表内。"),
    "card_check_digit_wrong": _("卡号校验位不符，请逐位核对；确认无误可写明理由放行。"),
    "card_of_another_bank": _(
        "按卡号前几位，这是{bank}的卡，与所选机构不同；确认无误可写明理由放行。"
    ),
    "case_summary_missing": _("请写简要案情，机构凭此办理。"),
    "correction_changes_nothing": _(
        "账号、户名、机构与被拒绝（{result}）的那次完全一样，再发还会被拒绝。请核对后修改。"
    ),
    "credential_needed": _("全账户查询按证件办理，请填写证件号码。"),
    "freeze_before_filing": _("立案之前不得冻结（{source}）。可先止付、查询。"),
    "hold_ended": _("原措施已到期，不能再延期或解除（{source}）。"),
    "incident_takes_no_order": _("警情 {incident_no} 为“{state}”，只能办理解除。"),
    "institution_holds_no_money": _(
        "所选机构是运营商或互联网平台，没有账户，请改选银行或支付机构。"
    ),
    "move_not_allowed": _("指令 {order_no} 现在是“{state}”，不能这样办理。"),
    "moved_meanwhile": _("指令 {order_no} 刚被别人办理，请看最新状态。"),
    "nothing_to_correct": _("指令 {order_no} 没有被拒绝，或已经更正过。"),
    "nothing_ordered_there": _("本案还没有发给{institution}的指令，无从通知。"),
    "order_has_left": _("指令 {order_no} 已经发出，不能撤回；需要时发解除指令。"),
    "order_taken_by_another": _("{officer} 正在办理这条指令。"),
    "order_unknown": _("没有这条指令：{order_no}。"),
    "orders_of_one_packet": _("一并审批的指令要属于同一警情、同一种类。"),
    "original_acted_on": _("原指令已有{kind} {order_no} 在办，两者不能同时发出。请先撤回那一条。"),
    "original_missing": _("没有指明原指令。"),
    "original_not_active": _("原指令 {order_no} 已不在生效状态。"),
    "original_of_another_account": _("原指令不是这个账户的。"),
    "original_of_another_kind": _("原指令的种类不能这样延续。"),
    "owner_told_how_missing": _("请写明怎样通知的，例如电话、短信或当面。"),
    "owner_told_of_nothing": _("指令 {order_no} 没有须解除或已解除的措施，无须通知。"),
    "own_account_check_digit": _("卡号校验位不符，请逐位核对。"),
    "own_account_held": _("这个账户已有保护性止付 {hold_no}，不能重复申请。"),
    "own_account_in_case": _(
        "这个账户在案件指令 {order_no} 中已被止付或冻结，不能再办保护性止付。"
    ),
    "own_account_missing": _("没有账号。"),
    "own_account_name_missing": _("没有户名。银行核对户名不符会拒绝止付。"),
    "own_account_nobody": _("被保护人姓名不详，无法核对账户是不是本人的。"),
    "own_account_of_another": _("户名与被保护人{name}不一致：只能止付本人账户。"),
    "own_account_of_another_bank": _("按卡号前几位，这是{bank}的卡，与所选机构不同。"),
    "own_hold_evidence_missing": _("请写明劝阻经过：为什么要止付本人账户。"),
    "own_hold_move": _("保护性止付 {hold_no} 现在是“{state}”，不能这样办理。"),
    "own_hold_moved_meanwhile": _("保护性止付 {hold_no} 刚被别人办理，请看最新状态。"),
    "own_hold_needs_line": _(
        "保护性止付只能发给接入专线的银行或支付机构：纸质函件不能保证按时恢复。"
    ),
    "own_hold_nothing_to_release": _("保护性止付 {hold_no} 没有可以恢复的措施。"),
    "own_hold_term": _("保护性止付最短 {least} 分钟，最长 {most} 分钟（{source}；本地规则）。"),
    "own_hold_two_persons": _("双人复核：经办人不能审批自己的保护性止付 {hold_no}。"),
    "own_hold_unknown": _("没有这条保护性止付：{hold_no}。"),
    "third_own_hold": _("同一账户一次劝阻最多止付 {allowed} 次（{source}），第三次不会发出。"),
    "reason_missing": _("请写明理由。"),
    "third_stop": _("同一账户最多止付 {allowed} 次（{source}），第三次不会发出。请尽快立案冻结。"),
    "time_in_future": _("时间晚于现在。"),
    "transfer_in_future": _("转账时间晚于现在，请核对日期。"),
    "two_persons_needed": _("双人复核：起草人、经办人不能审批自己的指令 {order_no}。"),
}
