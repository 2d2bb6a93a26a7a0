"""Takedowns and their answers, in our words. Source of the fields: domain.md §6."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from zhisun.gateways.port import Attachment, Officer


class TargetKind(StrEnum):
    """What is taken down."""

    PHONE = "phone"  # 电话号码
    DOMAIN = "domain"  # 域名
    URL = "url"  # 网址
    APP = "app"  # 应用程序
    IM_ACCOUNT = "im_account"  # 社交账号
    IM_GROUP = "im_group"  # 社交群组


class Measure(StrEnum):
    """What is done to it."""

    SUSPEND = "suspend"  # 停机
    INTERCEPT = "intercept"  # 拦截
    BLOCK = "block"  # 封堵
    DELIST = "delist"  # 下架
    SEAL_PERMANENT = "seal_permanent"  # 永久封号
    SEAL_SHORT = "seal_short"  # 短期封号
    SEAL_GROUP = "seal_group"  # 封群
    HOLD_OWN_PHONE = "hold_own_phone"  # 保护性停机
    RELEASE = "release"  # 解除


@dataclass(frozen=True, slots=True, kw_only=True)
class TakedownMessage:
    """One takedown as it leaves. `application_id` is the idempotency key.

    ends_at: None stands until it is released. evidence never names a victim.
    """

    application_id: str  # 36 characters
    case_no: str  # 20 characters
    institution_code: str  # 12 characters
    institution_name: str
    target_kind: TargetKind
    target: str
    measure: Measure
    applied_at: datetime
    org_code: str
    org_name: str
    handler: Officer
    assistant: Officer
    original_application_id: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    reason: str = ""
    evidence: str = ""
    document_no: str = ""
    attachments: tuple[Attachment, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)  # unknown elements survive


@dataclass(frozen=True, slots=True, kw_only=True)
class TakedownReply:
    """One answer, correlated by `application_id`. result: four digits (`codes.ANSWERS`)."""

    application_id: str
    result: str
    serial_no: str = ""
    institution_code: str = ""
    executed_at: datetime | None = None
    ends_at: datetime | None = None
    failure_cause: str = ""
    remark: str = ""
    operator_name: str = ""
    operator_phone: str = ""
    org_name: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)  # unknown elements survive
