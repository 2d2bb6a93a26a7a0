"""Whole calls in many registers: what a careful listener hears, field by field."""

import pytest

from tests.engines.reading.scoring_transfers import (
    HELD_OUT,
    READ_BY_THE_RULES,
    Narrative,
    city_calls,
    narratives,
    scored,
    shown,
)

TOLD = list(narratives(READ_BY_THE_RULES))


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told.name)
def test_each_payment_of_a_call_is_heard_with_account_name_bank_and_time(told: Narrative) -> None:
    assert scored([told]).mistakes == []


def test_calls_no_rule_was_written_for_are_heard_as_well_as_the_readme_says() -> None:
    score = scored(narratives(HELD_OUT))
    assert (score.told, score.invented) == (25, 0), shown("held out", score)
    assert score.traceable >= 22, shown("held out", score)
    assert score.exact >= 18, shown("held out", score)


@pytest.mark.parametrize("seed", [1, 7])
def test_the_calls_of_the_simulated_city_lead_to_the_accounts_its_money_went_to(seed: int) -> None:
    fields = ("amount", "account", "name", "bank", "pay", "payer")
    assert scored(city_calls(40, seed), fields).mistakes == []
