"""The bank lane: our orders and answers to its bytes and back."""

from zhisun.gateways.banking import answers, orders
from zhisun.gateways.port import AnswerMessage, OrderMessage


class BankLane:
    """Codes 100101–100106, 100201–100206, 100301–100310."""

    def encode_order(self, order: OrderMessage, serial_no: str) -> bytes:
        return orders.encode(order, serial_no)

    def decode_order(self, body: bytes) -> OrderMessage:
        return orders.decode(body)

    def encode_answer(self, answer: AnswerMessage, serial_no: str) -> bytes:
        return answers.encode(answer, serial_no)

    def decode_answer(self, body: bytes) -> AnswerMessage:
        return answers.decode(body)


LANE = BankLane()
