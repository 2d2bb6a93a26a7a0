"""The canonical order of transfers, told by their codes."""

from tests.engines.tracing.ledgers import Transfer, moved, transfer_table
from zhisun.engines.tracing.ledger import Layout, build


def order(rows: list[Transfer], unit_seconds: int = 1) -> list[int]:
    ledger = build(transfer_table(rows), Layout(unit_seconds=unit_seconds))
    return [int(transfer) for transfer in ledger.transfer]


def test_credits_come_before_debits_through_all_accounts_of_a_second() -> None:
    assert order(moved((3, 4, 1, 5), (2, 3, 1, 5), (1, 2, 1, 5), (4, 5, 1, 4))) == [3, 2, 1, 0]


def test_rows_that_wait_for_nothing_go_by_source_and_then_by_code() -> None:
    rows = [
        Transfer(transfer=0, payer=1, payee=2, fen=1, second=5, sequence=9),
        Transfer(transfer=1, payer=3, payee=4, fen=1, second=5, sequence=2),
        Transfer(transfer=2, payer=5, payee=6, fen=1, second=5, sequence=2),
    ]
    assert order(rows) == [1, 2, 0]


def test_the_last_printed_balance_tells_where_a_second_begins() -> None:
    """Account 1 stood at 140: it paid 40 first and was paid 40 after."""
    rows = [
        Transfer(transfer=0, payer=8, payee=1, fen=140, second=1, payee_balance=140),
        Transfer(transfer=1, payer=9, payee=1, fen=40, second=5, payee_balance=140),
        Transfer(transfer=2, payer=1, payee=2, fen=40, second=5, payer_balance=100),
    ]
    assert order(rows) == [0, 2, 1]


def test_statements_that_contradict_each_other_still_give_an_order() -> None:
    """By account 1 the first row came first, by account 2 the second."""
    rows = [
        Transfer(
            transfer=0, payer=1, payee=2, fen=10, second=5, payer_balance=90, payee_balance=20
        ),
        Transfer(
            transfer=1, payer=1, payee=2, fen=10, second=5, payer_balance=80, payee_balance=10
        ),
    ]
    assert order(rows) == [0, 1]


def test_within_a_coarser_unit_the_same_rule_holds() -> None:
    rows = moved((1, 2, 1, 60), (0, 1, 1, 119), (0, 1, 1, 120))
    assert order(rows, unit_seconds=60) == [1, 0, 2]
