"""What the form takes from a narrative, and what one key changes."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhisun.desks.intake_desk.forms.decisions import Decision, Role, decisions_from, nth_of
from zhisun.desks.intake_desk.forms.elements import segments, told
from zhisun.desks.intake_desk.forms.payees import Institutions
from zhisun.desks.intake_desk.forms.screen import Screen, Setting, screen
from zhisun.desks.intake_desk.forms.typed import Typed, kept, typed_from
from zhisun.domains.cases.terms import Asked, FraudType, Instead, Missing, PayeeKind
from zhisun.domains.directory.selectors import InstitutionRow
from zhisun.domains.directory.terms import Lane
from zhisun.kernel.moments import CHINA

REF = datetime(2026, 9, 11, 14, 10, tzinfo=CHINA)
OWN, PAYEE = "6217001234567890122", "6222020000919805788"
STORY = (
    f"今天下午两点零三分我从建设银行卡{OWN}转了28000元，对方账号{PAYEE}，户名马小川，"
    "工商银行的。他电话17090001234，自称网店客服退款。我叫周海生，电话19900010001。"
)
FIRM = InstitutionRow(1, "Z00831000014", "示例支付一", "示例支付一", Lane.PAYMENT, "", 1, "")
SETTING = Setting(area="3708", ref=REF, institutions=Institutions((FIRM,)))


def seen(narrative: str = STORY, **values: str) -> Screen:
    sent = {"narrative": narrative, "by_hand": ""} | {
        name.replace("__", "."): text for name, text in values.items()
    }
    return screen(typed_from(sent), SETTING)


def values(shown: Screen) -> dict[str, str]:
    return {name: held.value for name, held in shown.held.items() if held.value}


def decided(*decisions: Decision) -> Screen:
    typed = typed_from({"narrative": STORY, "by_hand": ""})
    return screen(replace(typed, decisions=decisions), SETTING)


def test_one_narrative_fills_transfer_victim_channel_and_type() -> None:
    shown = values(seen())
    assert shown["transfers.0.to_account"] == PAYEE
    assert shown["transfers.0.to_name"] == "马小川"
    assert shown["transfers.0.to_bank_name"] == "中国工商银行"
    assert shown["transfers.0.amount"] == "28000"
    assert shown["transfers.0.moved_at"] == "2026-09-11 14:03:00"
    assert shown["transfers.0.from_account"] == OWN
    assert (shown["victim.name"], shown["victim.phone"]) == ("周海生", "19900010001")
    assert (shown["channels.0.kind"], shown["channels.0.value"]) == ("phone", "17090001234")
    assert shown["fraud_type"] == "KF"


def test_the_gate_says_what_is_missing_and_what_can_go_out_instead() -> None:
    gate = seen(STORY.replace("户名马小川，", "")).gates[0]
    assert gate.missing == (Missing.NAME,)
    assert gate.instead == (Instead.QUERY_DETAIL, Instead.QUERY_HOLDER)
    assert seen().gates[0].can_stop


def test_the_first_question_is_what_a_stop_still_needs() -> None:
    without = seen(STORY.replace("户名马小川，", ""))
    assert without.questions[0].fills == Asked.TO_NAME
    skipped = seen(STORY.replace("户名马小川，", ""), asked="to_name")
    assert skipped.questions[0].fills != Asked.TO_NAME


def test_a_bank_follows_from_a_card_number_typed_by_hand() -> None:
    shown = seen("", by_hand="transfers.0.to_account", transfers__0__to_account=PAYEE)
    assert shown.held["transfers.0.to_bank_name"].value == "中国工商银行"
    assert shown.held["transfers.0.to_bank_name"].auto


def test_sex_and_credential_follow_from_an_identity_number() -> None:
    shown = values(seen("我叫周敏，身份证370811199003070029"))
    assert (shown["victim.id_type"], shown["victim.sex"]) == ("01", "female")


def test_an_account_at_a_connected_payment_firm_is_seen() -> None:
    shown = values(seen("我转了1.2万到示例支付一的账户83100431725501"))
    assert shown["transfers.0.to_account"] == "83100431725501"
    assert shown["transfers.0.to_bank_name"] == "示例支付一"
    assert shown["transfers.0.to_kind"] == PayeeKind.PAYMENT


def test_a_transfer_rejected_with_one_key_does_not_come_back() -> None:
    origin = seen().origins[0]
    gone = decided(Decision(origin.text, origin.nth, Role.MENTIONED))
    assert gone.origins == {}
    assert "transfers.0.amount" not in values(gone)


def test_one_key_makes_a_payee_the_victims_own_account() -> None:
    assert "transfers.0.to_account" not in values(decided(Decision(PAYEE, 0, Role.FROM_ACCOUNT)))


def test_one_key_names_the_payee() -> None:
    shown = values(decided(Decision("周海生", 0, Role.TO_NAME)))
    assert shown["transfers.0.to_name"] == "周海生"
    assert "victim.name" not in shown


def test_a_rejected_element_fills_nothing_and_can_be_taken_back() -> None:
    shown = decided(Decision("17090001234", 0, Role.IGNORED))
    assert "channels.0.value" not in values(shown)
    roles = {each.text: each.role for each in told(shown.proposal, STORY)}
    assert roles["17090001234"] == Role.IGNORED


def test_words_the_machine_missed_become_an_element() -> None:
    story = "我把3万打给了号码是8812-3345的那张折子"
    typed = Typed(
        values={"narrative": story}, decisions=(Decision("8812-3345", 0, Role.TO_ACCOUNT),)
    )
    assert values(screen(typed, SETTING))["transfers.0.to_account"] == "88123345"


def test_a_decision_holds_while_words_before_it_are_typed() -> None:
    typed = Typed(
        values={"narrative": "你好你好，" + STORY},
        decisions=(Decision("17090001234", 0, Role.VICTIM_PHONE),),
    )
    assert values(screen(typed, SETTING))["victim.phone"] == "17090001234"


@pytest.mark.parametrize(
    "sent", ["", "{", "[1]", '[{"text": 1}]', '[{"text":"a","nth":-1,"role":"time"}]']
)
def test_broken_decisions_decide_nothing(sent: str) -> None:
    assert decisions_from(sent) == ()


def test_a_form_survives_being_kept() -> None:
    typed = typed_from(
        {
            "narrative": "第一行\r\n第二行",
            "by_hand": "victim.name",
            "victim.name": "周敏",
            "decisions": json.dumps([{"text": "周敏", "nth": 0, "role": "victim_name"}]),
            "asked": "phone",
            "csrfmiddlewaretoken": "x",
        }
    )
    assert typed.narrative == "第一行\n第二行"
    assert typed_from(kept(typed)) == typed


def test_without_a_script_all_that_is_typed_is_a_persons() -> None:
    typed = typed_from({"victim.name": "周敏", "victim.phone": ""})
    assert typed.by_hand == {"victim.name"}


def test_rows_keep_their_number_and_errors_find_them() -> None:
    shown = seen(
        "",
        by_hand="transfers.7.amount transfers.7.to_account",
        transfers__7__amount="很多",
        transfers__7__to_account=PAYEE,
    )
    assert shown.rows == (7,)
    assert [problem.facts["field"] for problem in shown.parsed.problems] == ["transfers.7.amount"]


def test_what_nobody_chose_is_another_type() -> None:
    assert seen("").parsed.report.fraud_type == FraudType.QT


@given(st.text(max_size=300))
def test_any_text_is_read_and_stays_the_same_text(story: str) -> None:
    shown = seen(story.replace("\r", ""))
    cut = segments(told(shown.proposal, shown.typed.narrative), shown.typed.narrative)
    assert "".join(each.text for each in cut) == shown.typed.narrative


@given(st.text("ab", max_size=12), st.text("ab", min_size=1, max_size=3))
def test_an_occurrence_is_found_again(text: str, part: str) -> None:
    at = text.find(part)
    if at >= 0:
        assert nth_of(text, at, part) == 0


def test_nothing_a_browser_sends_breaks_the_screen() -> None:
    odd: dict[str, Any] = {
        "transfers.x.amount": "1",
        "transfers.99999.amount": "1",
        "channels.0": "1",
        "by_hand": "transfers.x.amount transfers.-1.row channels",
        "apart.": "x",
        "": "y",
    }
    assert screen(typed_from(odd), SETTING).rows == (0,)


def test_a_serial_number_goes_to_the_transfer_told_before_it() -> None:
    shown = values(seen(STORY + "流水号：2026091110372500012345。"))
    assert shown["transfers.0.serial"] == "2026091110372500012345"


def test_a_payee_that_is_a_firm_has_a_corporate_account() -> None:
    story = "我从公司账户转了98万到青岛海润贸易有限公司，账号44201501100052512345，建设银行"
    assert values(seen(story))["transfers.0.to_kind"] == PayeeKind.CORPORATE


@pytest.mark.parametrize(
    ("story", "name", "phone"),
    [
        ("报警人张晓慧（女，28岁，电话：13700001212）被骗", "张晓慧", "13700001212"),
        ("石磊（13700001212）昨天被拉入一个群", "石磊", "13700001212"),
        ("餐馆老板尚春雷称，有人冒充部队订餐", "尚春雷", ""),
        ("刚才转了3000元。我姓孙，我叫孙丽，手机13700001212", "孙丽", "13700001212"),
        ("有个自称李明的人称要退款", "", ""),
    ],
)
def test_who_calls_is_the_victim(story: str, name: str, phone: str) -> None:
    shown = values(seen(story))
    assert (shown.get("victim.name", ""), shown.get("victim.phone", "")) == (name, phone)
