"""The money page taken apart: the workbook, one account, the exits one by one."""

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest

from tests.builders.city import AT, officer
from tests.builders.orders import CARD, T0
from tests.desks.funds_desk.conftest import SECOND_CARD, Case, Seat, text
from zhisun.desks.funds_desk.flow_book import Told, book
from zhisun.domains.audit.selectors import history
from zhisun.domains.money_trails.reactions import trace_report
from zhisun.domains.money_trails.selectors.moves import account_key, carrying
from zhisun.domains.money_trails.selectors.picture import Question, picture
from zhisun.domains.money_trails.services.add import NewTransfer, add_transfer
from zhisun.domains.money_trails.terms import TraceRule

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")  # nothing was collected

FORMULA = "=1+1"


def a_paper(case: Case) -> None:
    """1,000 more went on, says a paper, to somebody whose name is a formula."""
    told = NewTransfer(
        payer_account=CARD,
        payee_account="6222020200112233999",
        payee_name=FORMULA,
        amount_fen=100_000,
        moved_at=T0 + timedelta(minutes=5),
        paper="流水单",
    )
    add_transfer(case.incident_no, told, by=officer("wangqiang"), at=AT)
    trace_report(case.incident_no, AT)


def rows(content: bytes, sheet: str) -> list[tuple[Any, ...]]:
    """The rows below the head of one sheet."""
    opened = openpyxl.load_workbook(io.BytesIO(content))
    return list(opened[sheet].iter_rows(min_row=2, values_only=True))


def test_the_workbook_says_what_it_is_and_what_every_movement_carried(
    seat: Seat, case: Case
) -> None:
    a_paper(case)
    sent = {"rule": "lifo"}
    answer = seat("wangqiang").post(f"/funds/money/{case.incident_no}/flow.xlsx", sent)
    about = {row[0]: row[1] for row in rows(answer.content, "说明")}
    assert about["追踪规则"] == "后进先出"
    assert about["交易笔数"] == 4
    moves = rows(answer.content, "资金流向")
    assert [(each[9], each[10], each[11], each[12]) for each in moves] == [
        (28_000, 28_000, None, None),
        (8_000, 8_000, None, None),
        (1_000, 1_000, "取现消费", None),
        (1_000, 1_000, None, "补录"),
    ]
    assert moves[3][7] == f"'{FORMULA}"
    cells = openpyxl.load_workbook(io.BytesIO(answer.content))["资金流向"]
    assert "f" not in {cell.data_type for row in cells for cell in row}  # no formula
    [told] = [
        act.after
        for act in history(case.incident_no, by=officer("wangqiang"))
        if act.verb == "money_trails.exported"
    ]
    assert (told["rule"], told["rows"], told["digest"]) == ("lifo", 4, about["输入摘要"])
    assert (told["whole_numbers"], told["until"]) == (True, AT.isoformat())


def test_a_masked_workbook_holds_no_number_and_no_name(seat: Seat, case: Case) -> None:
    del seat  # the city stands
    reader, question = officer("wangqiang"), Question(rule=TraceRule.FIFO)
    shown = picture(case.incident_no, question, by=reader)
    moves = carrying(case.incident_no, question, by=reader, limit=2)
    assert shown is not None
    assert moves is not None
    told = Told(incident_no=case.incident_no, who="王强", at=AT, whole=False, names=False, banks={})
    content = book(told, shown, moves, ())
    said = {
        str(value)
        for sheet in ("说明", "资金流向")
        for row in rows(content, sheet)
        for value in row
    }
    assert not any(word in each for each in said for word in (CARD, SECOND_CARD, "张伟", "李四"))
    assert ("未列出的笔数", 1) in rows(content, "说明")


def test_an_account_is_opened_by_a_key_that_is_not_its_number(seat: Seat, case: Case) -> None:
    client, here = seat("wangqiang"), f"/funds/money/{case.incident_no}"
    key = account_key(case.incident_no, CARD)
    page = text(client.get(f"{here}/accounts/{key}/?rule=lifo"))
    assert page.count('<tr id="moves-') == 3
    assert "8,000.00" in page
    assert f'href="{here}/?rule=lifo"' in page
    assert f"{here}/accounts/{key}/" in text(client.get(f"{here}/"))
    assert client.get(f"{here}/accounts/0000/").status_code == 404
    assert seat("outsider").get(f"{here}/accounts/{key}/").status_code == 404


def test_the_exits_are_listed_one_by_one(seat: Seat, case: Case) -> None:
    page = text(seat("wangqiang").get(f"/funds/money/{case.incident_no}/exits/?rule=lifo"))
    assert page.count('<tr id="exits-table-') == 1
    assert "取现消费" in page
    assert "1,000.00" in page
