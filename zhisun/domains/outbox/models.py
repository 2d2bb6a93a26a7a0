"""What has to leave: news to the domains above, messages to institutions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """News of one act (事件), written with the act and delivered at least once after it."""

    name = models.CharField(_("事件"), max_length=60)
    key = models.CharField(_("对象"), max_length=80)
    area = models.CharField(_("辖区"), max_length=12, blank=True)
    at = models.DateTimeField(_("时间"))
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    due_at = models.DateTimeField(_("应处理时间"))
    done_at = models.DateTimeField(_("完成时间"), null=True)
    failure = models.TextField(_("失败原因"), blank=True)

    class Meta:
        verbose_name = _("事件")
        indexes = (
            models.Index(  # services.dispatch
                fields=["due_at", "id"],
                name="outbox_event_waiting",
                condition=models.Q(done_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.name} {self.key}"


class Delivery(models.Model):
    """One reaction has taken one event: the key that makes a repeat visible."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE)
    reaction = models.CharField(_("反应"), max_length=120)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("事件送达")
        constraints = (
            models.UniqueConstraint(fields=["event", "reaction"], name="outbox_delivery_once"),
        )

    def __str__(self) -> str:
        return f"{self.event_id} → {self.reaction}"


class Parcel(models.Model):
    """One message in an institution's mailbox (待取报文).

    `fence` numbers the lease: only the holder of the newest lease can acknowledge.
    """

    destination = models.CharField(_("机构"), max_length=12)
    key = models.CharField(_("业务申请编号"), max_length=36, unique=True)
    body = models.BinaryField(_("报文"))
    posted_at = models.DateTimeField(_("投递时间"))
    lease_until = models.DateTimeField(_("租约到期"), null=True)
    fence = models.BigIntegerField(_("租约号"), default=0)
    deliveries = models.PositiveIntegerField(_("取走次数"), default=0)
    sent_at = models.DateTimeField(_("首次取走"), null=True)
    acknowledged_at = models.DateTimeField(_("签收时间"), null=True)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True)

    class Meta:
        verbose_name = _("待取报文")
        constraints = (
            models.CheckConstraint(
                name="outbox_parcel_sent_before_acknowledged",
                condition=models.Q(acknowledged_at=None) | models.Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="outbox_parcel_withdrawn_never_sent",
                condition=models.Q(withdrawn_at=None) | models.Q(sent_at=None),
            ),
        )
        indexes = (
            models.Index(  # services.lease
                fields=["destination", "id"],
                name="outbox_parcel_waiting",
                condition=models.Q(acknowledged_at=None, withdrawn_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.destination} {self.key}"


class Line(models.Model):
    """When an institution last asked for its mail (专线): a line that is silent carries nothing."""

    destination = models.CharField(_("机构"), max_length=12, unique=True)
    asked_at = models.DateTimeField(_("最近取件时间"))

    class Meta:
        verbose_name = _("专线")

    def __str__(self) -> str:
        return f"{self.destination} {self.asked_at}"
