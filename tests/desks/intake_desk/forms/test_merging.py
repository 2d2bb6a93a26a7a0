"""Who fills a field: the person's word stands, the machine fills the rest."""

from hypothesis import given
from hypothesis import strategies as st

from zhisun.desks.intake_desk.forms.merging import Held, aligned, merged, same

NAMES = st.sampled_from(["victim.name", "transfers.0.amount", "transfers.0.to_account"])
FORMS = st.dictionaries(NAMES, st.text(max_size=5))


def test_the_machine_fills_what_nobody_touched() -> None:
    assert merged({"victim.name": ""}, (), {"victim.name": "周敏"}) == {
        "victim.name": Held("周敏", auto=True)
    }


def test_a_persons_word_is_never_overwritten_and_the_other_reading_is_shown() -> None:
    held = merged({"victim.name": "周闵"}, ["victim.name"], {"victim.name": "周敏"})
    assert held["victim.name"] == Held("周闵", auto=False, other="周敏")


def test_what_a_person_cleared_stays_empty() -> None:
    held = merged({"victim.name": ""}, ["victim.name"], {"victim.name": "周敏"})
    assert held["victim.name"] == Held("", other="周敏")


def test_what_the_machine_reads_no_more_goes_away() -> None:
    assert merged({"victim.name": "周敏"}, (), {})["victim.name"] == Held("")


def test_the_same_money_written_twice_is_no_conflict() -> None:
    name = "transfers.0.amount"
    assert merged({name: "2万8"}, [name], {name: "28000"})[name] == Held("2万8")
    assert same("transfers.0.to_account", "6222 0202 0011 2345 678", "6222020200112345678")
    assert same("transfers.0.to_bank_name", "工行", "中国工商银行")
    assert not same("transfers.0.amount", "两万", "看不懂")
    assert not same("victim.name", "周敏", "周闵")


@given(FORMS, st.sets(NAMES), FORMS)
def test_merging_keeps_every_word_of_a_person_and_merging_twice_is_merging_once(
    typed: dict[str, str], hands: set[str], said: dict[str, str]
) -> None:
    held = merged(typed, hands, said)
    assert all(held[name].value == typed.get(name, "") for name in hands & held.keys())
    once = {name: each.value for name, each in held.items()}
    assert merged(once, hands, said) == held


def test_rows_of_the_machine_follow_the_narrative() -> None:
    said = [{"amount": "6000"}, {"amount": "12000"}]
    assert aligned({}, said, by_hand=frozenset()) == {0: 0, 1: 1}
    assert aligned({0: {"amount": "6000"}, 1: {"amount": "1"}}, said[:1], by_hand=frozenset()) == {
        0: 0
    }


def test_a_row_somebody_touched_keeps_its_place_when_an_earlier_transfer_is_told() -> None:
    rows = {0: {"amount": "12000", "to_name": "孔令宇"}}
    said = [{"amount": "6000"}, {"amount": "12000"}]
    assert aligned(rows, said, by_hand=frozenset({0})) == {0: 1, 1: 0}


def test_a_corrected_row_is_still_the_row_of_its_transfer() -> None:
    rows = {0: {"amount": "26000"}}
    assert aligned(rows, [{"amount": "28000"}], by_hand=frozenset({0})) == {0: 0}


def test_a_row_added_by_hand_stands_alone() -> None:
    rows = {0: {"amount": "6000"}, 3: {"amount": "500", "to_account": "6222020200112345678"}}
    assert aligned(rows, [{"amount": "6000"}], by_hand=frozenset({3})) == {0: 0, 3: None}
