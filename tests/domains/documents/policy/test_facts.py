"""A paper says what the law asks for, and nothing it was not told."""

from datetime import UTC, datetime

import pytest

from tests.builders.papers import (
    assistance_facts,
    order_facts,
    return_facts,
    takedown_facts,
    without,
)
from zhisun.domains.documents.policy.facts import read
from zhisun.domains.documents.terms import (
    REQUIRED,
    RETURNS,
    TAKEDOWNS,
    Action,
    AssistanceFacts,
    DocumentKind,
    Json,
    OrderFacts,
)
from zhisun.gateways.port import AccountKind
from zhisun.kernel.errors import InputError

OTHERS = {*RETURNS, *TAKEDOWNS, DocumentKind.ASSISTANCE}
ORDERS = [kind for kind in DocumentKind if kind not in OTHERS]


def refusal(kind: DocumentKind, facts: dict[str, Json]) -> tuple[str, object]:
    with pytest.raises(InputError) as caught:
        read(kind, facts)
    return caught.value.code, caught.value.facts.get("field")


@pytest.mark.parametrize("kind", ORDERS)
def test_every_notice_about_an_account_takes_the_same_facts(kind: DocumentKind) -> None:
    facts = read(kind, order_facts())
    assert isinstance(facts, OrderFacts)
    assert facts.account_kind is AccountKind.PERSONAL
    assert facts.transferred_at == datetime(2026, 9, 11, 6, 0, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind in ORDERS for name in REQUIRED[kind]]
)
@pytest.mark.parametrize("absent", [None, ""])
def test_a_paper_without_what_the_law_asks_for_is_refused(
    kind: DocumentKind, name: str, absent: Json
) -> None:
    assert refusal(kind, without(order_facts(), name)) == ("document_fact_missing", name)
    assert refusal(kind, order_facts(**{name: absent})) == ("document_fact_missing", name)


@pytest.mark.parametrize("name", REQUIRED[DocumentKind.ASSISTANCE])
def test_an_assistance_notice_without_its_facts_is_refused(name: str) -> None:
    facts = without(assistance_facts(), name)
    assert refusal(DocumentKind.ASSISTANCE, facts) == ("document_fact_missing", name)


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind in sorted(RETURNS) for name in REQUIRED[kind]]
)
def test_a_paper_of_a_return_without_its_facts_is_refused(kind: DocumentKind, name: str) -> None:
    facts = without(return_facts(), name)
    assert refusal(kind, facts) == ("document_fact_missing", name)


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind in sorted(TAKEDOWNS) for name in REQUIRED[kind]]
)
def test_a_paper_of_a_takedown_without_its_facts_is_refused(kind: DocumentKind, name: str) -> None:
    facts = without(takedown_facts(), name)
    assert refusal(kind, facts) == ("document_fact_missing", name)


def test_a_freeze_says_that_fruits_are_left_out() -> None:
    facts = read(DocumentKind.FREEZE_NOTICE, order_facts(fruits=False))
    assert isinstance(facts, OrderFacts)
    assert facts.fruits is False


def test_a_freeze_names_an_amount_or_takes_the_whole_account() -> None:
    bare = without(order_facts(), "amount_fen")
    assert refusal(DocumentKind.FREEZE_NOTICE, bare) == ("document_fact_missing", "amount_fen")
    read(DocumentKind.FREEZE_NOTICE, bare | {"full_freeze": True})


def test_a_query_names_an_account_or_a_person() -> None:
    bare = without(order_facts(), "account_no", "account_name")
    assert refusal(DocumentKind.QUERY_NOTICE, bare) == ("document_fact_missing", "account_no")
    read(DocumentKind.QUERY_NOTICE, bare | {"credential_number": "000000000000000000"})


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"acount_no": "1"}, "document_fact_unknown"),
        ({"amount_fen": "28000"}, "document_fact_mistyped"),
        ({"amount_fen": 28000.0}, "document_fact_mistyped"),
        ({"amount_fen": True}, "document_fact_mistyped"),
        ({"amount_fen": -1}, "document_amount_out_of_range"),
        ({"full_freeze": 1}, "document_fact_mistyped"),
        ({"account_name": 7}, "document_fact_mistyped"),
        ({"account_name": ["张三"]}, "document_fact_mistyped"),
        ({"account_kind": "savings"}, "document_fact_mistyped"),
        ({"transferred_at": "昨天下午"}, "time_unreadable"),
        ({"currency": "XAU"}, "document_currency_unknown"),
        ({"account_name": "张" * 201}, "document_fact_too_long"),
        ({"account_name": "张三\u202e0000"}, "document_character_hidden"),
        ({"account_no": "6222\u200b0000"}, "document_character_hidden"),
        ({"expires_at": "2026-09-11T14:09:00+08:00"}, "document_term_reversed"),
        ({"assistant_badge": "080000"}, "document_needs_two_officers"),
    ],
)
def test_a_wrong_fact_is_named(change: dict[str, Json], code: str) -> None:
    field = next(iter(change))
    assert refusal(DocumentKind.FREEZE_NOTICE, order_facts(**change)) == (code, field)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"accounts": [], "phones": []}, "document_fact_missing", "accounts"),
        ({"accounts": "6222"}, "document_fact_mistyped", "accounts"),
        ({"accounts": ["6222"]}, "document_fact_mistyped", "accounts.0"),
        ({"accounts": [{"account_no": 6222}]}, "document_fact_mistyped", "accounts.0.account_no"),
        ({"accounts": [{"name": "张三"}]}, "document_fact_unknown", "accounts.0.name"),
        ({"accounts": [{}]}, "document_fact_missing", "accounts.0.account_no"),
        ({"phones": [{"remark": "来电"}]}, "document_fact_missing", "phones.0.phone"),
        ({"phones": [{"phone": "1"}] * 201}, "document_fact_too_long", "phones"),
        ({"actions": ["arrest"]}, "document_fact_mistyped", "actions"),
        ({"actions": ["freeze"]}, "document_freeze_needs_case", "case_no"),
    ],
)
def test_a_wrong_line_of_a_table_is_named(change: dict[str, Json], code: str, field: str) -> None:
    assert refusal(DocumentKind.ASSISTANCE, assistance_facts(**change)) == (code, field)


def test_actions_stand_in_their_order_and_once() -> None:
    facts = read(DocumentKind.ASSISTANCE, assistance_facts(actions=["block", "query", "block"]))
    assert isinstance(facts, AssistanceFacts)
    assert facts.actions == (Action.QUERY, Action.BLOCK)


def test_stray_white_space_never_reaches_a_name_but_paragraphs_stay() -> None:
    facts = read(
        DocumentKind.STOP_NOTICE,
        order_facts(account_name=" 张 \n 三 ", reason=" 第一段 \n\n  第二段 "),
    )
    assert isinstance(facts, OrderFacts)
    assert (facts.account_name, facts.reason) == ("张 三", "第一段\n第二段")
