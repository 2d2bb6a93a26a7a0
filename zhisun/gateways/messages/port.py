"""A warning message and its receipt, in our words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMessage:
    """One warning as it leaves. It says to whom and what, never why: that is nobody's business.

    `application_id` is the idempotency key.
    """

    application_id: str  # 36 characters
    institution_code: str  # 12 characters
    number: str
    text: str
    applied_at: datetime
    extra: Mapping[str, str] = field(default_factory=dict)  # unknown elements survive


@dataclass(frozen=True, slots=True, kw_only=True)
class TextReceipt:
    """What became of one message. result: four digits (`codes.RESULTS`)."""

    application_id: str
    result: str
    serial_no: str = ""
    institution_code: str = ""
    delivered_at: datetime | None = None
    failure_cause: str = ""
    remark: str = ""
    operator_name: str = ""
    operator_phone: str = ""
    org_name: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)  # unknown elements survive
