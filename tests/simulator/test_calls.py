from random import Random

import pytest

from tests.simulator.cast import AT
from zhisun.engines.identity.cards import issuer_of, luhn_valid
from zhisun.engines.identity.resident_ids import check_digit
from zhisun.gateways.reports import decode_report
from zhisun.gateways.suspicions import decode
from zhisun.simulator.branch import report_of, suspicions_of
from zhisun.simulator.calls import Caller
from zhisun.simulator.numbers import card, person
from zhisun.simulator.roster import BY_CODE, HOUSES, House
from zhisun.simulator.samples import SAMPLES, moves, openings
from zhisun.simulator.speech import amount
from zhisun.simulator.tales import TALES

CALLS = [Caller(Random(f"1:{n}"), HOUSES).invent(n, AT) for n in range(60)]  # noqa: S311 invented


def plain(text: str) -> str:
    return text.replace(" ", "")


def test_the_city_knows_at_least_a_dozen_tales() -> None:
    assert len(TALES) >= 12
    assert len({call.truth["kind"] for call in CALLS}) >= 8


def test_a_call_names_the_account_the_money_went_to() -> None:
    for call in CALLS:
        paid = [move for move in call.moves if move.payer == call.openings[0].account_no]
        assert paid
        for move in paid:
            assert move.payee in plain(call.sheet["narrative"])
            assert move.at < AT
            named = move.payee_name in call.sheet["narrative"]
            assert named is not call.truth["wrong_name"]


def test_the_victim_has_the_money_that_is_lost() -> None:
    for call in CALLS:
        own = call.openings[0]
        assert own.balance_fen >= sum(m.amount_fen for m in call.moves if m.payer == own.account_no)


def test_no_slot_of_a_narrative_stays_open() -> None:
    assert not [call.sheet["narrative"] for call in CALLS if "{" in call.sheet["narrative"]]


def test_the_same_seed_invents_the_same_call() -> None:
    again = Caller(Random("1:7"), HOUSES).invent(7, AT)  # noqa: S311 invented
    assert again == CALLS[7]


@pytest.mark.parametrize("known", HOUSES[:6])
def test_a_card_has_its_check_digit_and_leads_to_its_bank(known: House) -> None:
    number = card(known, Random(5))  # noqa: S311 invented
    issuer = issuer_of(number)
    assert luhn_valid(number)
    assert issuer is not None
    assert (issuer.bank, issuer.length_fits) == (known.name, True)


def test_a_person_has_an_id_that_is_well_formed_and_never_issued() -> None:
    somebody = person(Random(1))  # noqa: S311 invented
    assert somebody.id_number[14:17] == "000"
    assert check_digit(somebody.id_number[:17]) == somebody.id_number[17]


def test_an_amount_is_never_rounded_in_speech() -> None:
    ways = {amount(2_800_000, Random(n)) for n in range(50)}  # noqa: S311 invented
    assert ways == {"28000元", "28000块钱", "28,000元", "2.8万", "2.8万元", "两万八"}
    assert amount(2_812_300, Random(1)) in {"28123元", "28123块钱", "28,123元"}  # noqa: S311 invented


def test_every_sample_tells_its_accounts_and_its_money_suffices() -> None:
    opened = {opening.account_no: opening for opening in openings(SAMPLES, AT)}
    balance = {number: opening.balance_fen for number, opening in opened.items()}
    for move in sorted(moves(SAMPLES, AT), key=lambda move: move.at):
        balance[move.payer] -= move.amount_fen
        assert balance[move.payer] >= 0
        if move.payee:
            balance[move.payee] += move.amount_fen
            assert opened[move.payee].institution == move.payee_institution
    for sample in SAMPLES:
        first = sample.steps[0]
        assert first.payer.account_no in sample.narrative
        assert first.payee is not None
        assert first.payee.account_no in sample.narrative


def test_the_tents_are_paid_under_a_name_that_is_not_the_holders() -> None:
    tents = next(sample for sample in SAMPLES if sample.key == "tents")
    assert tents.steps[0].payee is not None
    assert tents.steps[0].payee.name not in tents.narrative


def test_some_victims_go_to_their_bank_and_the_bank_reports() -> None:
    reported = [call for call in CALLS if call.at_counter]
    assert 0 < len(reported) < len(CALLS) / 2
    house = BY_CODE[reported[0].openings[0].institution]
    facts = reported[0].at_counter
    assert facts is not None
    application_id, body = report_of(house, facts, AT)
    assert report_of(house, facts, AT)[0] == application_id
    report = decode_report(body)
    assert report.victim_name == reported[0].sheet["caller_name"]
    assert [t.amount_fen for t in report.transfers] == [
        move.amount_fen for move in reported[0].moves if move.payer == facts["victim"]["account_no"]
    ]


def test_some_banks_see_by_themselves_that_a_payee_is_involved() -> None:
    seen = [call for call in CALLS if call.suspected]
    assert 0 < len(seen) < len(CALLS) / 2
    [call, *_rest] = seen
    house = BY_CODE[call.openings[0].institution]
    assert call.suspected
    application_id, body = suspicions_of(house, call.suspected, AT)
    assert suspicions_of(house, call.suspected, AT)[0] == application_id
    report = decode(body)
    assert (report.unread, {row.feature for row in report.rows}) == ((), {"3004"})
    paid = [move for move in call.moves if move.payer == call.openings[0].account_no]
    told = [row.movement for row in report.rows if row.movement]
    assert [each.counterparty_account for each in told] == [move.payee for move in paid]
