"""What can go out for a transfer as told."""

import pytest

from tests.builders.cases import a_report, a_transfer
from zhisun.domains.cases.policy.gate import completeness
from zhisun.domains.cases.policy.report import NewTransfer
from zhisun.domains.cases.terms import Doubt, Instead, Missing, PayeeKind

QUERIES = (Instead.QUERY_DETAIL, Instead.QUERY_HOLDER)


@pytest.mark.parametrize(
    ("told", "missing", "instead"),
    [
        (a_transfer(), (), ()),
        (a_transfer(to_name=""), (Missing.NAME,), QUERIES),
        (a_transfer(moved_at=None), (Missing.TIME,), QUERIES),
        (a_transfer(amount_fen=None), (Missing.AMOUNT,), QUERIES),
        (a_transfer(to_institution_code=""), (), ()),
        (
            a_transfer(to_institution_code="", to_bank_name=""),
            (Missing.BANK,),
            (Instead.GREEN_CHANNEL,),
        ),
        (a_transfer(to_account=""), (Missing.ACCOUNT,), (Instead.GREEN_CHANNEL,)),
        (
            a_transfer(to_account="", to_kind=PayeeKind.MERCHANT),
            (Missing.ACCOUNT,),
            (Instead.QUERY_DETAIL,),
        ),
        (a_transfer(to_kind=PayeeKind.TRADE, to_account="", to_name=""), (), ()),
        (
            a_transfer(to_kind=PayeeKind.TRADE, to_account="", serial=""),
            (Missing.SERIAL,),
            (Instead.GREEN_CHANNEL,),
        ),
    ],
)
def test_a_stop_needs_what_the_bank_compares_else_a_query_goes_out(
    told: NewTransfer, missing: tuple[Missing, ...], instead: tuple[Instead, ...]
) -> None:
    (gate,) = completeness(a_report(told)).transfers
    assert (gate.missing, gate.instead) == (missing, instead)
    assert gate.can_stop is (missing == ())


def test_what_somebody_stopped_before_us_needs_nothing() -> None:
    (gate,) = completeness(a_report(a_transfer(stopped_already=True, to_name=""))).transfers
    assert not gate.can_stop
    assert gate.instead == ()


def test_a_misheard_digit_is_doubted_and_bars_nothing() -> None:
    (gate,) = completeness(a_report(a_transfer(to_account="6212261234567890129"))).transfers
    assert gate.doubts == (Doubt.CHECK_DIGIT,)
    assert gate.can_stop


def test_a_card_of_another_bank_than_told_is_doubted() -> None:
    (gate,) = completeness(a_report(a_transfer(to_bank_name="农业银行"))).transfers
    assert gate.doubts == (Doubt.OTHER_BANK,)


def test_a_corporate_account_has_no_check_digit_to_doubt() -> None:
    told = a_transfer(to_account="6212261234567890129", to_kind=PayeeKind.CORPORATE)
    (gate,) = completeness(a_report(told)).transfers
    assert gate.doubts == ()


def test_a_report_without_transfers_stops_nothing() -> None:
    assert not completeness(a_report(transfers=())).can_stop_all
    assert completeness(a_report(a_transfer(), a_transfer(serial="2"))).can_stop_all
