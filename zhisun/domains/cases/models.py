"""Call sheets, drafts, incidents and what belongs to them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhisun.domains.cases.terms import (
    LARGEST_EVIDENCE,
    ChannelKind,
    Direction,
    FraudType,
    IdType,
    IncidentState,
    Method,
    PayeeKind,
    Relation,
    Sex,
    Source,
)


class DayCount(models.Model):
    """How many incidents an area has numbered on a day; its row is the lock of the numbering."""

    area = models.CharField(_("行政区划"), max_length=6)
    day = models.DateField(_("日期"))
    last = models.PositiveIntegerField(_("末号"), default=0)

    class Meta:
        verbose_name = _("警情编号")
        constraints = (models.UniqueConstraint(fields=["area", "day"], name="day_count_once"),)

    def __str__(self) -> str:
        return f"{self.area} {self.day} {self.last}"


class Incident(models.Model):
    """One reported fraud (警情) from its registration on. `revision` counts its changes."""

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = (
        "reporter_name",
        "reporter_phone",
        "place",
        "narrative",
        "elements",
    )

    incident_no = models.CharField(_("警情编号"), max_length=24, unique=True)
    case_no = models.CharField(_("案件编号"), max_length=20, unique=True)
    state = models.CharField(_("状态"), max_length=12, choices=IncidentState.choices)
    revision = models.PositiveIntegerField(_("修订"), default=1)
    area = models.CharField(_("辖区"), max_length=12)
    source = models.CharField(_("来源"), max_length=10, choices=Source.choices)
    draft_key = models.CharField(_("草稿"), max_length=64, blank=True)
    called_at = models.DateTimeField(_("报警时间"))
    registered_at = models.DateTimeField(_("登记时间"))
    first_transfer_at = models.DateTimeField(_("首笔转账时间"), null=True)
    filed_at = models.DateTimeField(_("立案时间"), null=True)
    filed_no = models.CharField(_("立案文号"), max_length=60, blank=True)
    handled_by = models.CharField(_("接报人"), max_length=80)
    reporter_name = models.CharField(_("报案人"), max_length=60, blank=True)
    reporter_phone = models.CharField(_("报案人电话"), max_length=30, blank=True)
    reporter_relation = models.CharField(
        _("与事主关系"), max_length=10, choices=Relation.choices, blank=True
    )
    fraud_type = models.CharField(_("诈骗类型"), max_length=4, choices=FraudType.choices)
    narrative = models.TextField(_("简要案情"), blank=True)
    elements = models.JSONField(_("案情要素"), default=list)
    claimed_fen = models.BigIntegerField(_("自报损失"))
    verified_fen = models.BigIntegerField(_("核实损失"), null=True)
    attempted = models.BooleanField(_("未遂"), default=False)
    still_in_contact = models.BooleanField(_("仍在联系"), null=True)
    holds_money = models.BooleanField(_("账上还有钱"), null=True)
    screen_shared = models.BooleanField(_("共享过屏幕"), null=True)
    remote_controlled = models.BooleanField(_("被远程控制"), null=True)
    place = models.CharField(_("案发地点"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("警情")
        constraints = (
            models.UniqueConstraint(  # a form sent twice registers once
                name="incident_once_per_draft",
                fields=["handled_by", "draft_key"],
                condition=~models.Q(draft_key=""),
            ),
            models.UniqueConstraint(
                name="incident_filed_no_once",
                fields=["filed_no"],
                condition=~models.Q(filed_no=""),
            ),
            models.CheckConstraint(
                name="incident_filed_with_number",  # 立案 has a time and a number, or neither
                condition=models.Q(filed_at=None, filed_no="")
                | (models.Q(filed_at__isnull=False) & ~models.Q(filed_no="")),
            ),
            models.CheckConstraint(
                name="incident_loss_not_negative",
                condition=models.Q(claimed_fen__gte=0)
                & (models.Q(verified_fen=None) | models.Q(verified_fen__gte=0)),
            ),
        )
        indexes = (
            models.Index(fields=["-registered_at"], name="incident_recent"),  # selectors.recent
        )

    def __str__(self) -> str:
        return self.incident_no


class Victim(models.Model):
    """The person who lost the money (事主), apart from the incident because all of it is personal.

    `unit` is the workplace or school that a 函告 would go to.
    """

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = (
        "name",
        "id_number",
        "age",
        "phone",
        "other_phone",
        "address",
        "unit",
    )

    incident = models.OneToOneField(Incident, on_delete=models.CASCADE, related_name="victim")
    name = models.CharField(_("姓名"), max_length=60)
    id_type = models.CharField(_("证件类型"), max_length=2, choices=IdType.choices, blank=True)
    id_number = models.CharField(_("证件号码"), max_length=30, blank=True)
    sex = models.CharField(_("性别"), max_length=6, choices=Sex.choices, blank=True)
    age = models.PositiveSmallIntegerField(_("年龄"), null=True)
    phone = models.CharField(_("电话"), max_length=30, blank=True)
    other_phone = models.CharField(_("其他电话"), max_length=30, blank=True)
    address = models.CharField(_("住址"), max_length=200, blank=True)
    unit = models.CharField(_("单位或学校"), max_length=100, blank=True)
    occupation = models.CharField(_("职业"), max_length=60, blank=True)
    education = models.CharField(_("学历"), max_length=30, blank=True)
    app_installed = models.BooleanField(_("装有国家反诈中心应用"), null=True)
    warned_before = models.BooleanField(_("此前被预警过"), null=True)

    class Meta:
        verbose_name = _("事主")
        indexes = (
            models.Index(  # selectors.duplicates
                fields=["id_number"], name="victim_id_number", condition=~models.Q(id_number="")
            ),
            models.Index(  # selectors.duplicates
                fields=["phone"], name="victim_phone", condition=~models.Q(phone="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.incident_id} victim"


class ReportedTransfer(models.Model):
    """One transfer as the victim reports it (被骗转账). `moved_at` is absent until he knows it."""

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = (
        "from_name",
        "from_account",
        "to_name",
        "to_account",
        "serial",
    )

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="transfers")
    sequence = models.PositiveSmallIntegerField(_("序号"))
    moved_at = models.DateTimeField(_("转账时间"), null=True)
    amount_fen = models.BigIntegerField(_("金额"))
    currency = models.CharField(_("币种"), max_length=3, default="CNY")
    method = models.CharField(_("方式"), max_length=12, choices=Method.choices, blank=True)
    from_institution_code = models.CharField(_("付款机构代码"), max_length=12, blank=True)
    from_bank_name = models.CharField(_("付款银行"), max_length=100, blank=True)
    from_name = models.CharField(_("付款户名"), max_length=100, blank=True)
    from_account = models.CharField(_("付款账号"), max_length=40, blank=True)
    to_institution_code = models.CharField(_("收款机构代码"), max_length=12, blank=True)
    to_bank_name = models.CharField(_("收款银行"), max_length=100, blank=True)
    to_name = models.CharField(_("收款户名"), max_length=100, blank=True)
    to_account = models.CharField(_("收款账号"), max_length=40, blank=True)
    to_kind = models.CharField(_("收款类别"), max_length=10, choices=PayeeKind.choices)
    serial = models.CharField(_("交易流水号"), max_length=64, blank=True)
    merchant = models.CharField(_("商户"), max_length=100, blank=True)
    stopped_already = models.BooleanField(_("已止付"), default=False)
    payee = models.ForeignKey(  # selectors.mentions
        "subjects.Subject", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("被骗转账")
        constraints = (
            models.UniqueConstraint(
                fields=["incident", "sequence"], name="reported_transfer_sequence_once"
            ),
            models.CheckConstraint(
                name="reported_transfer_moves_money", condition=models.Q(amount_fen__gt=0)
            ),
        )
        indexes = (
            models.Index(  # selectors.duplicates
                fields=["to_account"],
                name="reported_transfer_payee",
                condition=~models.Q(to_account=""),
            ),
            models.Index(  # selectors.duplicates
                fields=["serial"], name="reported_transfer_serial", condition=~models.Q(serial="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.incident_id} #{self.sequence}"


class Channel(models.Model):
    """One way the fraudster reached the victim (联系渠道)."""

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("value", "nickname", "group")

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(_("类别"), max_length=10, choices=ChannelKind.choices)
    value = models.CharField(_("号码或地址"), max_length=500)
    nickname = models.CharField(_("昵称"), max_length=100, blank=True)
    group = models.CharField(_("群组"), max_length=100, blank=True)
    direction = models.CharField(_("方向"), max_length=3, choices=Direction.choices, blank=True)
    contacted_at = models.DateTimeField(_("联系时间"), null=True)
    duration_seconds = models.PositiveIntegerField(_("通话秒数"), null=True)
    subject = models.ForeignKey(  # selectors.mentions
        "subjects.Subject", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("联系渠道")
        constraints = (
            models.CheckConstraint(name="channel_has_a_value", condition=~models.Q(value="")),
        )

    def __str__(self) -> str:
        return f"{self.incident_id} {self.kind}"


class Evidence(models.Model):
    """One file the victim gave (证据), kept in the database so that a backup holds it."""

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("name", "content")

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="evidence")
    name = models.CharField(_("文件名"), max_length=200)
    media_type = models.CharField(_("类型"), max_length=80)
    size = models.PositiveIntegerField(_("字节"))
    sha256 = models.CharField(_("摘要"), max_length=64)
    content = models.BinaryField(_("内容"))
    attached_at = models.DateTimeField(_("上传时间"))
    attached_by = models.CharField(_("上传人"), max_length=80)

    class Meta:
        verbose_name = _("证据")
        constraints = (
            models.UniqueConstraint(fields=["incident", "sha256"], name="evidence_once"),
            models.CheckConstraint(
                name="evidence_fits",
                condition=models.Q(size__gt=0, size__lte=LARGEST_EVIDENCE),
            ),
        )

    def __str__(self) -> str:
        return f"{self.incident_id} {self.sha256[:12]}"


class Supplement(models.Model):
    """A further report of the same fraud (重复报警), attached instead of registered."""

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("narrative",)

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="supplements")
    draft_key = models.CharField(_("草稿"), max_length=64, blank=True)
    narrative = models.TextField(_("补充案情"), blank=True)
    reason = models.CharField(_("并入理由"), max_length=200)
    attached_at = models.DateTimeField(_("并入时间"))
    attached_by = models.CharField(_("并入人"), max_length=80)

    class Meta:
        verbose_name = _("重复报警")
        constraints = (
            models.UniqueConstraint(  # a form sent twice is attached once
                name="supplement_once_per_draft",
                fields=["attached_by", "draft_key"],
                condition=~models.Q(draft_key=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.incident_id} {self.attached_at:%F %T}"


class Separation(models.Model):
    """Two incidents look alike and are not one (排除重复); nobody is asked again."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="separations")
    other = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("分列理由"), max_length=200)
    decided_at = models.DateTimeField(_("时间"))
    decided_by = models.CharField(_("判断人"), max_length=80)

    class Meta:
        verbose_name = _("排除重复")
        constraints = (
            models.UniqueConstraint(fields=["incident", "other"], name="separation_once"),
            models.CheckConstraint(
                name="separation_of_two", condition=~models.Q(incident=models.F("other"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.incident_id} ≠ {self.other_id}"


class CallSheet(models.Model):
    """One sheet of the 110 system (接警单). Whoever takes it first has it."""

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = (
        "caller_phone",
        "caller_name",
        "address",
        "narrative",
    )

    sheet_no = models.CharField(_("接警单编号"), max_length=40, unique=True)
    called_at = models.DateTimeField(_("报警时间"))
    received_at = models.DateTimeField(_("接收时间"))
    caller_phone = models.CharField(_("报警电话"), max_length=30, blank=True)
    caller_name = models.CharField(_("报警人"), max_length=60, blank=True)
    address = models.CharField(_("报警地址"), max_length=200, blank=True)
    area = models.CharField(_("辖区"), max_length=12)
    narrative = models.TextField(_("报警内容"), blank=True)
    operator_no = models.CharField(_("接警员编号"), max_length=40, blank=True)
    taken_by = models.CharField(_("受理人"), max_length=80, blank=True)
    taken_at = models.DateTimeField(_("受理时间"), null=True)
    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, null=True, related_name="call_sheets"
    )

    class Meta:
        verbose_name = _("接警单")
        constraints = (
            models.CheckConstraint(
                name="call_sheet_taken_by_somebody",
                condition=models.Q(taken_by="", taken_at=None)
                | (~models.Q(taken_by="") & models.Q(taken_at__isnull=False)),
            ),
        )
        indexes = (
            models.Index(  # selectors.waiting_calls
                fields=["called_at"],
                name="call_sheet_waiting",
                condition=models.Q(taken_by="", incident=None),
            ),
        )

    def __str__(self) -> str:
        return self.sheet_no


class Draft(models.Model):
    """A form as far as it is typed (草稿). `tab` is the browser page that saved it last."""

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("form",)

    officer = models.CharField(_("人员"), max_length=80)
    key = models.CharField(_("草稿"), max_length=64)
    form = models.JSONField(_("表单"))
    revision = models.PositiveIntegerField(_("修订"), default=1)
    tab = models.CharField(_("页面"), max_length=64, blank=True)
    saved_at = models.DateTimeField(_("保存时间"))

    class Meta:
        verbose_name = _("草稿")
        constraints = (models.UniqueConstraint(fields=["officer", "key"], name="draft_once"),)

    def __str__(self) -> str:
        return f"{self.officer} {self.key} r{self.revision}"
