"""What the ladder drafts by itself: both holds, once, and it sends neither."""

from datetime import timedelta

import pytest

from tests.builders.city import AT, CCB, PAPER_BANK, a_city, officer
from tests.builders.own_accounts import ANOTHER, CARD, answered, asked, fetched, in_danger
from tests.builders.own_accounts import approved as approved_hold
from tests.builders.takedowns import ANYBODY, CARRIER, line_up
from tests.builders.warnings import a_channel, receipted, the, the_message, tried, warned
from zhisun.domains.dissuasion.models import Dispatch
from zhisun.domains.dissuasion.policy.scripts import carries_address, freed_text, held_text
from zhisun.domains.dissuasion.reactions import climb, restore, shout_of_hold, tell_of_hold
from zhisun.domains.dissuasion.selectors.board import alarms
from zhisun.domains.dissuasion.services.account_holds import OwnAccount, keep_account
from zhisun.domains.dissuasion.services.clocks import see_alarm
from zhisun.domains.dissuasion.services.conclude import conclude
from zhisun.domains.dissuasion.services.messages import send_sms
from zhisun.domains.dissuasion.services.route import sign
from zhisun.domains.dissuasion.terms import Bell, ContactResult, Outcome, Step
from zhisun.domains.outbox.models import Parcel
from zhisun.domains.stop_payment.services.own_holds.approve import decline_own_hold
from zhisun.domains.stop_payment.terms import OrderState
from zhisun.domains.takedown.services.approve import approve
from zhisun.domains.takedown.terms import TakedownState

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _city() -> None:
    a_city()
    a_channel()


def known(number: str, code: str = CCB, account_no: str = CARD) -> None:
    """A bank has told that an account is hers."""
    account = OwnAccount(institution_code=code, account_no=account_no, account_name="周敏")
    person = Dispatch.objects.get(dispatch_no=number).person_id
    keep_account(person, account, told_by=f"bank:{code}", at=AT)


def bells() -> set[Bell]:
    return {alarm.bell for alarm in alarms(officer("chenjing"))}


def test_urgent_and_not_reached_both_are_drafted_and_nothing_leaves() -> None:
    number = in_danger()
    known(number)
    climb(number, AT)
    assert the(number).account_holds == ()  # nobody has tried yet
    tried(number, Step.CALL, ContactResult.NO_ANSWER, by="gaofei")
    climb(number, LATER)
    climb(number, LATER)
    now = the(number)
    [phone], [account] = now.holds, now.account_holds
    assert (phone.state, phone.institution_code) == (TakedownState.DRAFTED, CARRIER)
    assert (account.hold.state, account.hold.handler) == (OrderState.DRAFTED, "gaofei")
    assert not Parcel.objects.exists()
    assert Bell.OWN_HOLD in bells()


def test_the_carrier_that_delivered_a_message_is_nobody_who_handles_it() -> None:
    number = in_danger()
    assert send_sms(number, by=ANYBODY, at=AT)
    assert receipted(the_message())
    due = the(number).contact_due_at
    climb(number, due)
    assert the(number).holds == ()  # no officer has it yet
    sign(number, by=officer("gaofei"), at=due)
    climb(number, due)
    [phone] = the(number).holds
    assert phone.handler == "gaofei"
    line_up(at=due)
    approve(phone.takedown_no, by=officer("chenjing"), at=due)
    assert the(number).holds[0].state is TakedownState.APPROVED


def test_what_an_officer_declined_is_not_drafted_again() -> None:
    number = in_danger()
    known(number)
    tried(number, Step.CALL, ContactResult.NO_ANSWER, by="gaofei")
    climb(number, AT)
    hold_no = the(number).account_holds[0].hold.hold_no
    decline_own_hold(hold_no, "家属已到", by=officer("chenjing"), at=AT)
    climb(number, LATER)
    assert [each.hold.state for each in the(number).account_holds] == [OrderState.DECLINED]


@pytest.mark.parametrize("reached", [True, False])
def test_who_is_reached_or_in_no_hurry_is_left_alone(*, reached: bool) -> None:
    number = in_danger() if reached else warned()
    known(number)
    came = ContactResult.COOPERATES if reached else ContactResult.NO_ANSWER
    tried(number, Step.CALL, came, by="gaofei")
    climb(number, AT + timedelta(days=1))
    assert (the(number).holds, the(number).account_holds) == ((), ())


def test_what_stands_in_the_way_of_a_draft_is_written_down_and_the_other_stands() -> None:
    number = in_danger()
    known(number, PAPER_BANK)
    known(number, CCB, ANOTHER)
    tried(number, Step.CALL, ContactResult.NO_ANSWER, by="gaofei")
    climb(number, AT)
    assert [each.hold.account_no for each in the(number).account_holds] == [ANOTHER]


def test_a_refusal_is_shouted_at_the_desk_though_an_earlier_one_was_seen() -> None:
    number = in_danger()
    for account_no in (CARD, ANOTHER):
        hold = fetched(approved_hold(asked(number, account_no=account_no)))
        shout_of_hold(answered(hold, "0301"), AT)
        [alarm] = [each for each in alarms(officer("chenjing")) if each.bell is Bell.OWN_HOLD]
        see_alarm(alarm.key, by=officer("chenjing"), at=AT)
    assert Bell.OWN_HOLD not in bells()


@pytest.mark.parametrize("result", ["0300", "0301"])
def test_an_account_the_bank_called_wrong_is_not_drafted_until_a_hold_of_it_stands(
    result: str,
) -> None:
    number = in_danger()
    answered(fetched(approved_hold(asked(number))), result)
    [account] = the(number).accounts
    assert account.wrong is not None
    assert (account.wrong.result, account.wrong.answered_at) == (result, AT)
    sign(number, by=officer("gaofei"), at=AT)
    tried(number, Step.CALL, ContactResult.COOPERATES, by="gaofei")
    conclude(number, Outcome.FALSE_ALARM, "误报", by=officer("gaofei"), at=AT)
    again = in_danger(at=LATER)
    assert again != number
    tried(again, Step.CALL, ContactResult.NO_ANSWER, by="gaofei", at=LATER)
    climb(again, LATER)
    assert the(again).account_holds == ()
    answered(fetched(approved_hold(asked(again, at=LATER), at=LATER), at=LATER), at=LATER)
    [account] = the(again).accounts
    assert account.wrong is None  # an officer asked all the same, and the bank held it


def test_the_person_is_told_once_and_the_page_says_whether_it_arrived() -> None:
    number = in_danger()
    hold = answered(fetched(approved_hold(asked(number))))
    tell_of_hold(hold, AT)
    tell_of_hold(hold, LATER)
    message = the_message(at=LATER)
    assert "14时40分自动恢复" in message.text
    assert "申诉" in message.text
    assert receipted(message, "0301", at=LATER)
    now = the(number)
    told = now.account_holds[0].told
    assert told is not None
    assert (told.arrived, now.message, now.contacts) == (False, None, ())


def test_its_words_carry_neither_link_nor_number() -> None:
    assert not carries_address(held_text("中国建设银行", AT))
    assert not carries_address(freed_text("中国建设银行"))


def test_a_draft_nobody_approved_falls_with_the_outcome() -> None:
    number = in_danger()
    hold = asked(number)
    tried(number, Step.CALL, ContactResult.COOPERATES, by="gaofei")
    Dispatch.objects.update(state="reached", handler="gaofei")
    conclude(number, Outcome.DISSUADED, "已拉黑对方", by=officer("gaofei"), at=AT)
    restore(number, AT)
    restore(number, AT)
    [line] = the(number).account_holds
    assert (line.hold.hold_no, line.hold.state) == (hold, OrderState.DECLINED)
