"""Words of the directory."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Lane(TextChoices):
    """Which wire an institution speaks."""

    BANK = "bank", _("银行专线")
    PAYMENT = "payment", _("支付机构专线")
    TELECOM = "telecom", _("运营商专线")
    PLATFORM = "platform", _("互联网平台专线")
    PAPER = "paper", _("纸质函件")


WITHOUT_MONEY = frozenset({Lane.TELECOM, Lane.PLATFORM})
"""Lanes of institutions that hold no accounts: carriers and internet platforms."""


class UnitKind(TextChoices):
    """What kind of unit an officer belongs to."""

    CENTRE = "centre", _("反诈中心")
    STATION = "station", _("派出所")
    TEAM = "team", _("劝阻队")
    INSTITUTION = "institution", _("进驻机构")


class KeeperAct(TextChoices):
    """What of a keeper's work a duty officer is told."""

    SECRET_CHANGED = "secret_changed", _("更换机构接口密钥")
    PASSWORD_SET = "password_set", _("设置人员密码")
    ROLE_GIVEN = "role_given", _("任命角色")
    ROLE_TAKEN = "role_taken", _("免去角色")
    MACHINE_TOKEN = "machine_token", _("发放接口令牌")


class ContactRole(TextChoices):
    """Whom one can call about an answer that does not come, from the nearest to the last."""

    LIAISON = "liaison", _("机构联络员")
    BRANCH_HEAD = "branch_head", _("分行反诈负责人")
    CENTRAL_BANK = "central_bank", _("人民银行")
    REGULATOR = "regulator", _("金融监管")


OF_NO_INSTITUTION = frozenset({ContactRole.CENTRAL_BANK, ContactRole.REGULATOR})
"""Roles above all institutions: their contacts belong to none."""


class DutyDays(TextChoices):
    """On which days somebody can be called."""

    EVERY_DAY = "every_day", _("每天")
    WORKDAYS = "workdays", _("工作日")
    DAYS_OFF = "days_off", _("周末和节假日")


SHIFT_DAYS = {
    "每天": DutyDays.EVERY_DAY,
    "工作日": DutyDays.WORKDAYS,
    "休息日": DutyDays.DAYS_OFF,
}
"""How the days of a shift are written, beside weekdays by name."""

SHIFT_EXAMPLE = "工作日 08:00-18:00；周六、周日 20:00-08:00；每天 00:00-24:00"

WEEK = "一二三四五六日"
SHIFTS_AT_MOST = 14
"""Most periods of one unit: two a day of the week."""


class Language(TextChoices):
    """What a person speaks beside common speech, or signs; what a unit can speak with him.

    A closed list, so that one knows the other; which belong on it is a local choice.
    """

    YUE = "yue", _("粤语")
    MINNAN = "minnan", _("闽南语")
    HAKKA = "hakka", _("客家话")
    WU = "wu", _("吴语")
    XIANG = "xiang", _("湘语")
    GAN = "gan", _("赣语")
    JIN = "jin", _("晋语")
    SICHUAN = "sichuan", _("西南官话")
    UYGHUR = "uyghur", _("维吾尔语")
    TIBETAN = "tibetan", _("藏语")
    MONGOLIAN = "mongolian", _("蒙古语")
    ZHUANG = "zhuang", _("壮语")
    KAZAKH = "kazakh", _("哈萨克语")
    KOREAN = "korean", _("朝鲜语")
    YI = "yi", _("彝语")
    ENGLISH = "english", _("英语")
    SIGN = "sign", _("手语")


class PaperWay(TextChoices):
    """How an institution takes a paper."""

    ELECTRONIC = "electronic", _("电子")
    SEALED = "sealed", _("签章")
    FAX = "fax", _("传真")
    COUNTER = "counter", _("柜台")


SHIPPED_LADDER: tuple[tuple[int, ContactRole], ...] = (
    (0, ContactRole.LIAISON),
    (30, ContactRole.BRANCH_HEAD),
    (120, ContactRole.CENTRAL_BANK),
    (240, ContactRole.REGULATOR),
)
"""Minutes past due and who is called then, until an area sets its own. Local rule: no source says
when whom; the roles are those a centre can turn to."""

STEPS_AT_MOST = 9
LONGEST_WAIT = 7 * 24 * 60
"""Most levels of a ladder; the latest minute past due that a level may have."""

DAYS_AT_MOST = 31
"""Most days of the calendar entered at once."""

FEEDBACK_HOURS = 24
"""Default FeedbackLimit of an institution (domain.md §2.6)."""
