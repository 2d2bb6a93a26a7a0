"""Working at the funds desk: one key each, nothing typed lost, the slower of two told."""

from http import HTTPStatus

import pytest

from tests.builders.city import AT, PAPER_BANK, officer
from tests.builders.orders import a_stop, approved, drafted, the
from tests.desks.funds_desk.conftest import Answer, Case, Seat, text
from zhisun.domains.cases.services.filing import file_case
from zhisun.domains.directory.models import Notice
from zhisun.domains.stop_payment.models import Alarm, Order
from zhisun.domains.stop_payment.selectors.orders import drafts_of, orders_of
from zhisun.domains.stop_payment.services.draft import draft
from zhisun.domains.stop_payment.terms import OrderKind, OrderState
from zhisun.gateways.port import AccountKind

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")  # nothing was collected

HTMX = {"HX-Request": "true", "HX-Target": "order"}
FROM_LIST = {"HX-Request": "true", "HX-Target": "toasts"}


def test_the_next_draft_is_taken_and_opened_with_one_key(seat: Seat, case: Case) -> None:
    answer = seat("wangqiang").post("/funds/next/", headers=HTMX)
    taken = Order.objects.get(locked_by="wangqiang")
    assert taken.order_no in text(answer)
    assert 'name="then" value="next"' in text(answer)
    assert case.incident_no in text(answer)


def test_approving_in_the_queue_opens_the_next_one(seat: Seat, case: Case) -> None:
    client = seat("wangqiang")
    client.post("/funds/next/", headers=HTMX)
    first = Order.objects.get(locked_by="wangqiang").order_no
    answer = client.post(f"/funds/orders/{first}/approve/", {"then": "next"}, headers=HTMX)
    assert the(first).state is OrderState.APPROVED
    second = Order.objects.get(locked_by="wangqiang").order_no
    assert second != first
    assert f'data-live-known="{second}"' in text(answer)
    assert f"已批准 {first}" in text(answer)
    assert case.incident_no in text(answer)


def test_the_end_of_the_queue_is_said_and_asked_again_with_the_same_key(seat: Seat) -> None:
    end = text(seat("wangqiang").post("/funds/next/", headers=HTMX))
    assert "没有待审批的指令了" in end
    assert 'hx-post="/funds/next/"' in end


def test_approving_in_a_list_answers_with_a_toast(seat: Seat, case: Case) -> None:
    answer = seat("wangqiang").post(f"/funds/orders/{case.waiting}/approve/", headers=FROM_LIST)
    assert answer["HX-Retarget"] == "#toasts"
    assert "funds:changed" in answer["HX-Trigger"]
    assert the(case.waiting).state is OrderState.APPROVED


def test_the_slower_of_two_sees_who_was_faster_and_the_order_as_it_is(
    seat: Seat, case: Case
) -> None:
    approved(case.waiting, by="zhaoqian")
    answer = seat("wangqiang").post(f"/funds/orders/{case.waiting}/approve/", headers=HTMX)
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "最近一步：赵倩 批准" in text(answer)
    assert "待发出" in text(answer)


def test_what_another_has_taken_cannot_be_approved(seat: Seat, case: Case) -> None:
    seat("zhaoqian").post(f"/funds/orders/{case.waiting}/take/", headers=HTMX)
    answer = seat("wangqiang").post(f"/funds/orders/{case.waiting}/approve/", headers=HTMX)
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "赵倩 正在办理" in text(answer)
    assert the(case.waiting).state is OrderState.DRAFTED


def test_a_taken_draft_goes_back_to_the_board(seat: Seat, case: Case) -> None:
    client = seat("wangqiang")
    client.post(f"/funds/orders/{case.waiting}/take/", headers=HTMX)
    client.post(f"/funds/orders/{case.waiting}/put-back/", headers=FROM_LIST)
    assert the(case.waiting).locked_by == ""


def test_declining_without_a_reason_says_so_at_the_field(seat: Seat, case: Case) -> None:
    client = seat("wangqiang")
    answer = client.post(f"/funds/orders/{case.waiting}/decline/", {"reason": " "}, headers=HTMX)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert problem_of("decline-reason", answer) == "请写明理由。"
    client.post(f"/funds/orders/{case.waiting}/decline/", {"reason": "重复"}, headers=HTMX)
    assert the(case.waiting).state is OrderState.DECLINED


def test_a_sign_that_cannot_be_kept_is_said_at_its_field(seat: Seat, case: Case) -> None:
    address = f"/funds/orders/{case.waiting}/decline/"
    answer = seat("wangqiang").post(address, {"reason": "重复\0"}, headers=HTMX)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "文字里有不能保存的字符" in text(answer)
    assert the(case.waiting).state is OrderState.DRAFTED


def test_an_approved_order_nobody_fetched_can_be_taken_back(seat: Seat, case: Case) -> None:
    approved(case.waiting)
    data = {"reason": "金额有误"}
    seat("wangqiang").post(f"/funds/orders/{case.waiting}/recall/", data, headers=HTMX)
    assert the(case.waiting).state is OrderState.RECALLED


def test_a_wrong_name_is_corrected_by_a_person_and_waits_for_a_second(
    seat: Seat, case: Case
) -> None:
    data = correction(case, reason="银行电话告知户名")
    answer = seat("wangqiang").post(f"/funds/orders/{case.refused}/correct/", data, headers=HTMX)
    assert "已起草更正的指令" in text(answer)
    new = Order.objects.get(corrects__order_no=case.refused)
    assert (new.account_name, new.state) == ("张韦", OrderState.DRAFTED)


def test_a_correction_with_a_fault_keeps_what_was_typed(seat: Seat, case: Case) -> None:
    data = correction(case, account_no="6228480402564890019", reason="银行电话告知")
    answer = seat("wangqiang").post(f"/funds/orders/{case.refused}/correct/", data, headers=HTMX)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "卡号校验位不符" in problem_of("correct-account_no", answer)
    for typed in ("6228480402564890019", "张韦", "银行电话告知"):
        assert f'value="{typed}"' in text(answer)


def test_without_scripts_an_error_is_the_whole_page_with_the_text_kept(
    seat: Seat, case: Case
) -> None:
    answer = seat("wangqiang").post(
        f"/funds/orders/{case.refused}/correct/", correction(case, reason="")
    )
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "<!doctype html>" in text(answer)
    assert 'value="张韦"' in text(answer)


def test_a_freeze_before_filing_is_refused_with_its_law(seat: Seat, case: Case) -> None:
    data = {"amount": "19,000", "reason": "立案冻结"}
    answer = seat("wangqiang").post(f"/funds/orders/{case.hold}/follow/freeze/", data, headers=HTMX)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "第174条" in text(answer)


def test_after_filing_a_stop_becomes_a_freeze_with_its_terms(seat: Seat, case: Case) -> None:
    file_case(case.incident_no, filed_no="济公立字〔2026〕1号", by=officer("chenjing"), at=AT)
    data = {"amount": "19,000", "reason": "立案冻结", "with_fruits": "on", "long_freeze": "on"}
    seat("wangqiang").post(f"/funds/orders/{case.hold}/follow/freeze/", data, headers=HTMX)
    freeze = Order.objects.get(kind=OrderKind.FREEZE)
    assert (freeze.amount_fen, freeze.with_fruits, freeze.long_freeze) == (1_900_000, True, True)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"amount": "两万"}, "freeze-amount"),
        ({"amount": "19,000", "reason": ""}, "freeze-reason"),
    ],
)
def test_a_freeze_typed_wrong_is_told_at_its_field(
    seat: Seat, case: Case, typed: dict[str, str], field: str
) -> None:
    file_case(case.incident_no, filed_no="济公立字〔2026〕1号", by=officer("chenjing"), at=AT)
    data = {"reason": "冻结"} | typed
    answer = seat("wangqiang").post(f"/funds/orders/{case.hold}/follow/freeze/", data, headers=HTMX)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert problem_of(field, answer)


@pytest.mark.parametrize(
    ("form", "typed", "kind"),
    [
        ("extend", {"reason": "延期"}, OrderKind.STOP_EXTEND),
        ("release", {"reason": "查明无关"}, OrderKind.STOP_RELEASE),
        ("query", {"reason": "追踪", "kind": "query_movements"}, OrderKind.QUERY_MOVEMENTS),
        (
            "query",
            {
                "reason": "追踪",
                "kind": "query_all_accounts",
                "credential_number": "370811199003070029",
            },
            OrderKind.QUERY_ALL_ACCOUNTS,
        ),
    ],
)
def test_what_follows_is_drafted_from_the_order(
    seat: Seat, case: Case, form: str, typed: dict[str, str], kind: OrderKind
) -> None:
    before = {order.order_no for order in orders_of(case.incident_no, by=officer("wangqiang"))}
    seat("wangqiang").post(f"/funds/orders/{case.hold}/follow/{form}/", typed, headers=HTMX)
    orders = orders_of(case.incident_no, by=officer("wangqiang"))
    assert [order.kind for order in orders if order.order_no not in before] == [kind]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"mode": "02"}, "query-period_start"),
        ({"mode": "02", "period_start": "昨天"}, "query-period_start"),
        (
            {"mode": "02", "period_start": "2026-09-11T10:00", "period_end": "2026-09-10T10:00"},
            "query-period_start",
        ),
        ({"kind": "query_all_accounts"}, "query-credential_number"),
        (
            {"kind": "query_all_accounts", "credential_number": "370811199003070028"},
            "query-credential_number",
        ),
    ],
)
def test_a_query_typed_wrong_is_told_at_its_field(
    seat: Seat, case: Case, typed: dict[str, str], field: str
) -> None:
    data = {"kind": "query_detail", "reason": "追踪"} | typed
    answer = seat("wangqiang").post(f"/funds/orders/{case.hold}/follow/query/", data, headers=HTMX)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert problem_of(field, answer)


def test_a_paper_order_is_recorded_by_hand_step_by_step(seat: Seat, case: Case) -> None:
    new = a_stop(
        case.incident_no,
        institution_code=PAPER_BANK,
        account_no="6223190000000000011",
        account_kind=AccountKind.CORPORATE,
    )
    order_no = approved(draft(new, by=officer("limin"), at=AT))
    client = seat("wangqiang")
    for form, typed, state in (
        ("sending", {"how": "专人"}, OrderState.SENT),
        ("receipt", {"who": "柜员"}, OrderState.ACKNOWLEDGED),
        ("reply", {"result": "0000", "balance": "100.00"}, OrderState.ACTIVE),
    ):
        client.post(f"/funds/orders/{order_no}/paper/{form}/", typed, headers=HTMX)
        assert the(order_no).state is state
    assert the(order_no).held_fen == 10_000


def test_an_unknown_answer_code_is_told_at_its_field(seat: Seat, case: Case) -> None:
    client = seat("wangqiang")
    data = {"result": "7777"}
    answer = client.post(f"/funds/orders/{case.hold}/paper/reply/", data, headers=HTMX)
    assert answer.status_code == HTTPStatus.BAD_REQUEST


def test_all_of_a_case_is_approved_with_one_key_and_each_outcome_is_told(
    seat: Seat, case: Case
) -> None:
    own = drafted(case.incident_no, by="wangqiang", kind=OrderKind.QUERY_MOVEMENTS, amount_fen=0)
    client = seat("wangqiang")
    waiting = drafts_of(case.incident_no, by=officer("wangqiang"))
    answer = client.post(
        f"/funds/money/{case.incident_no}/approve-all/", headers={"HX-Request": "true"}
    )
    left = drafts_of(case.incident_no, by=officer("wangqiang"))
    assert [order.order_no for order in left] == [own]
    assert f"{len(waiting) - 1} 条已批准发出，共 {len(waiting)} 条" in text(answer)
    assert "双人复核" in text(answer)


def test_a_release_is_not_approved_with_all_the_others(seat: Seat, case: Case) -> None:
    address = f"/funds/orders/{case.hold}/follow/release/"
    seat("zhaoqian").post(address, {"reason": "查明无关"}, headers=HTMX)
    answer = seat("wangqiang").post(
        f"/funds/money/{case.incident_no}/approve-all/", headers={"HX-Request": "true"}
    )
    assert "解除要逐条审批" in text(answer)
    left = drafts_of(case.incident_no, by=officer("wangqiang"))
    assert [order.kind for order in left] == [OrderKind.STOP_RELEASE]


def test_a_keepers_change_stands_on_the_duty_officers_board_until_he_saw_it(
    seat: Seat,
) -> None:
    notice = Notice.objects.create(
        at=AT, actor="keeper", verb="role_given", subject="limin", detail="资金席", area="370800"
    )
    assert "任命角色" not in text(seat("wangqiang").get("/funds/"))
    address = f"/funds/notices/{notice.pk}/seen/"
    assert seat("wangqiang").post(address, headers=FROM_LIST).status_code == 403
    client = seat("chenjing")
    assert "任命角色" in text(client.get("/funds/"))
    assert "管理变更已阅" in text(client.post(address, headers=FROM_LIST))
    assert "任命角色" not in text(client.get("/funds/board/"))


def test_an_alarm_that_was_seen_leaves_the_board(seat: Seat, case: Case) -> None:
    alarm = Alarm.objects.create(
        order=Order.objects.get(order_no=case.hold), bell="ends_in_1h", rang_at=AT
    )
    client = seat("wangqiang")
    assert "1 小时内到期" in text(client.get("/funds/"))
    client.post(f"/funds/alarms/{alarm.pk}/seen/", headers=FROM_LIST)
    assert "1 小时内到期" not in text(client.get("/funds/"))


def test_without_scripts_a_verb_leads_back_to_the_order(seat: Seat, case: Case) -> None:
    answer = seat("wangqiang").post(f"/funds/orders/{case.waiting}/take/")
    assert answer["Location"] == f"/funds/orders/{case.waiting}/"


def test_an_order_is_not_approved_by_looking_at_it(seat: Seat, case: Case) -> None:
    answer = seat("wangqiang").get(f"/funds/orders/{case.waiting}/approve/")
    assert answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED


def correction(case: Case, **typed: str) -> dict[str, str]:
    order = the(case.refused)
    facts = {"institution": order.institution_code, "account_no": order.account_no}
    return facts | {"account_name": "张韦", "reason": "", "waiver": ""} | typed


def problem_of(field: str, answer: Answer) -> str:
    note = text(answer).split(f'id="{field}-error"')[1].split("</p>")[0]
    return note.split("<span>")[1].split("</span>")[0] if "<span>" in note else ""


def test_that_the_owner_was_told_is_recorded_at_the_hold(seat: Seat, case: Case) -> None:
    client, hold = seat("wangqiang"), f"/funds/orders/{case.hold}/"
    assert "登记已通知账户所有人" not in text(client.get(hold))
    client.post(f"{hold}follow/release/", {"reason": "与案件无关"}, headers=HTMX)
    assert "登记已通知账户所有人" in text(client.get(hold))
    refused = client.post(f"{hold}paper/owner/", {"how": ""}, headers=HTMX)
    assert refused.status_code == 400
    assert "请写明怎样通知的" in text(refused)
    done = text(client.post(f"{hold}paper/owner/", {"how": "电话通知本人"}, headers=HTMX))
    told = done.split('class="feed"')[1]
    assert "已通知账户所有人" in told
    assert "电话通知本人" in told
