"""Movements taken from papers, at the funds desk (补录流水)."""

from tests.builders.city import officer
from tests.desks.funds_desk.conftest import Case, Seat, text
from zhisun.domains.money_trails.selectors import added_transfers

TOLD = {
    "payer_account": "6212261234567890128",
    "payer_name": "李四",
    "payee_account": "6217000010000000019",
    "amount_fen": "5000",
    "moved_at": "2026-09-11T10:05:00",
    "paper": "农信社柜台流水单",
}


def test_a_movement_on_paper_is_added_and_taken_back(seat: Seat, case: Case) -> None:
    funds = seat("wangqiang")
    here = f"/funds/money/{case.incident_no}/added/"
    assert "补录一笔" in text(funds.get(here))
    answer = funds.post(f"{here}add/", TOLD, headers={"hx-request": "true"})
    assert "已补录" in text(answer)
    row = added_transfers(case.incident_no, by=officer("wangqiang"))[0]
    assert (row.amount_fen, row.paper) == (500_000, "农信社柜台流水单")
    refused = funds.post(f"{here}{row.key}/withdraw/", {"reason": " "})
    assert refused.status_code == 400
    funds.post(f"{here}{row.key}/withdraw/", {"reason": "看错行"})
    assert "看错行" in text(funds.get(here))
    assert added_transfers(case.incident_no, by=officer("wangqiang"))[0].withdrawn_at is not None


def test_what_cannot_be_is_said_at_its_field_and_the_rest_stays(seat: Seat, case: Case) -> None:
    funds = seat("wangqiang")
    address = f"/funds/money/{case.incident_no}/added/add/"
    for name, value, words in (
        ("moved_at", "", "请填写交易时间"),
        ("amount_fen", "很多", "金额"),
        ("paper", " ", "材料"),
        ("payer_account", "<b>\"'", "认不出"),
        ("payee_account", TOLD["payer_account"], "相同"),
        ("remark", "\0", "不能保存"),
    ):
        answer = funds.post(address, TOLD | {name: value}, headers={"hx-request": "true"})
        page = text(answer)
        assert answer.status_code == 400, name
        assert words in page, name
        assert f'id="transfer-{name}-error"' in page, name
        assert "农信社柜台流水单" in page or name == "paper"
    assert added_transfers(case.incident_no, by=officer("wangqiang")) == []


def test_who_may_only_look_finds_no_form(seat: Seat, case: Case) -> None:
    taker = seat("limin")
    assert "补录一笔" not in text(taker.get(f"/funds/money/{case.incident_no}/added/"))
    sent = taker.post(f"/funds/money/{case.incident_no}/added/add/", TOLD)
    assert sent.status_code == 403
