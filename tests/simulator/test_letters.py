from datetime import datetime, timedelta

from tests.gateways.orders import without
from tests.simulator.cast import AT, ICBC, MULE, Bank, a_message, an_order
from zhisun.gateways.port import OrderKind
from zhisun.simulator.ledger import ms
from zhisun.simulator.letters import Habits, Letters

CALM = Habits(quickest=1, slowest=2, losing=0, doubling=0)


def sent(letters: Letters, at: datetime) -> list[bytes]:
    bodies = []
    for letter in letters.due(at):
        letters.receipted(letter, accepted=True)
        bodies.append(bytes(letter["body"]))
    return bodies


def test_a_repeated_order_gets_the_same_answer_and_is_not_done_twice(bank: Bank) -> None:
    letters = Letters(bank.teller, CALM)
    order = an_order()
    answers = []
    for minute in range(3):
        at = AT + timedelta(minutes=minute)
        assert letters.receive((a_message(order),), at) == [order.application_id]
        letters.work(at)
        answers += sent(letters, at + timedelta(seconds=3))
    assert len(set(answers)) == 1
    assert len(answers) == 3
    assert bank.ledger.held_fen(MULE, AT) == 2_800_000
    assert ICBC.wire.decode_answer(answers[0]).result == "0000"


def test_an_answer_waits_its_time(bank: Bank) -> None:
    letters = Letters(bank.teller, CALM)
    letters.receive((a_message(an_order()),), AT)
    letters.work(AT)
    assert letters.due(AT) == []
    assert len(letters.due(AT + timedelta(seconds=2))) == 1


def test_a_lost_answer_is_written_again(bank: Bank) -> None:
    letters = Letters(bank.teller, Habits(quickest=0, slowest=0, losing=1, doubling=0))
    letters.receive((a_message(an_order()),), AT)
    letters.work(AT)
    (letter,) = letters.due(AT)
    letters.lose(letter, AT)
    assert letters.due(AT) == []
    (again,) = letters.due(AT + timedelta(seconds=15))
    assert again["body"] == letter["body"]
    assert again["losses"] == 0


def test_a_doubled_answer_leaves_twice(bank: Bank) -> None:
    letters = Letters(bank.teller, Habits(quickest=0, slowest=0, losing=0, doubling=1))
    letters.receive((a_message(an_order()),), AT)
    letters.work(AT)
    bodies = [*sent(letters, AT), *sent(letters, AT), *sent(letters, AT)]
    assert len(bodies) == 2
    assert len(set(bodies)) == 1


def test_an_order_without_a_mandatory_element_is_answered_so(bank: Bank) -> None:
    letters = Letters(bank.teller, CALM)
    broken = without(a_message(an_order()), "AccountName")
    letters.receive((broken, b"no message at all"), AT)
    letters.work(AT)
    (body,) = sent(letters, AT + timedelta(seconds=3))
    answer = ICBC.wire.decode_answer(body)
    assert (answer.result, answer.failure_cause) == ("0500", "message_element_missing AccountName")


def test_a_watch_tells_every_new_movement_once_until_it_is_released(bank: Bank) -> None:
    letters = Letters(bank.teller, CALM)
    watch = an_order(OrderKind.QUERY_MOVEMENTS)
    letters.receive((a_message(watch),), AT)
    letters.work(AT)
    sent(letters, AT + timedelta(seconds=3))
    pushed = []
    for number in range(3):
        with bank.ledger.changing():
            bank.ledger.credit(MULE, 100 + number, f"IN{number}", AT, "转账")
        if number == 2:
            release = {"original_application_id": watch.application_id}
            bank.answers(an_order(OrderKind.QUERY_MOVEMENTS_RELEASE, **release))
        letters.push(AT)
        letters.push(AT)
        pushed += [ICBC.wire.decode_answer(body) for body in sent(letters, AT)]
    assert [row.amount_fen for answer in pushed for row in answer.movements] == [100, 101]
    assert {answer.application_id for answer in pushed} == {watch.application_id}


def test_chance_does_not_change_with_a_restart(bank: Bank) -> None:
    order = an_order()
    for habits in (Habits(seed=7), Habits(seed=7)):
        letters = Letters(bank.teller, habits)
        letters.receive((a_message(order),), AT)
        letters.work(AT)
        query = "SELECT due_ms FROM letters"
        due = {row["due_ms"] for row in bank.ledger.db.execute(query)}
        bank.ledger.db.execute("DELETE FROM letters")
        bank.ledger.db.execute("DELETE FROM holds")
        bank.ledger.db.execute("UPDATE orders SET state = 'new'")
        assert len(due) == 1
        assert all(ms(AT) + 300 <= moment <= ms(AT) + 8000 for moment in due)
