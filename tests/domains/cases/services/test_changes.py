"""What happens to an incident after its registration."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.builders.cases import PAYEE, PUSHER, a_call, a_report, a_transfer, another_victim
from tests.builders.city import AT, a_city, officer
from zhisun.domains.audit.models import Entry
from zhisun.domains.audit.selectors import history
from zhisun.domains.cases.models import Incident
from zhisun.domains.cases.policy.checks import InvalidReport
from zhisun.domains.cases.policy.report import (
    Amendment,
    Correction,
    NarrativeElement,
    NewChannel,
    Reporter,
)
from zhisun.domains.cases.selectors import facts
from zhisun.domains.cases.selectors.calls import waiting_calls
from zhisun.domains.cases.selectors.incidents import evidence, incident, mentions, recent
from zhisun.domains.cases.selectors.likeness import duplicates, traits_of_incident
from zhisun.domains.cases.services.amend import amend
from zhisun.domains.cases.services.attach import attach_report
from zhisun.domains.cases.services.calls import receive_call
from zhisun.domains.cases.services.evidence import NewEvidence, attach_evidence
from zhisun.domains.cases.services.filing import close, decline, file_case, verify_loss
from zhisun.domains.cases.services.likeness import keep_apart
from zhisun.domains.cases.services.register import register
from zhisun.domains.cases.terms import (
    LARGEST_EVIDENCE,
    ChannelKind,
    IncidentState,
    Likeness,
    Relation,
)
from zhisun.domains.outbox.models import Event
from zhisun.domains.subjects.terms import SubjectKind
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, NotFound, NotPermitted, StateConflict

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


@pytest.fixture(autouse=True)
def city() -> None:
    a_city()


@pytest.fixture
def limin() -> Actor:
    return officer("limin")


@pytest.fixture
def chenjing() -> Actor:
    return officer("chenjing")


@pytest.fixture
def number(limin: Actor) -> str:
    return register(a_report(), by=limin, at=AT)


def test_a_name_the_bank_refused_is_corrected(limin: Actor, number: str) -> None:
    right = Correction(sequence=1, transfer=a_transfer(to_name="张玮"))
    assert amend(number, Amendment(corrected=(right,)), revision=1, by=limin, at=AT) == 2
    (row,) = facts(number, by=limin).transfers
    assert (row.to_name, row.to_account, row.amount_fen) == ("张玮", PAYEE, 2_800_000)
    assert Event.objects.filter(name="cases.amended", key=number).count() == 1


def test_what_a_correction_changed_can_be_read_in_the_audit(limin: Actor, number: str) -> None:
    right = Correction(sequence=1, transfer=a_transfer(to_name="张玮", amount_fen=5))
    amend(number, Amendment(corrected=(right,)), revision=1, by=limin, at=AT)
    act = Entry.objects.get(verb="cases.amend")
    assert "张玮 5 " in act.after["transfer_1"]
    assert " 2800000 " in act.before["transfer_1"]


def test_both_wordings_of_victim_and_narrative_stay_in_the_audit(limin: Actor, number: str) -> None:
    victim = replace(a_report().victim, name="周闵", age=36)
    change = Amendment(victim=victim, narrative="自称消防采购员。")
    amend(number, change, revision=1, by=limin, at=AT, reason=" 听错了 ")
    act = Entry.objects.get(verb="cases.amend")
    names = ("victim.name", "victim.age", "narrative")
    assert [act.before[name] for name in names] == ["周敏", None, a_report().narrative]
    assert [act.after[name] for name in names] == ["周闵", 36, "自称消防采购员。"]
    assert "victim.phone" not in act.after
    assert act.reason == "听错了"
    with pytest.raises(InputError, match="text_too_long"):
        amend(number, change, revision=2, by=limin, at=AT, reason="长" * 201)


def test_a_decision_on_a_case_names_its_law_and_how_the_case_stood(
    chenjing: Actor, number: str
) -> None:
    decline(number, reason="证据不足", by=chenjing, at=AT)
    act = Entry.objects.get(verb="cases.decline")
    assert (act.before["state"], act.after["state"]) == ("registered", "declined")
    assert act.legal_basis


def test_an_earlier_transfer_remembered_later_moves_t0(limin: Actor, number: str) -> None:
    earlier = a_transfer(moved_at=AT - timedelta(hours=2), serial="0", amount_fen=100)
    amend(number, Amendment(transfers=(earlier,)), revision=1, by=limin, at=AT)
    seen = facts(number, by=limin)
    assert seen.first_transfer_at == AT - timedelta(hours=2)
    assert [row.sequence for row in seen.transfers] == [1, 2]


def test_the_second_of_two_who_amend_is_told(limin: Actor, number: str) -> None:
    amend(number, Amendment(place="任城区"), revision=1, by=limin, at=AT)
    with pytest.raises(StateConflict, match=r"incident_changed .*revision=2"):
        amend(number, Amendment(place="兖州区"), revision=1, by=limin, at=AT)
    assert incident(number, by=limin).place == "任城区"


def test_an_amendment_leaves_alone_what_it_does_not_name(limin: Actor, number: str) -> None:
    before = incident(number, by=limin)
    change = Amendment(
        narrative="转给了张伟",
        elements=(NarrativeElement(type="person", start=3, end=5, text="张伟", confirmed=True),),
        reporter=Reporter(name="周强", relation=Relation.FAMILY),
        channels=(NewChannel(kind=ChannelKind.WECHAT, value="wx_tent", nickname="消防采购"),),
        holds_money=False,
    )
    amend(number, change, revision=1, by=limin, at=AT)
    after = incident(number, by=limin)
    assert after.elements == change.elements
    assert after.reporter == change.reporter
    assert after.channels == before.channels + change.channels
    assert (after.victim, after.holds_money) == (before.victim, False)
    assert after.still_in_contact is None


def test_elements_do_not_outlive_the_narrative_they_point_into(limin: Actor) -> None:
    found = NarrativeElement(type="app", start=2, end=4, text="消防")
    number = register(a_report(elements=(found,)), by=limin, at=AT)
    assert incident(number, by=limin).elements == (found,)
    amend(number, Amendment(narrative="改写了"), revision=1, by=limin, at=AT)
    assert incident(number, by=limin).elements == ()


def test_a_bad_amendment_changes_nothing(limin: Actor, number: str) -> None:
    bad = Amendment(
        place="任城区",
        transfers=(a_transfer(amount_fen=0),),
        corrected=(Correction(sequence=7, transfer=a_transfer()),),
    )
    with pytest.raises(InvalidReport) as refusal:
        amend(number, bad, revision=1, by=limin, at=AT)
    assert {each.facts["field"] for each in refusal.value.problems} == {
        "transfers.0.amount",
        "corrected.0",
    }
    assert incident(number, by=limin).place == ""


def test_only_the_duty_officer_files_and_the_number_is_used_once(
    limin: Actor, chenjing: Actor, number: str
) -> None:
    with pytest.raises(NotPermitted):
        file_case(number, filed_no="济公立字〔2026〕1号", by=limin, at=AT)
    file_case(number, filed_no=" 济公立字〔2026〕1号 ", by=chenjing, at=AT)
    assert facts(number, by=limin).filed_at == AT
    assert incident(number, by=limin).filed_no == "济公立字〔2026〕1号"
    assert Event.objects.filter(name="cases.filed", key=number).count() == 1
    other = register(a_report(transfers=(), victim=another_victim()), by=limin, at=AT)
    with pytest.raises(InputError, match="filed_no_taken"):
        file_case(other, filed_no="济公立字〔2026〕1号", by=chenjing, at=AT, reason="累计")
    with pytest.raises(StateConflict, match="incident_move_not_allowed"):
        file_case(number, filed_no="济公立字〔2026〕2号", by=chenjing, at=AT)


def test_below_three_thousand_yuan_filing_needs_a_reason(limin: Actor, chenjing: Actor) -> None:
    number = register(a_report(a_transfer(amount_fen=299_999)), by=limin, at=AT)
    with pytest.raises(InputError, match="below_filing_threshold"):
        file_case(number, filed_no="1", by=chenjing, at=AT)
    file_case(number, filed_no="1", by=chenjing, at=AT, reason="两年内多次累计")
    assert history(number, by=limin)[0].reason == "两年内多次累计"


def test_the_proven_loss_counts_for_filing_not_the_claim(
    limin: Actor, chenjing: Actor, number: str
) -> None:
    verify_loss(number, verified_fen=100, by=limin, at=AT)
    assert facts(number, by=limin).verified_fen == 100
    with pytest.raises(InputError, match="below_filing_threshold"):
        file_case(number, filed_no="1", by=chenjing, at=AT)
    with pytest.raises(InputError, match="loss_negative"):
        verify_loss(number, verified_fen=-1, by=limin, at=AT)


def test_a_declined_incident_is_shut_until_it_is_filed(
    limin: Actor, chenjing: Actor, number: str
) -> None:
    with pytest.raises(InputError, match="reason_needed"):
        decline(number, reason=" ", by=chenjing, at=AT)
    decline(number, reason="经济纠纷", by=chenjing, at=AT)
    with pytest.raises(StateConflict, match="incident_closed"):
        amend(number, Amendment(place="x"), revision=2, by=limin, at=AT)
    file_case(number, filed_no="1", by=chenjing, at=AT)
    close(number, reason="撤案", by=chenjing, at=AT)
    assert incident(number, by=limin).state == IncidentState.CLOSED


def test_a_repeated_report_adds_only_what_is_new(limin: Actor, number: str) -> None:
    receive_call(a_call("110-2"), by=PUSHER, at=AT)
    more = a_transfer(amount_fen=500_000, serial="2", moved_at=AT)
    again = a_report(a_transfer(), more, narrative="丈夫又报一次", sheet_no="110-2")
    attach_report(number, again, reason="同一事主", by=limin, at=AT)
    seen = incident(number, by=limin)
    assert [row.amount_fen for row in seen.facts.transfers] == [2_800_000, 500_000]
    assert seen.facts.claimed_fen == 3_300_000
    assert len(seen.channels) == 1
    assert seen.sheet_nos == ("110-2",)
    assert seen.supplements == ((AT, "同一事主", "丈夫又报一次"),)
    assert Incident.objects.count() == 1


def test_attaching_needs_a_reason_and_an_open_incident(
    limin: Actor, chenjing: Actor, number: str
) -> None:
    with pytest.raises(InputError, match="reason_needed"):
        attach_report(number, a_report(), reason="", by=limin, at=AT)
    close(number, reason="已破", by=chenjing, at=AT)
    with pytest.raises(StateConflict):
        attach_report(number, a_report(), reason="同一事主", by=limin, at=AT)


def test_look_alikes_are_shown_until_somebody_keeps_them_apart(limin: Actor, number: str) -> None:
    stranger = a_report(a_transfer(amount_fen=1, serial="2"), victim=another_victim())
    other = register(stranger, by=limin, at=AT)
    traits = traits_of_incident(other, by=limin)
    (like,) = duplicates(traits, by=limin, incident_no=other)
    assert (like.incident_no, like.reasons) == (number, (Likeness.SAME_PAYEE,))
    keep_apart(number, other, reason="同卡不同事主", by=limin, at=AT)
    keep_apart(number, other, reason="再点一次", by=limin, at=AT)
    assert duplicates(traits, by=limin, incident_no=other) == []
    assert duplicates(traits_of_incident(number, by=limin), by=limin, incident_no=number) == []


def test_another_city_shows_no_look_alike_and_is_no_other_half(limin: Actor, number: str) -> None:
    traits = traits_of_incident(number, by=limin)
    outsider = officer("outsider")
    assert duplicates(traits, by=outsider) == []
    with pytest.raises(NotFound):
        keep_apart(number, "J370700202609110001", reason="x", by=limin, at=AT)
    with pytest.raises(NotFound, match="incident_unknown"):
        keep_apart(number, number, reason="x", by=outsider, at=AT)


def test_the_same_file_is_kept_once(limin: Actor, number: str) -> None:
    receipt = NewEvidence(name="转账截图.png", media_type="image/png", content=PNG)
    key = attach_evidence(number, receipt, by=limin, at=AT)
    assert attach_evidence(number, replace(receipt, name="b.png"), by=limin, at=AT) == key
    row, content = evidence(number, key, by=limin)
    assert (row.name, row.size, content) == ("转账截图.png", 16, PNG)
    with pytest.raises(NotFound):
        evidence(number, key, by=officer("outsider"))


def test_the_type_that_is_kept_is_what_the_bytes_say(limin: Actor, number: str) -> None:
    untold = NewEvidence(name="截图", media_type="application/octet-stream", content=PNG)
    key = attach_evidence(number, untold, by=limin, at=AT)
    assert evidence(number, key, by=limin)[0].media_type == "image/png"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": " "}, "evidence_name_needed"),
        ({"media_type": "text/html"}, "evidence_not_what_it_says"),
        ({"content": b"MZ\x90\x00"}, "evidence_type_refused"),
        ({"content": b"just words"}, "evidence_not_what_it_says"),
        ({"content": b"<script>alert(1)</script>"}, "evidence_type_refused"),
        ({"content": b""}, "evidence_empty"),
        ({"content": bytes(LARGEST_EVIDENCE + 1)}, "evidence_too_large"),
    ],
)
def test_what_is_no_evidence_is_refused(
    limin: Actor, number: str, changes: dict[str, str], code: str
) -> None:
    receipt = NewEvidence(name="a.png", media_type="image/png", content=PNG)
    with pytest.raises(InputError, match=code):
        attach_evidence(number, replace(receipt, **changes), by=limin, at=AT)  # type: ignore[arg-type]  # a test names what it changes


def test_a_repeated_report_sent_twice_is_attached_once(limin: Actor, number: str) -> None:
    again = a_report(narrative="又报一次", draft_key="d2")
    attach_report(number, again, reason="同一事主", by=limin, at=AT)
    with pytest.raises(StateConflict, match=rf"draft_registered .*incident_no={number}"):
        attach_report(number, again, reason="同一事主", by=limin, at=AT)
    assert len(incident(number, by=limin).supplements) == 1


def test_a_claim_covers_every_transfer_named_and_never_shrinks_by_itself(limin: Actor) -> None:
    number = register(a_report(claimed_fen=3_000_000), by=limin, at=AT)
    more = a_transfer(amount_fen=100_000, serial="2")
    amend(number, Amendment(transfers=(more,)), revision=1, by=limin, at=AT)
    assert facts(number, by=limin).claimed_fen == 3_000_000
    more = a_transfer(amount_fen=900_000, serial="3")
    amend(number, Amendment(transfers=(more,)), revision=2, by=limin, at=AT)
    assert facts(number, by=limin).claimed_fen == 3_800_000
    amend(number, Amendment(claimed_fen=2_000_000), revision=3, by=limin, at=AT)
    assert facts(number, by=limin).claimed_fen == 2_000_000


def test_the_victim_is_replaced_as_a_whole(limin: Actor, number: str) -> None:
    amend(number, Amendment(victim=another_victim()), revision=1, by=limin, at=AT)
    assert incident(number, by=limin).victim == another_victim()


def test_reading_lists_costs_a_fixed_number_of_queries(
    limin: Actor, number: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    stranger = a_report(a_transfer(serial="2", amount_fen=1), victim=another_victim())
    register(stranger, by=limin, at=AT)
    traits = traits_of_incident(number, by=limin)
    with django_assert_num_queries(2):
        assert len(duplicates(traits, by=limin, incident_no=number)) == 1
    with django_assert_num_queries(1):
        assert len(recent(by=limin, at=AT)) == 2
    with django_assert_num_queries(2):
        assert len(mentions(SubjectKind.ACCOUNT, PAYEE, by=limin, at=AT)) == 2


def test_an_officer_without_an_area_sees_nothing(limin: Actor, number: str) -> None:
    receive_call(a_call(), by=PUSHER, at=AT)
    lost = replace(limin, area="")
    assert recent(by=lost, at=AT) == []
    assert waiting_calls(by=lost) == []
    with pytest.raises(NotFound):
        facts(number, by=lost)
