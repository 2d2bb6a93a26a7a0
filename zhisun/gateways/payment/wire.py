"""The payment lane: our orders and answers to its bytes and back."""

from zhisun.gateways.payment import answers, orders
from zhisun.gateways.port import AnswerMessage, OrderMessage


class PaymentLane:
    """Codes A00101–A00108, A00201–A00208, A00301–A00312."""

    def encode_order(self, order: OrderMessage, serial_no: str) -> bytes:
        return orders.encode(order, serial_no)

    def decode_order(self, body: bytes) -> OrderMessage:
        return orders.decode(body)

    def encode_answer(self, answer: AnswerMessage, serial_no: str) -> bytes:
        return answers.encode(answer, serial_no)

    def decode_answer(self, body: bytes) -> AnswerMessage:
        return answers.decode(body)


LANE = PaymentLane()
