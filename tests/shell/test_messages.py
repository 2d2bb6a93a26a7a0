"""What an error says to a person."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import override

from zhisun.kernel.errors import InputError
from zhisun.shell import messages


def test_an_error_says_what_is_wrong_with_its_facts_in_the_sentence() -> None:
    with override("zh-hans"):
        words = messages.text(InputError("amount_unreadable", amount="两万八"))
    assert words == "看不懂这个金额：两万八。请只写数字，例如 28000 或 28,000.50。"


def test_a_code_without_a_text_still_tells_the_code() -> None:
    with override("zh-hans"):
        assert "never_heard_of" in messages.text(InputError("never_heard_of"))


def test_a_fact_the_text_lacks_leaves_a_gap_and_no_second_error() -> None:
    with override("zh-hans"):
        assert "…" in messages.text(InputError("amount_unreadable"))


def test_a_fact_in_fen_is_read_out_as_money() -> None:
    with override("zh-hans"):
        assert (
            messages.filled("最多 {limit_fen}。", {"limit_fen": 2_800_000}) == "最多 28,000.00 元。"
        )


def test_two_rooms_may_not_claim_one_code() -> None:
    with pytest.raises(ImproperlyConfigured, match="twice_told"):
        messages.merged({"cases": {"twice_told": "一"}, "subjects": {"twice_told": "二"}})


def test_every_text_of_the_house_can_be_collected() -> None:
    assert {"time_unreadable", "page_not_found"} <= set(messages.catalogue())
