"""Duties and the roles that bundle them (职责). A closed list: a duty not here does not exist."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Duty(TextChoices):
    """What somebody may do."""

    SEE_CASES = "cases.see", _("查看警情")
    REPORT = "cases.report", _("接报登记")
    FILE = "cases.file", _("立案")
    IMPORT_REPORTS = "archives.import_reports", _("导入旧案")
    SEE_ORDERS = "stop_payment.see", _("查看指令")
    DRAFT_ORDER = "stop_payment.draft", _("起草指令")
    APPROVE_ORDER = "stop_payment.approve", _("审批止付与查询")
    APPROVE_FREEZE = "stop_payment.approve_freeze", _("审批冻结 (县级以上负责人)")
    APPROVE_LONG_FREEZE = "stop_payment.approve_long_freeze", _("审批一年期冻结 (设区的市负责人)")
    APPROVE_OWN_HOLD = "stop_payment.approve_own_hold", _("审批保护性止付 (值班长)")
    RESTORE_ACCOUNT = "stop_payment.restore_account", _("提前恢复本人账户")
    RECORD_PAPER = "stop_payment.record_paper", _("登记纸质函件")
    ANSWER = "stop_payment.answer", _("反馈指令")
    SEE_TRAIL = "money_trails.see", _("查看资金流")
    ADD_TRANSFER = "money_trails.add_transfer", _("补录流水")
    SEE_RETURNS = "restitution.see", _("查看资金返还")
    PREPARE_RETURN = "restitution.prepare", _("办理资金返还")
    REVIEW_RETURN = "restitution.review", _("审核资金返还 (大队领导)")
    APPROVE_RETURN = "restitution.approve", _("批准资金返还 (县级以上负责人)")
    SEE_DOCUMENTS = "documents.see", _("查看文书")
    EDIT_TEMPLATE = "documents.edit_template", _("编辑文书模板")
    REVEAL = "subjects.reveal", _("查看完整个人信息")
    MANAGE_DIRECTORY = "directory.manage", _("管理机构人员")
    SEE_NOTICES = "directory.see_notices", _("阅看管理变更")
    KEEP_CONTACTS = "directory.keep_contacts", _("维护联系人和催办阶梯")
    KEEP_CALENDAR = "directory.keep_calendar", _("维护放假调休")
    KEEP_POSTS = "directory.keep_posts", _("维护单位班次、语言和坐标")
    SEE_TAKEDOWNS = "takedown.see", _("查看封停指令")
    DRAFT_TAKEDOWN = "takedown.draft", _("起草封停指令")
    APPROVE_TAKEDOWN = "takedown.approve", _("审批封停与解除")
    APPROVE_PHONE_HOLD = "takedown.approve_phone_hold", _("审批保护性停机 (值班长)")
    RESTORE_PHONE = "takedown.restore_phone", _("提前恢复本人手机")
    RECORD_TAKEDOWN = "takedown.record", _("登记封停结果与复核")
    SEE_INDICATORS = "indicators.see", _("查看预警底库")
    PROPOSE_INDICATOR = "indicators.propose", _("提出线索")
    KEEP_INDICATORS = "indicators.keep", _("管理预警底库")
    PUSH_EVENTS = "indicators.push_events", _("推送事件")
    SEE_WARNINGS = "dissuasion.see", _("查看预警劝阻")
    WARN = "dissuasion.warn", _("录入预警信号")
    DISPATCH = "dissuasion.dispatch", _("分派劝阻任务")
    HANDLE = "dissuasion.handle", _("办理劝阻任务")
    REVIEW_WARNINGS = "dissuasion.review", _("预警倒查")
    CHECK_QUALITY = "dissuasion.check_quality", _("劝阻抽检")
    SET_DISSUASION_RULES = "dissuasion.set_rules", _("设定预警本地规则")
    PUSH_CALLS = "cases.push_calls", _("推送接警单")


NONCE_KEPT = timedelta(minutes=10)
"""How long a spent nonce is remembered: a call is believed at most five minutes before and five
after its own time (`gateways.front.CLOCK_TOLERANCE`), so an older copy is refused for its age."""

INSTITUTION_DUTIES = frozenset({Duty.ANSWER, Duty.PUSH_CALLS})
"""What a bank, payment firm, carrier or platform may do at the gateway."""


class Role(TextChoices):
    """A seat's bundle of duties."""

    CALL_TAKER = "call_taker", _("接警员")
    FUNDS_OFFICER = "funds_officer", _("资金席")
    DUTY_OFFICER = "duty_officer", _("值班长")
    TELECOM_OFFICER = "telecom_officer", _("通信席")
    TEAM_LEADER = "team_leader", _("大队领导")
    DISSUASION_OFFICER = "dissuasion_officer", _("预警劝阻席")
    FIELD_OFFICER = "field_officer", _("劝阻民警")
    DIRECTORY_KEEPER = "directory_keeper", _("信息科")


_EVERYONE = frozenset(
    {
        Duty.SEE_CASES,
        Duty.SEE_ORDERS,
        Duty.SEE_TRAIL,
        Duty.SEE_DOCUMENTS,
        Duty.SEE_RETURNS,
        Duty.SEE_TAKEDOWNS,
    }
)

DUTIES_OF: dict[Role, frozenset[Duty]] = {
    Role.CALL_TAKER: _EVERYONE | {Duty.REPORT, Duty.DRAFT_ORDER, Duty.REVEAL},
    Role.FUNDS_OFFICER: _EVERYONE
    | {
        Duty.DRAFT_ORDER,
        Duty.APPROVE_ORDER,
        Duty.RESTORE_ACCOUNT,
        Duty.RECORD_PAPER,
        Duty.ADD_TRANSFER,
        Duty.PREPARE_RETURN,
        Duty.REVEAL,
    },
    Role.TELECOM_OFFICER: _EVERYONE
    | {
        Duty.DRAFT_TAKEDOWN,
        Duty.APPROVE_TAKEDOWN,
        Duty.RESTORE_PHONE,
        Duty.RECORD_TAKEDOWN,
        Duty.SEE_INDICATORS,
        Duty.PROPOSE_INDICATOR,
        Duty.REVEAL,
    },
    Role.TEAM_LEADER: _EVERYONE | {Duty.REVIEW_RETURN, Duty.REVEAL},
    Role.DISSUASION_OFFICER: frozenset(
        {
            *(Duty.SEE_CASES, Duty.SEE_WARNINGS, Duty.WARN, Duty.DISPATCH, Duty.HANDLE),
            *(Duty.REVEAL, Duty.RESTORE_PHONE, Duty.RESTORE_ACCOUNT, Duty.CHECK_QUALITY),
        }
    ),
    Role.FIELD_OFFICER: frozenset(
        {
            *(Duty.SEE_WARNINGS, Duty.HANDLE, Duty.REVEAL),
            *(Duty.RESTORE_PHONE, Duty.RESTORE_ACCOUNT),
        }
    ),
    Role.DUTY_OFFICER: _EVERYONE
    | {
        *(Duty.SEE_WARNINGS, Duty.WARN, Duty.DISPATCH, Duty.HANDLE),
        *(Duty.REVIEW_WARNINGS, Duty.SET_DISSUASION_RULES, Duty.CHECK_QUALITY),
        Duty.REPORT,
        Duty.FILE,
        Duty.IMPORT_REPORTS,
        Duty.DRAFT_ORDER,
        Duty.APPROVE_ORDER,
        Duty.APPROVE_FREEZE,
        Duty.APPROVE_LONG_FREEZE,
        Duty.RECORD_PAPER,
        Duty.ADD_TRANSFER,
        Duty.APPROVE_RETURN,
        Duty.EDIT_TEMPLATE,
        Duty.REVEAL,
        *(Duty.SEE_NOTICES, Duty.KEEP_CONTACTS, Duty.KEEP_CALENDAR, Duty.KEEP_POSTS),
        *(Duty.SEE_INDICATORS, Duty.PROPOSE_INDICATOR, Duty.KEEP_INDICATORS),
        Duty.DRAFT_TAKEDOWN,
        Duty.APPROVE_TAKEDOWN,
        Duty.APPROVE_PHONE_HOLD,
        Duty.RESTORE_PHONE,
        *(Duty.APPROVE_OWN_HOLD, Duty.RESTORE_ACCOUNT),
        Duty.RECORD_TAKEDOWN,
    },
    Role.DIRECTORY_KEEPER: frozenset({Duty.MANAGE_DIRECTORY}),
}

SIGN_IN_TRIES = 5
"""Wrong passwords in a row before a login name has to wait. Local rule."""

SIGN_IN_WAIT = timedelta(minutes=10)
"""How long it then waits, and how far back tries are counted. Local rule."""

SIGNED_IN, SIGN_IN_FAILED = "access.signed_in", "access.sign_in_failed"
"""The audit's words for a try that held and one that did not."""
