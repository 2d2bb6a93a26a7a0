"""The incident as the call-taker follows it: orders, amendments, evidence, filing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.builders.cases import a_report, a_transfer, another_victim
from tests.builders.city import officer
from tests.desks.intake_desk.conftest import Seat
from zhisun.domains.cases.policy.report import NewIncident
from zhisun.domains.cases.selectors.incidents import incident
from zhisun.domains.cases.services.register import register
from zhisun.domains.cases.terms import LARGEST_EVIDENCE, IncidentState
from zhisun.domains.stop_payment.reactions import draft_orders_of_report

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # nothing was collected
]


def an_incident(report: NewIncident | None = None) -> str:
    now = timezone.now()
    return register(report or a_report(), by=officer("limin"), at=now)


def page_of(client: Client, number: str, query: str = "") -> str:
    answer = client.get(f"/intake/incidents/{number}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_opens_in_both_languages_within_its_budget(
    seat: Seat, language: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = seat("limin")
    number = an_incident()
    with django_assert_max_num_queries(12):
        answer = client.get(f"/intake/incidents/{number}/", headers={"accept-language": language})
    assert number in answer.content.decode()


def test_a_new_number_is_shown_to_be_read_out(seat: Seat) -> None:
    client = seat("limin")
    number = an_incident()
    assert "请把警情编号念给报警人" in page_of(client, number, "?new=1")
    assert "请把警情编号念给报警人" not in page_of(client, number)


def test_orders_appear_with_their_state_and_what_bars_others_with_its_reason(seat: Seat) -> None:
    client = seat("limin")
    number = an_incident(a_report(a_transfer(to_account="6212261234567890123")))
    assert "指令正在起草" in page_of(client, number)
    draft_orders_of_report(number, timezone.now())
    part = client.get(f"/intake/incidents/{number}/orders/").content.decode()
    assert "没能起草的" in part or "待审批" in part
    assert "6212261234567890123" not in part


def test_a_colleague_sees_the_facts_and_changes_nothing(seat: Seat) -> None:
    colleague = seat("wangqiang")
    number = an_incident()
    assert "周敏" in page_of(colleague, number)  # the funds desk may
    assert "补一笔转账" not in page_of(colleague, number)


def test_a_transfer_remembered_later_is_added(seat: Seat) -> None:
    client = seat("limin")
    number = an_incident()
    sent = {
        "revision": "1",
        "transfers.0.amount": "5000元",
        "transfers.0.to_account": "6222020000919805788",
    }
    client.post(f"/intake/incidents/{number}/transfers/", sent)
    assert [each.amount_fen for each in incident(number, by=officer("limin")).facts.transfers] == [
        2_800_000,
        500_000,
    ]


def test_a_refused_name_is_corrected_in_the_form_that_knows_the_rest(seat: Seat) -> None:
    client = seat("limin")
    number = an_incident()
    assert 'value="张伟"' in page_of(client, number, "?open=1")
    sent = {
        "revision": "1",
        "transfers.0.amount": "28000",
        "transfers.0.to_account": "6212261234567890128",
        "transfers.0.to_name": "张炜",
    }
    client.post(f"/intake/incidents/{number}/transfers/1/", sent)
    assert incident(number, by=officer("limin")).facts.transfers[0].to_name == "张炜"


def test_a_bad_correction_says_so_at_its_field_and_keeps_the_text(seat: Seat) -> None:
    client = seat("limin")
    number = an_incident()
    sent = {"revision": "1", "transfers.0.amount": "0", "transfers.0.to_name": "张炜"}
    answer = client.post(f"/intake/incidents/{number}/transfers/1/", sent)
    assert answer.status_code == 400
    assert "大于零的金额" in answer.content.decode()
    assert 'value="张炜"' in answer.content.decode()
    unread = client.post(
        f"/intake/incidents/{number}/transfers/", sent | {"transfers.0.amount": "多"}
    )
    assert "看不懂这个金额" in unread.content.decode()


def test_who_amends_an_old_copy_is_told_and_keeps_his_text(seat: Seat) -> None:
    client = seat("limin")
    number = an_incident()
    sent = {"revision": "7", "transfers.0.amount": "5000", "transfers.0.to_name": "张炜"}
    page = client.post(f"/intake/incidents/{number}/transfers/", sent).content.decode()
    assert "刚被别人改过" in page
    assert 'value="张炜"' in page


def test_evidence_is_kept_and_comes_back_as_it_was(seat: Seat) -> None:
    client = seat("limin")
    number = an_incident()
    file = SimpleUploadedFile("截图.png", b"\x89PNG\r\n\x1a\n not really", content_type="image/png")
    client.post(f"/intake/incidents/{number}/evidence/", {"evidence": file})
    kept = incident(number, by=officer("limin")).evidence[0]
    back = client.get(f"/intake/incidents/{number}/evidence/{kept.key}/")
    assert back.content == b"\x89PNG\r\n\x1a\n not really"
    assert back["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("content", "media_type", "words"),
    [
        (b"", "image/png", "文件是空的"),
        (b"MZ\x90\x00", "application/x-msdownload", "不收这种文件"),
        (b"0" * (LARGEST_EVIDENCE + 1), "image/png", "超过 20 MB"),
    ],
    ids=["empty", "program", "large"],
)
def test_evidence_that_cannot_be_kept_is_refused_in_words(
    seat: Seat, content: bytes, media_type: str, words: str
) -> None:
    client = seat("limin")
    number = an_incident()
    file = SimpleUploadedFile("a.bin", content, content_type=media_type)
    answer = client.post(f"/intake/incidents/{number}/evidence/", {"evidence": file})
    assert answer.status_code == 400
    assert words in answer.content.decode()


def test_no_file_at_all_is_said_so(seat: Seat) -> None:
    client = seat("limin")
    answer = client.post(f"/intake/incidents/{an_incident()}/evidence/")
    assert "请先选择文件" in answer.content.decode()


def test_the_duty_officer_files_the_case_and_the_call_taker_does_not(seat: Seat) -> None:
    call_taker = seat("limin")
    number = an_incident()
    sent = {"filed_no": "济公刑立〔2026〕1号"}
    assert "立案文号" not in page_of(call_taker, number, "?open=filing")
    assert call_taker.post(f"/intake/incidents/{number}/filing/", sent).status_code == 403
    chief = seat("chenjing")
    assert "立案文号" in page_of(chief, number, "?open=filing")
    chief.post(f"/intake/incidents/{number}/filing/", sent)
    assert incident(number, by=officer("chenjing")).state == IncidentState.FILED


def test_a_small_loss_is_filed_with_a_reason_only(seat: Seat) -> None:
    chief = seat("chenjing")
    number = an_incident(a_report(a_transfer(amount_fen=100_000), victim=another_victim()))
    answer = chief.post(f"/intake/incidents/{number}/filing/", {"filed_no": "号"})
    assert answer.status_code == 400
    assert "损失不足 3,000.00 元" in answer.content.decode()
    assert 'value="号"' in answer.content.decode()
    chief.post(f"/intake/incidents/{number}/filing/", {"filed_no": "号", "reason": "多次累计"})
    assert incident(number, by=officer("chenjing")).state == IncidentState.FILED


def test_the_duty_officer_declines_with_a_reason_and_may_still_file(seat: Seat) -> None:
    number = an_incident()
    assert "不予立案" not in page_of(seat("limin"), number)
    chief = seat("chenjing")
    assert "复议后仍可立案" in page_of(chief, number, "?open=declining")
    answer = chief.post(f"/intake/incidents/{number}/declining/", {"reason": " "})
    assert answer.status_code == 400
    assert "请写明理由" in answer.content.decode()
    chief.post(f"/intake/incidents/{number}/declining/", {"reason": "民事纠纷"})
    assert incident(number, by=officer("chenjing")).state == IncidentState.DECLINED
    assert "立案文号" in page_of(chief, number, "?open=filing")


def test_a_closed_case_takes_no_more_changes(seat: Seat) -> None:
    number = an_incident()
    chief = seat("chenjing")
    chief.post(f"/intake/incidents/{number}/closing/", {"reason": "重复登记"})
    assert incident(number, by=officer("chenjing")).state == IncidentState.CLOSED
    assert "补一笔转账" not in page_of(chief, number, "?open=add")
    again = chief.post(f"/intake/incidents/{number}/closing/", {"reason": "再来"})
    assert "不能这样办理" in again.content.decode()


@pytest.mark.parametrize(
    ("typed", "words"), [("", "大于零"), ("-5", "负数"), ("九千兆亿亿", "金额"), ("多少", "金额")]
)
def test_a_loss_that_cannot_be_is_refused_at_its_field(seat: Seat, typed: str, words: str) -> None:
    client = seat("limin")
    answer = client.post(f"/intake/incidents/{an_incident()}/loss/", {"verified": typed})
    assert answer.status_code == 400
    assert 'id="f-verified" name="verified" type="text"' in answer.content.decode()
    assert words in answer.content.decode()


def test_the_loss_that_statements_prove_is_written_down(seat: Seat) -> None:
    client = seat("limin")
    number = an_incident()
    client.post(f"/intake/incidents/{number}/loss/", {"verified": "2万6"})
    assert incident(number, by=officer("limin")).facts.verified_fen == 2_600_000


def test_the_victims_particulars_are_corrected_as_a_whole(seat: Seat) -> None:
    client = seat("limin")
    number = an_incident()
    before = incident(number, by=officer("limin")).victim
    assert f'value="{before.name}"' in page_of(client, number, "?open=victim")
    sent = {"revision": "1", "victim.name": "周闵", "victim.age": "41", "reason": "听错了"}
    client.post(f"/intake/incidents/{number}/reword/victim/", sent)
    after = incident(number, by=officer("limin")).victim
    assert (after.name, after.age) == ("周闵", 41)
    wrong = sent | {"revision": "2", "victim.name": "", "victim.age": "四百"}
    answer = client.post(f"/intake/incidents/{number}/reword/victim/", wrong)
    assert answer.status_code == 400
    assert 'value="四百"' in answer.content.decode()


def test_the_narrative_is_corrected_and_no_old_copy_overwrites_it(seat: Seat) -> None:
    client = seat("limin")
    number = an_incident()
    sent = {"revision": "1", "narrative": "事主改口：是前天转的"}
    client.post(f"/intake/incidents/{number}/reword/narrative/", sent)
    assert incident(number, by=officer("limin")).narrative == "事主改口：是前天转的"
    page = client.post(f"/intake/incidents/{number}/reword/narrative/", sent).content.decode()
    assert "刚被别人改过" in page
    assert client.post(f"/intake/incidents/{number}/reword/else/", sent).status_code == 404


def test_a_colleague_sees_numbers_whole_with_a_reason_that_stays(seat: Seat) -> None:
    number = an_incident(a_report(a_transfer(), narrative="我叫周敏，电话13700001234，被骗了"))
    colleague = seat("wangqiang")
    page = page_of(colleague, number)
    assert "13700001234" not in page
    assert "137****1234" in page
    address = f"/intake/incidents/{number}/reveal/"
    assert colleague.post(address, {"reason": " ", "other": ""}).status_code == 400
    assert "13700001234" not in page_of(colleague, number)
    colleague.post(address, {"reason": "电话联系事主"})
    page = page_of(colleague, number)
    assert "13700001234" in page
    assert "王强 查看了完整号码：电话联系事主" in page
    assert "13700001234" not in page_of(seat("zhaoqian"), number)
    assert "13700001234" in page_of(seat("limin"), number)  # his own case


def test_an_officer_of_another_city_reveals_nothing(seat: Seat) -> None:
    number = an_incident()
    sent = {"reason": "核实身份"}
    assert seat("outsider").post(f"/intake/incidents/{number}/reveal/", sent).status_code == 404
