"""Files of old reports, what came of each row, and headings that were corrected."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhisun.domains.archives.terms import (
    LONGEST_NO,
    LONGEST_SENDER,
    ReportFileState,
    TypeOrigin,
)


class ReportFile(models.Model):
    """One file of old reports (旧案文件), kept as it came.

    tables: how each of its tables is read (`policy.headings.layout_json`). total: its rows;
    done: how many of them have been read so far, in their order.
    """

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("name", "content", "tables")

    area = models.CharField(_("辖区"), max_length=12)
    sender = models.CharField(_("来源系统或单位"), max_length=LONGEST_SENDER)
    name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(_("摘要"), max_length=64)
    size = models.PositiveIntegerField(_("字节"))
    content = models.BinaryField(_("内容"))
    state = models.CharField(_("状态"), max_length=10, choices=ReportFileState.choices)
    refusal = models.CharField(_("读不了的原因"), max_length=60, blank=True)
    tables = models.JSONField(_("表头"), default=list)
    uploaded_by = models.CharField(_("上传人"), max_length=80)
    uploaded_at = models.DateTimeField(_("上传时间"))
    total = models.PositiveIntegerField(_("行数"), default=0)
    done = models.PositiveIntegerField(_("已读"), default=0)
    taken = models.PositiveIntegerField(_("已导入"), default=0)
    repeated = models.PositiveIntegerField(_("已有的"), default=0)

    class Meta:
        verbose_name = _("旧案文件")
        constraints = (
            models.UniqueConstraint(fields=["area", "sender", "sha256"], name="report_file_once"),
            models.CheckConstraint(
                name="report_file_reads_no_further", condition=Q(done__lte=models.F("total"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.sender}"


class OldReport(models.Model):
    """Where an incident of earlier years comes from (旧案): its own number and its row."""

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ()

    incident = models.OneToOneField(
        "cases.Incident", on_delete=models.PROTECT, related_name="old_report"
    )
    file = models.ForeignKey(ReportFile, on_delete=models.PROTECT, related_name="reports")
    area = models.CharField(_("辖区"), max_length=12)
    sender = models.CharField(_("来源系统或单位"), max_length=LONGEST_SENDER)
    old_no = models.CharField(_("原编号"), max_length=LONGEST_NO)
    table = models.PositiveSmallIntegerField(_("表"))
    line = models.PositiveIntegerField(_("行"))
    station = models.CharField(_("办理单位"), max_length=100, blank=True)
    type_told = models.CharField(_("原类型"), max_length=60, blank=True)
    type_origin = models.CharField(_("类型依据"), max_length=8, choices=TypeOrigin.choices)

    class Meta:
        verbose_name = _("旧案")
        constraints = (
            models.UniqueConstraint(  # a second import changes nothing
                fields=["area", "sender", "old_no"], name="old_report_once"
            ),
            models.CheckConstraint(name="old_report_has_a_number", condition=~Q(old_no="")),
        )

    def __str__(self) -> str:
        return f"{self.sender} {self.old_no}"


class RejectedReport(models.Model):
    """A row that was not taken (未导入的旧案). `problems` are codes with their column and facts."""

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("cells",)

    file = models.ForeignKey(ReportFile, on_delete=models.CASCADE, related_name="rejects")
    table = models.PositiveSmallIntegerField(_("表"))
    line = models.PositiveIntegerField(_("行"))
    cells = models.JSONField(_("各列原文"), default=dict)
    problems = models.JSONField(_("原因"), default=list)
    settled_by = models.CharField(_("处理人"), max_length=80, blank=True)
    settled_at = models.DateTimeField(_("处理时间"), null=True)
    settled_why = models.CharField(_("处理说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("未导入的旧案")
        constraints = (
            models.UniqueConstraint(fields=["file", "table", "line"], name="rejected_report_once"),
        )
        indexes = (
            models.Index(
                fields=["file", "table", "line"],
                name="rejected_report_open",
                condition=Q(settled_by=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.file_id} {self.table}:{self.line}"


class LearntReportHeading(models.Model):
    """What a heading of one sender holds, as an officer corrected it (旧案表头记忆)."""

    sender = models.CharField(_("来源系统或单位"), max_length=LONGEST_SENDER)
    heading = models.CharField(_("表头"), max_length=60)
    column = models.CharField(_("含义"), max_length=20)
    learnt_by = models.CharField(_("更正人"), max_length=80)
    learnt_at = models.DateTimeField(_("更正时间"))

    class Meta:
        verbose_name = _("旧案表头记忆")
        constraints = (
            models.UniqueConstraint(
                fields=["sender", "heading"], name="learnt_report_heading_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.sender} {self.heading} {self.column}"
