"""The next best question while the victim talks."""

import pytest

from zhisun.domains.cases.policy.questions import next_questions, questions_of
from zhisun.domains.cases.terms import Asked, FraudType

MONEY = [Asked.TO_ACCOUNT, Asked.TO_NAME, Asked.AMOUNT, Asked.MOVED_AT]


@pytest.mark.parametrize("fraud_type", list(FraudType))
def test_every_type_has_its_own_short_questions(fraud_type: FraudType) -> None:
    questions = questions_of(fraud_type)
    assert 8 <= len(questions) <= 12
    assert all(len(question.asks) <= 45 for question in questions)


@pytest.mark.parametrize("fraud_type", [None, *FraudType])
def test_account_name_amount_and_time_are_asked_before_anything_else(
    fraud_type: FraudType | None,
) -> None:
    assert [question.fills for question in next_questions(fraud_type, ())][:4] == MONEY


def test_what_is_known_is_not_asked_again() -> None:
    known = {"to_account", "to_name", "amount"}
    questions = next_questions(FraudType.JJ, known)
    assert questions[0].fills == Asked.MOVED_AT
    assert not known & {question.fills.value for question in questions}


def test_a_type_asks_in_its_own_words() -> None:
    general = {question.fills: question.asks for question in next_questions(None, ())}
    tents = {question.fills: question.asks for question in next_questions(FraudType.JJ, ())}
    assert tents[Asked.TO_ACCOUNT] != general[Asked.TO_ACCOUNT]
    assert tents[Asked.AMOUNT] == general[Asked.AMOUNT]


def test_nothing_is_left_to_ask_when_all_is_known() -> None:
    assert next_questions(FraudType.SD, set(Asked.values)) == []
