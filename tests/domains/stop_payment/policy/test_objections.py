"""Say no before the bank says no."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from zhisun.domains.stop_payment.policy.objections import Asked, objections
from zhisun.domains.stop_payment.terms import OrderKind

AT = datetime(2026, 9, 11, 6, 10, tzinfo=UTC)
ABC_CARD = "6228480402564890018"
SOUND = Asked(
    kind=OrderKind.STOP,
    account_no=ABC_CARD,
    account_name="张伟",
    account_kind="personal",
    bank_code="ABC",
    amount_fen=2_800_000,
    most_fen=2_800_000,
    transferred_at=AT - timedelta(minutes=7),
    filed_at=None,
)


def codes(asked: Asked) -> list[str]:
    return [objection.error.code for objection in objections(asked, at=AT)]


def test_a_sound_stop_has_nothing_against_it() -> None:
    assert codes(SOUND) == []


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (replace(SOUND, account_no=" "), "account_missing"),
        (replace(SOUND, account_no="6228480402564890019"), "card_check_digit_wrong"),
        (replace(SOUND, bank_code="ICBC"), "card_of_another_bank"),
        (replace(SOUND, account_name=""), "account_name_missing"),
        (replace(SOUND, amount_fen=0), "amount_not_positive"),
        (replace(SOUND, amount_fen=2_800_001), "amount_above_claim"),
        (replace(SOUND, transferred_at=AT + timedelta(seconds=1)), "transfer_in_future"),
        (replace(SOUND, stops_used=2), "third_stop"),
        (replace(SOUND, kind=OrderKind.STOP_EXTEND, stops_used=2), "third_stop"),
        (replace(SOUND, kind=OrderKind.FREEZE), "freeze_before_filing"),
        (replace(SOUND, kind=OrderKind.STOP_RELEASE, original_until=AT), "hold_ended"),
    ],
)
def test_what_would_be_refused_is_refused_here(asked: Asked, code: str) -> None:
    assert codes(asked) == [code]


def test_a_corporate_account_needs_no_check_digit() -> None:
    assert codes(replace(SOUND, account_kind="corporate", account_no="1608020109000123456")) == []


def test_a_query_needs_neither_name_nor_amount() -> None:
    asked = replace(SOUND, kind=OrderKind.QUERY_HOLDER, account_name="", amount_fen=0)
    assert codes(asked) == []


def test_all_accounts_of_a_person_are_asked_by_his_document() -> None:
    asked = replace(SOUND, kind=OrderKind.QUERY_ALL_ACCOUNTS)
    assert codes(asked) == ["credential_needed"]
    assert codes(replace(asked, credential_number="370811199001011234")) == []


def test_a_filed_case_may_freeze() -> None:
    assert codes(replace(SOUND, kind=OrderKind.FREEZE, filed_at=AT)) == []


def test_only_what_the_law_leaves_open_can_be_waived() -> None:
    everything_wrong = replace(
        SOUND, account_no="6228480402564890019", account_name="", amount_fen=0, stops_used=2
    )
    waivable = [o.error.code for o in objections(everything_wrong, at=AT) if o.waivable]
    assert waivable == ["card_check_digit_wrong"]
