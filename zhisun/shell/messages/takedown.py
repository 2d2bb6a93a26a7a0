"""Texts of takedowns."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "takedown_over": _("封停指令 {takedown_no} 已经办结。"),
    "takedown_taken": _("{officer} 正在办理这条指令。"),
    "check_remark_missing": _("请写明复核时看到的情况。"),
    "institution_cannot_do": _("所选机构不能处置“{kind}”，请改选。"),
    "measure_of_another_target": _("这一措施不适用于所选对象，请改选。"),
    "nothing_to_release": _("封停指令 {takedown_no} 没有在生效的措施，不需要解除。"),
    "operator_missing": _("请写明对方的经办人。"),
    "carriers_word_missing": _("请写明运营商的答复原话。"),
    "own_phone_leaves_by_line": _("保护性停机只走专线发出：电话停的机，专线中断时无法自动恢复。"),
    "own_phone_line_down": _(
        "{institution}的专线已中断，停了机无法按时恢复，不能批准；恢复后再批。"
    ),
    "own_phone_needs_dispatch": _("保护性停机只能在劝阻任务页申请，不能在通信席起草。"),
    "own_phone_without_dispatch": _("劝阻任务 {dispatch_no} 不存在或已有结果，不能停本人手机。"),
    "restored_before_suspended": _("恢复时间早于停机指令发出的时间，请核对。"),
    "own_phone_needs_line": _("保护性停机只能发给有专线的运营商：人工转办不能保证按时恢复。"),
    "own_phone_not_checked": _("保护性停机不复核，到期自动恢复。"),
    "own_phone_too_long": _("保护性停机最长 {minutes} 分钟（{source}）。"),
    "permanent_has_no_term": _("永久封号不填期限；有期限的请选短期封号。"),
    "released_not_restored": _("只有保护性停机可以提前恢复；其他措施请申请解除。"),
    "restored_not_released": _("保护性停机不用申请解除，请直接提前恢复。"),
    "sending_how_missing": _("请写明怎样送达、交给了谁。"),
    "short_number_protected": _("{number} 是公共服务短号码，不得封停。"),
    "takedown_case_missing": _("请填写警情编号，或写明线索来源（协查函、上级下发编号）。"),
    "takedown_evidence_missing": _("请写明依据材料，没有依据不得封停。"),
    "takedown_handler_missing": _("请指明经办人。"),
    "takedown_has_left": _("封停指令 {takedown_no} 已经发出，不能撤回；需要时申请解除。"),
    "takedown_move_not_allowed": _("封停指令 {takedown_no} 现在是“{state}”，不能这样办理。"),
    "takedown_moved_meanwhile": _("封停指令 {takedown_no} 刚被别人办理，请看最新状态。"),
    "takedown_not_standing": _("封停指令 {takedown_no} 不在生效状态，无从复核。"),
    "takedown_reason_missing": _("请写明事由。"),
    "takedown_result_unknown": _("应答码 {result} 不在代码表内。"),
    "takedown_two_persons": _("双人复核：起草人、经办人不能审批自己的封停指令 {takedown_no}。"),
    "takedown_unknown": _("没有这条封停指令：{takedown_no}。"),
    "target_is_victims_phone": _(
        "这是本案事主或报案人自己的号码，不能按诈骗号码封停；需要时办理保护性停机。"
    ),
    "target_on_white_list": _("会误伤白名单上的 {safe}，不能封停。"),
    "target_taken": _("这个对象已有在办的封停指令 {takedown_no}，不能重复。"),
    "term_unusable": _("期限应大于零、不超过 {days} 天。"),
}
