"""Words and bounds of old reports (旧案)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReportFileState(TextChoices):
    """Life of one file of old reports."""

    RECEIVED = "received", _("待核对表头")
    MAPPED = "mapped", _("正在导入")
    IMPORTED = "imported", _("已导入")
    REFUSED = "refused", _("读不了")


class OldColumn(TextChoices):
    """What a column of such a file holds: the fields of domain.md §7.2 that old files have."""

    IGNORED = "ignored", _("不导入")
    OLD_NO = "old_no", _("原编号")
    CALLED_AT = "called_at", _("报案时间")
    VICTIM = "victim", _("事主姓名")
    ID_NUMBER = "id_number", _("证件号码")
    PHONE = "phone", _("联系电话")
    SEX = "sex", _("性别")
    AGE = "age", _("年龄")
    ADDRESS = "address", _("住址")
    OCCUPATION = "occupation", _("职业")
    NARRATIVE = "narrative", _("简要案情")
    LOSS = "loss", _("损失金额")
    FRAUD_TYPE = "fraud_type", _("诈骗类型")
    STATION = "station", _("办理单位")
    PLACE = "place", _("案发地点")
    PAYEE_ACCOUNT = "payee_account", _("收款账号")
    PAYEE_NAME = "payee_name", _("收款户名")
    PAYEE_BANK = "payee_bank", _("收款银行")


class TypeOrigin(TextChoices):
    """Who said which fraud type it was: figures by type keep the two apart."""

    FILE = "file", _("文件所载")
    MACHINE = "machine", _("机器判定")
    UNSURE = "unsure", _("机器判定，把握不大")


LARGEST_FILE = 64 << 20
"""Bytes of one file: some 200,000 reports of the usual length. Ours."""

MOST_ROWS = 200_000
"""Reports of one file. Ours."""

AT_ONCE = 500
"""Reports stored in one transaction: what a kill in the middle has to do again. Ours."""

SHOWN_REJECTS = 200
"""Rows that were not taken, on one page; the file of all of them can be saved."""

LONGEST_SENDER = 60
LONGEST_NO = 60
LONGEST_CELL = 4_000
"""Characters of one cell that are kept of a row that was not taken. Ours."""

READ_REPORTS = "read_old_reports"
"""The job that reads a file."""
