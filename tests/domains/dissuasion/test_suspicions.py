"""What follows from what a bank reports as suspicious, and from its taking back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.builders.city import ABC, AT, KEEPER, a_city
from tests.builders.suspicions import (
    OWN,
    PAID_AT,
    PAYEE,
    an_account,
    an_event,
    suspected,
)
from tests.builders.warnings import ANYBODY, PHONE, the, warned
from zhisun.domains.access.selectors import institution_actor
from zhisun.domains.dissuasion.models import (
    BankReport,
    Dispatch,
    DispatchAlarm,
    Person,
    PersonAccount,
    Signal,
    Suspicion,
)
from zhisun.domains.dissuasion.policy.suspicions import WEIGHTS
from zhisun.domains.dissuasion.reactions import (
    REACTIONS,
    propose_suspects,
    tell_of_withdrawal,
    warn_of_suspicions,
)
from zhisun.domains.dissuasion.selectors import suspicions as read
from zhisun.domains.dissuasion.services.suspicions import take_report
from zhisun.domains.dissuasion.terms import Bell, SignalKind, SignalSource
from zhisun.domains.indicators.models import BaseNotice, Indicator
from zhisun.domains.indicators.reactions import REACTIONS as OF_BASE
from zhisun.domains.indicators.services.judge import verify
from zhisun.domains.indicators.services.keep import NewIndicator, add, retract
from zhisun.domains.indicators.services.white_list import protect
from zhisun.domains.indicators.terms import IndicatorState, NoticeKind
from zhisun.domains.outbox.services import dispatch as deliver
from zhisun.gateways.codes import FEATURES, WITHDRAWN
from zhisun.gateways.port import SuspicionKind, SuspicionReport, UnreadRow

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(minutes=10)
SOURCE = "中国农业银行上报"
SAME = ("state", "score", "grade", "urgent", "outcome", "sign_due_at")


@pytest.fixture(autouse=True)
def _city() -> None:
    a_city()


def told(report: SuspicionReport) -> bool:
    """Take a report in and let everything follow, twice."""
    new = take_report(report, by=institution_actor(report.institution_code), at=AT)
    settled()
    for key in BankReport.objects.values_list("pk", flat=True):
        for again in (warn_of_suspicions, propose_suspects, tell_of_withdrawal):
            again(str(key), AT)
    return new


def settled() -> None:
    while deliver({**OF_BASE, **REACTIONS}, at=AT):
        pass


def drafts() -> list[tuple[str, str, int, int]]:
    rows = Indicator.objects.order_by("pk")
    return list(rows.values_list("form", "state", "severity", "confidence"))


def test_who_pays_an_involved_payee_is_warned_and_the_payee_proposed() -> None:
    assert told(suspected(an_event()))
    [signal] = Signal.objects.all()
    facts = (signal.source, signal.kind, signal.counterpart, signal.seen_at, signal.amount_fen)
    assert facts == (SignalSource.BANK, SignalKind.TRADE, PAYEE, PAID_AT, 2_800_000)
    now = the(signal.dispatch.dispatch_no)
    assert (now.person.name, now.line.urgent, now.line.fraud_type) == ("周敏", True, "QT")
    [account] = now.accounts
    assert (account.institution_code, account.account_no) == (ABC, OWN)
    assert drafts() == [(PAYEE, IndicatorState.PROPOSED, 5, 80)]
    [row] = read.rows_of(BankReport.objects.get().pk)
    assert (row.dispatch_no, row.indicator_state) == (now.line.dispatch_no, IndicatorState.PROPOSED)


def test_a_repeat_is_one_report_and_its_first_words_stand() -> None:
    report = suspected(an_event())
    assert told(report)
    assert not told(replace(report, rows=(an_event(row=1, name="改了"), an_event(row=2))))
    assert (Suspicion.objects.count(), Signal.objects.count(), len(drafts())) == (1, 1, 1)


def test_the_payer_of_an_incoming_movement_is_the_other_side() -> None:
    told(
        suspected(
            an_event(
                account_no=PAYEE,
                name="张伟",
                incoming=True,
                counterparty_account=OWN,
                counterparty_name="周敏",
            )
        )
    )
    assert [row.form for row in Indicator.objects.all()] == [PAYEE]
    assert the(Dispatch.objects.get().dispatch_no).person.name == "周敏"
    assert not PersonAccount.objects.exists()  # nobody said which bank his account is at


def test_whose_account_is_known_is_warned_as_himself() -> None:
    number = warned()
    PersonAccount.objects.create(
        person=Person.objects.get(),
        institution_code=ABC,
        account_no=OWN,
        account_name="周敏",
        told_by="test",
        told_at=AT,
    )
    told(suspected(an_event()))
    now = the(number)
    assert ([each.source for each in now.signals].count(SignalSource.BANK), now.person.phone) == (
        1,
        PHONE,
    )
    assert Dispatch.objects.count() == 1


@pytest.mark.parametrize("feature", sorted(FEATURES))
def test_each_code_warns_and_proposes_as_its_table_says(feature: str) -> None:
    kinds = FEATURES[feature].kinds
    event = SuspicionKind.EVENTS in kinds
    kind = SuspicionKind.EVENTS if event else next(iter(kinds))
    told(suspected(an_event(feature) if event else an_account(feature), kind=kind))
    against = {"3005": OWN, "3006": OWN, "3007": OWN, "3008": OWN, "9999": OWN}
    expected = [] if feature == WITHDRAWN else [against.get(feature, PAYEE)]
    assert [row.form for row in Indicator.objects.all()] == expected
    if expected:
        weight = WEIGHTS[feature]
        assert drafts()[0][1:] == (IndicatorState.PROPOSED, weight.severity, weight.confidence)
    assert Signal.objects.count() == int(feature in {"3001", "3002", "3003", "3004"})


def test_every_code_but_the_withdrawal_has_its_weight() -> None:
    assert {*WEIGHTS, WITHDRAWN} == set(FEATURES)


def test_what_somebody_has_verified_is_not_changed() -> None:
    entry = NewIndicator(kind="account", value=PAYEE, fraud_type="SD", severity=2, source="协查函")
    key = add(entry, by=KEEPER, at=AT)
    before = Indicator.objects.values().get()
    told(suspected(an_account(), kind=SuspicionKind.ACCOUNT))
    assert Indicator.objects.values().get() == before
    assert Suspicion.objects.get().indicator_id == key
    told(suspected(an_account(WITHDRAWN), kind=SuspicionKind.ACCOUNT, at=LATER))
    assert Indicator.objects.values().get() == before


def test_a_draft_goes_with_its_report_and_comes_again_with_another() -> None:
    told(suspected(an_account(), kind=SuspicionKind.ACCOUNT))
    told(suspected(an_account(WITHDRAWN), kind=SuspicionKind.ACCOUNT, at=LATER))
    assert [each[1] for each in drafts()] == [IndicatorState.WITHDRAWN]
    told(suspected(an_account("9999"), kind=SuspicionKind.ACCOUNT, at=LATER + timedelta(hours=1)))
    assert [each[1:] for each in drafts()][1:] == [(IndicatorState.PROPOSED, 2, 30)]


def test_a_verified_draft_stays_and_rings_when_its_bank_takes_it_back() -> None:
    told(suspected(an_account(), kind=SuspicionKind.ACCOUNT))
    verify(Indicator.objects.get().pk, by=KEEPER, at=AT)
    told(suspected(an_account(WITHDRAWN), kind=SuspicionKind.ACCOUNT, at=LATER))
    assert [each[1] for each in drafts()] == [IndicatorState.STANDING]
    [notice] = BaseNotice.objects.all()
    assert (notice.kind, notice.source) == (NoticeKind.SOURCE_TOOK_BACK, SOURCE)


def test_a_withdrawal_is_told_on_the_dispatch_and_lowers_nothing() -> None:
    told(suspected(an_event()))
    [before] = Dispatch.objects.values(*SAME, "dispatch_no")
    told(suspected(an_event(WITHDRAWN), at=LATER))
    [alarm] = DispatchAlarm.objects.filter(bell=Bell.TAKEN_BACK)
    first = BankReport.objects.order_by("pk")[0]
    assert alarm.about == f"B{first.pk}"
    assert list(Dispatch.objects.values(*SAME)) == [{name: before[name] for name in SAME}]
    now = the(before["dispatch_no"])
    assert [each.report for each in now.taken_back] == [first.pk]
    assert now.rests_on_nothing_else
    assert [each[1] for each in drafts()] == [IndicatorState.WITHDRAWN]


def test_only_this_banks_same_event_is_taken_back() -> None:
    told(
        suspected(
            an_event(), an_event(row=2, serial="S2", counterparty_account="6217001234567890139")
        )
    )
    told(suspected(an_event(WITHDRAWN), code="102100099996", at=LATER))
    told(suspected(an_account(WITHDRAWN, OWN), kind=SuspicionKind.ACCOUNT, at=LATER))
    assert not Suspicion.objects.filter(taken_back_at__isnull=False).exists()
    told(suspected(an_event(WITHDRAWN, serial="S2"), at=LATER))
    assert [row.serial for row in Suspicion.objects.filter(taken_back_at__isnull=False)] == ["S2"]
    told(suspected(an_event(WITHDRAWN, serial=""), at=LATER))
    assert Suspicion.objects.filter(taken_back_at__isnull=False).count() == 2


def test_a_report_that_comes_in_after_its_withdrawal_was_taken_back_already() -> None:
    report = suspected(an_event())
    told(suspected(an_event(WITHDRAWN), at=LATER))
    told(report)
    assert (Signal.objects.count(), drafts()) == (0, [])
    told(suspected(an_event(), at=LATER + timedelta(hours=1)))
    assert Signal.objects.count() == 1


def test_what_cannot_be_proposed_says_why() -> None:
    protect("account", PAYEE, "财政专户", by=KEEPER, at=AT)
    told(suspected(an_account(), kind=SuspicionKind.ACCOUNT))
    assert (Suspicion.objects.get().refusal, drafts()) == ("indicator_on_white_list", [])
    told(suspected(an_event("3006", account_no=OWN)))
    retract(Indicator.objects.get().pk, "误录", by=KEEPER, at=AT)
    told(suspected(an_event("3007", account_no=OWN)))
    assert {row.refusal for row in Suspicion.objects.filter(account_no=OWN)} == {
        "indicator_withdrawn_before"
    }


def test_rows_nobody_could_read_stay_with_their_reason_and_a_movement_of_tomorrow_is_one() -> None:
    report = suspected(an_event(), an_event(row=3, moved_at=AT + timedelta(days=1)))
    unread = UnreadRow(2, "TransactionAmount", "message_element_invalid")
    told(replace(report, unread=(unread,)))
    [line] = read.reports(ANYBODY)
    assert line.unread == (
        unread,
        UnreadRow(3, "TransactionTime", "time_not_yet"),
    )
    assert (line.rows, line.taken_back) == (1, 0)
