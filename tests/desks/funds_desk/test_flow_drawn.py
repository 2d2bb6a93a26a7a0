"""The picture of the money page as a file, and the exits by place."""

import io
import struct
from datetime import timedelta

import pytest
from pypdf import PdfReader

from tests.builders.city import AT, officer
from tests.builders.orders import CARD, T0
from tests.desks.funds_desk.conftest import Case, Seat, text
from zhisun.desks.funds_desk.exit_places import (
    SHADES,
    exit_cities,
    exit_places,
    located,
    tiles,
)
from zhisun.domains.audit.selectors import history
from zhisun.domains.money_trails.reactions import trace_report
from zhisun.domains.money_trails.selectors.moves import carrying
from zhisun.domains.money_trails.selectors.picture import Question
from zhisun.domains.money_trails.services.add import NewTransfer, add_transfer
from zhisun.domains.money_trails.terms import TraceRule
from zhisun.engines.identity.divisions import by_code

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")  # nothing was collected


def told(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_the_pdf_holds_the_picture_masked_as_the_page_and_the_audit_says_so(
    seat: Seat, case: Case
) -> None:
    client = seat("zhaoqian")
    answer = client.post(f"/funds/money/{case.incident_no}/flow.pdf", {"rule": "lifo"})
    assert answer["Content-Type"] == "application/pdf"
    words = told(answer.content)
    assert case.incident_no in words
    assert "后进先出" in words
    assert "8,000.00" in words
    assert CARD not in words.replace(" ", "")
    acts = history(case.incident_no, by=officer("chenjing"))
    exported = next(act for act in acts if act.verb == "money_trails.exported")
    assert exported.actor == "zhaoqian"
    client.post(f"/funds/money/{case.incident_no}/reveal/", {"reason": "制作文书"})
    again = client.post(f"/funds/money/{case.incident_no}/flow.pdf")
    assert CARD in told(again.content).replace(" ", "")


def test_the_png_can_be_opened_and_is_as_wide_as_the_picture(seat: Seat, case: Case) -> None:
    address = f"/funds/money/{case.incident_no}/flow.png"
    png = seat("wangqiang").post(address).content
    assert png.startswith(b"\x89PNG\r\n")
    width, height = struct.unpack(">II", png[16:24])
    assert width > height > 0
    before = seat("wangqiang").post(address, {"until": int(T0.timestamp())}).content
    assert before != png, "another instant is another picture"


def test_no_other_form_and_no_reading_by_an_address_alone(seat: Seat, case: Case) -> None:
    client = seat("wangqiang")
    assert client.post(f"/funds/money/{case.incident_no}/flow.exe").status_code == 404
    assert client.get(f"/funds/money/{case.incident_no}/flow.pdf").status_code == 405


def test_exits_are_summed_up_by_the_place_their_remark_names(seat: Seat, case: Case) -> None:
    for seconds, (fen, remark) in enumerate(
        ((30_000, "ATM取现 济宁任城太白路支行"), (20_000, "任城区古槐支行"), (10_000, "朝阳支行"))
    ):
        cash = NewTransfer(
            payer_account=CARD,
            amount_fen=fen,
            moved_at=T0 + timedelta(minutes=4, seconds=seconds),
            paper="流水单",
            remark=remark,
            cash=True,
        )
        add_transfer(case.incident_no, cash, by=officer("wangqiang"), at=AT)
    trace_report(case.incident_no, AT)
    asked = Question(rule=TraceRule.FIFO, until=None, hasty=False)
    found = carrying(case.incident_no, asked, by=officer("wangqiang"), limit=100, only_exits=True)
    assert found is not None
    places = exit_places(located(found.rows))
    assert [(place.name, place.number, place.fen) for place in places] == [
        ("山东省济宁市任城区", 2, 50_000),
        ("", 2, 110_000),
    ]
    shown = text(seat("wangqiang").get(f"/funds/money/{case.incident_no}/exits/"))
    assert "山东省济宁市任城区" in shown
    assert "流水没有写明" in shown
    told_tiles = tiles(located(found.rows))
    assert len({(tile.column, tile.row) for tile in told_tiles}) == len(told_tiles) == 34
    assert {tile.code for tile in told_tiles} == {code for code in by_code() if len(code) == 2}
    [shaded] = [tile for tile in told_tiles if tile.shade]
    assert (shaded.name, shaded.fen, shaded.number, shaded.shade) == ("山东省", 50_000, 2, SHADES)
    [city] = exit_cities(located(found.rows), "37")
    assert (city.name, city.fen) == ("山东省济宁市", 50_000)
    assert exit_cities(located(found.rows), "44") == []
