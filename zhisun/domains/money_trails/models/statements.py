"""Uploaded statement files and their rows."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhisun.domains.money_trails.terms import LARGEST_STATEMENT, StatementState


class StatementFile(models.Model):
    """One statement file of a case (流水文件), from the first byte to its rows.

    tables: how each of its tables is read, a list of `policy.TableLayout` as JSON.
    """

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("name", "tables")

    incident = models.ForeignKey("cases.Incident", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("文件名"), max_length=200)
    size = models.PositiveBigIntegerField(_("字节"))
    received = models.PositiveBigIntegerField(_("已收字节"), default=0)
    sha256 = models.CharField(_("摘要"), max_length=64, blank=True)
    institution_code = models.CharField(_("机构"), max_length=12, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=StatementState.choices)
    refusal = models.CharField(_("不能导入的原因"), max_length=60, blank=True)
    tables = models.JSONField(_("表"), default=list)
    rows = models.PositiveIntegerField(_("行数"), default=0)
    repeated = models.PositiveIntegerField(_("重复行数"), default=0)
    skipped = models.PositiveIntegerField(_("跳过行数"), default=0)
    gaps = models.PositiveIntegerField(_("余额断点"), default=0)
    reaches = models.DateTimeField(_("截止时间"), null=True)
    uploaded_by = models.CharField(_("上传人"), max_length=80)
    uploaded_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = _("流水文件")
        constraints = (
            models.UniqueConstraint(
                name="statement_file_once",
                fields=["incident", "sha256"],
                condition=~Q(sha256=""),
            ),
            models.CheckConstraint(
                name="statement_file_fits",
                condition=Q(size__gt=0, size__lte=LARGEST_STATEMENT)
                & Q(received__lte=models.F("size")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.incident_id} {self.name}"


class StatementPart(models.Model):
    """Some bytes of a statement file, kept in the database so that a backup holds them."""

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("content",)

    file = models.ForeignKey(StatementFile, on_delete=models.CASCADE, related_name="parts")
    offset = models.PositiveBigIntegerField(_("位置"))
    content = models.BinaryField(_("内容"))

    class Meta:
        verbose_name = _("流水文件分片")
        constraints = (
            models.UniqueConstraint(fields=["file", "offset"], name="statement_part_once"),
        )

    def __str__(self) -> str:
        return f"{self.file_id} {self.offset}"


class StatementRow(models.Model):
    """One row of an account's statement as its file prints it (流水行).

    Copied in, changed only to be dropped. place: its order in the file; gap_fen: what the balance
    shows and the rows do not.
    """

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = (
        *("account", "account_name", "counterparty", "counterparty_name", "ip", "mac", "remark"),
    )

    file = models.ForeignKey(StatementFile, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveIntegerField(_("序号"))
    table = models.PositiveSmallIntegerField(_("表"))
    line = models.PositiveIntegerField(_("行号"))
    account = models.CharField(_("账号"), max_length=64)
    account_name = models.CharField(_("户名"), max_length=100, blank=True)
    incoming = models.BooleanField(_("收入"))
    fen = models.BigIntegerField(_("金额"))
    moved_at = models.DateTimeField(_("时间"))
    unit = models.PositiveSmallIntegerField(_("时间精度"), default=0)
    sequence = models.BigIntegerField(_("时间次序"))
    balance_fen = models.BigIntegerField(_("余额"), null=True)
    gap_fen = models.BigIntegerField(_("余额差"), default=0)
    counterparty = models.CharField(_("对方账号"), max_length=64, blank=True)
    counterparty_name = models.CharField(_("对方户名"), max_length=100, blank=True)
    counterparty_bank = models.CharField(_("对方机构"), max_length=100, blank=True)
    serial = models.CharField(_("流水号"), max_length=64, blank=True)
    succeeded = models.BooleanField(_("成功"), default=True)
    cash = models.BooleanField(_("现金"), default=False)
    merchant = models.CharField(_("商户"), max_length=64, blank=True)
    channel = models.CharField(_("渠道"), max_length=64, blank=True)
    remark = models.CharField(_("摘要"), max_length=200, blank=True)
    branch = models.CharField(_("网点"), max_length=100, blank=True)
    ip = models.CharField("IP", max_length=64, blank=True)
    mac = models.CharField("MAC", max_length=64, blank=True)
    dropped_by = models.CharField(_("剔除人"), max_length=80, blank=True)
    dropped_why = models.CharField(_("剔除理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("流水行")
        constraints = (
            models.UniqueConstraint(fields=["file", "place"], name="statement_row_once"),
            models.CheckConstraint(name="statement_row_moves_money", condition=Q(fen__gt=0)),
        )
        indexes = (
            models.Index(  # selectors.statement: breaks of the balance
                fields=["file", "place"], name="statement_row_gaps", condition=~Q(gap_fen=0)
            ),
            models.Index(fields=["file", "account"], name="statement_row_account"),
        )

    def __str__(self) -> str:
        return f"{self.file_id} {self.table}:{self.line}"


class RejectedRow(models.Model):
    """One row of a file that could not be read (未读的行), until somebody writes or drops it."""

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("text", "cells")

    file = models.ForeignKey(StatementFile, on_delete=models.CASCADE, related_name="+")
    table = models.PositiveSmallIntegerField(_("表"))
    line = models.PositiveIntegerField(_("行号"))
    reason = models.CharField(_("原因"), max_length=20)
    text = models.CharField(_("原文"), max_length=200, blank=True)
    cells = models.JSONField(_("整行"), default=list)
    settled_by = models.CharField(_("处理人"), max_length=80, blank=True)
    settled_why = models.CharField(_("处理说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("未读的行")
        constraints = (
            models.UniqueConstraint(fields=["file", "table", "line"], name="rejected_row_once"),
        )

    def __str__(self) -> str:
        return f"{self.file_id} {self.table}:{self.line} {self.reason}"


class LearntHeading(models.Model):
    """What a heading of one institution holds, as an officer corrected it (表头记忆)."""

    institution_code = models.CharField(_("机构"), max_length=12)
    heading = models.CharField(_("表头"), max_length=60)
    column = models.CharField(_("含义"), max_length=20)
    learnt_by = models.CharField(_("更正人"), max_length=80)
    learnt_at = models.DateTimeField(_("更正时间"))

    class Meta:
        verbose_name = _("表头记忆")
        constraints = (
            models.UniqueConstraint(
                fields=["institution_code", "heading"], name="learnt_heading_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.institution_code} {self.heading} {self.column}"
