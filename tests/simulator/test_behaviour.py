from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.simulator.cast import (
    ABC,
    AT,
    CASE_NO,
    FIRM,
    ICBC,
    MULE,
    MULE_NAME,
    Bank,
    a_move,
    an_opening,
)
from tests.simulator.cast import an_order as order
from zhisun.gateways.port import AccountKind, OrderKind
from zhisun.simulator.clearing import Clearing
from zhisun.simulator.roster import HOUSES

K = OrderKind
OTHER_CASE = "T3708002026112100002"
HOUR = timedelta(hours=1)


def test_a_stop_holds_the_money_for_forty_eight_hours_from_now(bank: Bank) -> None:
    answer = bank.answers(order(), AT + HOUR)
    assert (answer.result, answer.balance_fen) == ("0000", 2_800_000)
    assert answer.starts_at == AT + HOUR
    assert answer.expires_at == AT + HOUR + timedelta(hours=48)


def test_a_held_amount_cannot_leave_and_the_attempt_stands_in_the_statement(bank: Bank) -> None:
    bank.answers(order())
    bank.ledger.plan([a_move("M1", 100)], AT)
    Clearing("102100099996", bank.ledger).carry_out(AT)
    told = bank.answers(order(K.QUERY_DETAIL))
    assert [row.succeeded for row in told.movements] == [False]
    assert told.accounts[0].balance_fen == 2_800_000
    assert told.accounts[0].available_fen == 0


def test_what_a_stop_leaves_free_may_leave(bank: Bank) -> None:
    bank.answers(order(amount_fen=2_000_000))
    bank.ledger.plan([a_move("M1", 800_000), a_move("M2", 1)], AT)
    Clearing("102100099996", bank.ledger).carry_out(AT)
    rows = bank.answers(order(K.QUERY_DETAIL)).movements
    assert [row.succeeded for row in rows] == [True, False]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"account_name": "马小州"}, "0301"),
        ({"account_no": "6222020000000000026"}, "0300"),
        ({"attachments": ()}, "0600"),
        ({"institution_code": ABC.code}, "0700"),
        ({"amount_fen": -1}, "0200"),
    ],
)
def test_a_wrong_order_is_refused_and_holds_nothing(
    bank: Bank, wrong: dict[str, Any], code: str
) -> None:
    assert bank.answers(order(**wrong)).result == code
    assert bank.ledger.held_fen(MULE, AT) == 0


def test_a_name_is_compared_without_blanks(bank: Bank) -> None:
    assert bank.answers(order(account_name="马 小\u3000川")).result == "0000"


def test_a_stop_of_more_than_there_is_takes_what_there_is(bank: Bank) -> None:
    answer = bank.answers(order(amount_fen=5_000_000))
    assert (answer.result, answer.balance_fen) == ("1200", 2_800_000)


def test_the_same_case_is_told_that_it_stopped_already(bank: Bank) -> None:
    bank.answers(order())
    assert bank.answers(order()).result == "1301"


def test_two_cases_never_count_the_same_money(bank: Bank) -> None:
    bank.answers(order(amount_fen=2_000_000))
    answer = bank.answers(order(case_no=OTHER_CASE))
    assert (answer.result, answer.balance_fen) == ("1200", 800_000)
    assert bank.answers(order(case_no="T3708002026112100003")).result == "1301"


def test_a_third_stop_of_one_case_is_refused(bank: Bank) -> None:
    for hours in (0, 49):
        assert bank.answers(order(), AT + hours * HOUR).result == "0000"
    assert bank.answers(order(), AT + 98 * HOUR).result == "1304"


def test_an_extension_is_the_second_time(bank: Bank) -> None:
    first = order()
    bank.answers(first)
    more = {"original_application_id": first.application_id, "expires_at": AT + 96 * HOUR}
    answer = bank.answers(order(K.STOP_EXTEND, **more), AT + 40 * HOUR)
    assert (answer.result, answer.expires_at) == ("0000", AT + 96 * HOUR)
    assert bank.answers(order(K.STOP_EXTEND, **more), AT + 41 * HOUR).result == "1304"


def test_a_hold_ends_by_itself(bank: Bank) -> None:
    bank.answers(order())
    assert bank.ledger.held_fen(MULE, AT + 47 * HOUR) == 2_800_000
    assert bank.ledger.held_fen(MULE, AT + 49 * HOUR) == 0


@pytest.mark.parametrize(("kind", "late"), [(K.STOP_EXTEND, "1800"), (K.STOP_RELEASE, "1900")])
def test_after_the_end_nothing_can_be_extended_or_released(
    bank: Bank, kind: OrderKind, late: str
) -> None:
    first = order()
    bank.answers(first)
    change = order(kind, original_application_id=first.application_id)
    assert bank.answers(change, AT + 49 * HOUR).result == late


def test_a_release_frees_the_money_once(bank: Bank) -> None:
    first = order()
    bank.answers(first)
    results = [
        bank.answers(order(K.STOP_RELEASE, original_application_id=first.application_id)).result
        for _ in range(2)
    ]
    assert results == ["0000", "0900"]
    assert bank.ledger.held_fen(MULE, AT) == 0


def test_a_release_of_an_unknown_stop_is_not_a_success(bank: Bank) -> None:
    unknown = order().application_id
    assert bank.answers(order(K.STOP_RELEASE, original_application_id=unknown)).result == "0400"


def test_a_freeze_takes_the_place_of_the_stop(bank: Bank) -> None:
    bank.answers(order())
    answer = bank.answers(order(K.FREEZE, expires_at=AT + timedelta(days=180)))
    assert (answer.result, answer.frozen_fen, answer.available_fen) == ("0000", 2_800_000, 0)
    assert bank.ledger.held_fen(MULE, AT) == 2_800_000
    assert bank.answers(order(K.FREEZE)).result == "1302"


def test_a_later_freeze_queues_behind_the_earlier_one(bank: Bank) -> None:
    end = AT + timedelta(days=180)
    bank.answers(order(K.FREEZE, amount_fen=2_000_000, expires_at=end, org_name="外地公安局"))
    answer = bank.answers(order(K.FREEZE, case_no=OTHER_CASE, expires_at=end))
    assert (answer.result, answer.frozen_fen) == ("1200", 800_000)
    assert [(f.department, f.amount_fen) for f in answer.former_freezes] == [
        ("外地公安局", 2_000_000)
    ]


def test_a_full_freeze_takes_what_comes_later_too(bank: Bank) -> None:
    bank.answers(order(K.FREEZE, full_freeze=True, amount_fen=0, expires_at=AT + 100 * HOUR))
    with bank.ledger.changing():
        bank.ledger.credit(MULE, 500, "IN1", AT, "转账")
    bank.ledger.plan([a_move("M1", 100)], AT)
    Clearing("102100099996", bank.ledger).carry_out(AT)
    assert [row.succeeded for row in bank.answers(order(K.QUERY_DETAIL)).movements][-1] is False
    assert bank.answers(order(K.FREEZE)).result == "1303"


def test_the_quick_query_knows_yesterday_and_today_only(bank: Bank) -> None:
    assert bank.answers(order(K.QUERY_DETAIL, inquiry_mode="04")).movements == ()
    assert len(bank.answers(order(K.QUERY_DETAIL, period_start=AT - 31 * 24 * HOUR)).movements) == 1
    assert bank.answers(order(K.QUERY_DETAIL, inquiry_mode="01")).accounts[0].account_name


@pytest.mark.parametrize("told", ["", "马小州"])
def test_the_holder_is_found_without_a_name_or_with_a_wrong_one(bank: Bank, told: str) -> None:
    answer = bank.answers(order(K.QUERY_HOLDER, account_name=told))
    assert answer.holder is not None
    assert answer.holder.name == MULE_NAME


def test_all_accounts_of_a_person_are_told(bank: Bank) -> None:
    bank.ledger.open_accounts([an_opening("6222020000000000026")])
    asked: dict[str, Any] = {
        "credential_type": "01",
        "credential_number": "370829199001010007",
        "account_no": "",
    }
    answer = bank.answers(order(K.QUERY_ALL_ACCOUNTS, **asked))
    assert [a.account_no for a in answer.accounts] == [MULE, "6222020000000000026"]
    wrong = asked | {"credential_number": "370829199001010015"}
    assert bank.answers(order(K.QUERY_ALL_ACCOUNTS, **wrong)).result == "0100"


def test_measures_on_a_persons_accounts_are_told_and_travel(bank: Bank) -> None:
    first = order(org_name="外地公安局")
    bank.answers(first)
    asked: dict[str, Any] = {
        "credential_type": "01",
        "credential_number": "370829199001010007",
        "account_no": "",
        "inquiry_mode": "02",
    }
    answer = bank.answers(order(K.QUERY_ALL_ACCOUNTS, **asked))
    serial = f"{answer.institution_code}_{'0' * 40}"
    told = ICBC.wire.decode_answer(ICBC.wire.encode_answer(answer, serial)).extra
    assert told["Measures/FreezeSerial"] == first.application_id
    assert told["Measures/FreezeDeptName"] == "外地公安局"


def test_what_an_institution_does_not_offer_is_said(tmp_path: Path) -> None:
    rural = HOUSES[5]
    bank = Bank(tmp_path, rural)
    answer = bank.answers(order(K.QUERY_ALL_ACCOUNTS, institution_code=rural.code))
    assert answer.result == "1000"
    bank.ledger.close()


def test_a_single_trade_is_stopped_on_the_account_it_came_to(tmp_path: Path) -> None:
    firm = Bank(tmp_path, FIRM)
    firm.ledger.open_accounts([an_opening("83100000000001", balance_fen=0)])
    with firm.ledger.changing():
        firm.ledger.credit("83100000000001", 50_000, "TRADE1", AT, "转账")
    trade: dict[str, Any] = {
        "institution_code": FIRM.code,
        "account_kind": AccountKind.TRADE,
        "amount_fen": 0,
    }
    answer = firm.answers(order(trade_serial="TRADE1", account_no="", **trade))
    assert (answer.result, answer.account_no) == ("0000", "83100000000001")
    assert firm.ledger.held_fen("83100000000001", AT) == 50_000
    assert firm.answers(order(trade_serial="none", account_no="", **trade)).result == "0300"
    firm.ledger.close()


def test_a_sub_account_is_the_account_it_belongs_to(bank: Bank) -> None:
    assert bank.answers(order(account_no=f"{MULE}_001", case_no=CASE_NO)).result == "0000"
    assert bank.ledger.held_fen(MULE, AT) == 2_800_000
