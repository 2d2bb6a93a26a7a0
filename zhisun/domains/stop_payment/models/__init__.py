"""Orders and their answers; the protective holds of people's own accounts."""

from zhisun.domains.stop_payment.models.orders import Alarm, Answer, Order
from zhisun.domains.stop_payment.models.own_holds import OwnHold, OwnHoldReply

__all__ = ("Alarm", "Answer", "Order", "OwnHold", "OwnHoldReply")
