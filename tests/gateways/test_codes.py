import pytest
from django.utils.translation import override

from zhisun.gateways.codes import (
    ANSWERS,
    BANK_ORDERS,
    PAYMENT_ORDERS,
    TRADE_ORDERS,
    Meaning,
    answer_code,
    answered,
    answering,
)
from zhisun.shell.messages import gateways as texts


def test_every_order_of_the_bank_lane_has_the_next_number_as_its_answer() -> None:
    assert [answering(code) for code in BANK_ORDERS.values()] == [
        "100102", "100104", "100106", "100202", "100204", "100206",
        "100302", "100304", "100306", "100308", "100310",
    ]  # fmt: skip


def test_an_answer_leads_back_to_its_order_on_every_lane() -> None:
    codes = (*BANK_ORDERS.values(), *PAYMENT_ORDERS.values(), *TRADE_ORDERS.values())
    assert all(answered(answering(code)) == code for code in codes)


@pytest.mark.parametrize(
    ("result", "meaning"),
    [
        ("0000", Meaning.DONE),
        ("1200", Meaning.PARTIAL),
        ("0301", Meaning.CORRECT),
        ("0600", Meaning.CORRECT),
        ("0900", Meaning.ALREADY),
        ("1301", Meaning.ALREADY),
        ("1304", Meaning.REFUSED),
        ("1100", Meaning.RETRY),
        ("0399", Meaning.REFUSED),
        ("7777", Meaning.REFUSED),
    ],
)
def test_an_answer_code_says_what_we_must_do(result: str, meaning: Meaning) -> None:
    assert answer_code(result).meaning is meaning


def test_a_wrong_name_is_never_sent_again_by_itself() -> None:
    assert ANSWERS["0301"].meaning is not Meaning.RETRY


def test_every_answer_code_reads_the_same_on_the_board_as_in_the_table() -> None:
    with override("zh-hans"):
        assert {code: str(text) for code, text in texts.ANSWERS.items()} == {
            code: known.zh for code, known in ANSWERS.items()
        }
