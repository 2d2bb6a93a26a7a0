"""What stands on the page."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from tests.builders.papers import assistance_facts, order_facts, return_facts, takedown_facts
from zhisun.domains.documents.policy.facts import read
from zhisun.domains.documents.policy.samples import specimen
from zhisun.domains.documents.policy.sheet import sheet
from zhisun.domains.documents.policy.typesetting import shipped, typeset
from zhisun.domains.documents.terms import (
    LEGAL_BASIS,
    REMEDY,
    RETURNS,
    TAKEDOWNS,
    DocumentKind,
    Json,
)
from zhisun.kernel.errors import InputError

AT = datetime(2026, 9, 11, 6, 10, 0, 123456, tzinfo=UTC)
NUMBER = "济公(反诈)止字〔2026〕00012号"


def paper(kind: DocumentKind, facts: dict[str, Json]) -> bytes:
    words = sheet(kind, read(kind, facts), number=NUMBER, contact="", at=AT)
    return typeset(shipped(kind), words, at=AT)


def words_of(content: bytes) -> str:
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return re.sub(r"\s", "", text)


NOTICES = [kind for kind in DocumentKind if kind not in RETURNS]


def notice_facts(kind: DocumentKind) -> dict[str, Json]:
    if kind in TAKEDOWNS:
        return takedown_facts()
    return assistance_facts() if kind is DocumentKind.ASSISTANCE else order_facts()


@pytest.mark.parametrize("kind", NOTICES)
def test_every_paper_carries_its_title_number_officers_law_and_remedy(kind: DocumentKind) -> None:
    text = words_of(paper(kind, notice_facts(kind)))
    for words in (
        str(kind.label),
        NUMBER,
        "中国工商银行：",
        "济宁市公安局反诈中心二〇二六年九月十一日",
        "经办人：李敏（警号080000）",
        "协查人：王强（警号080001）",
        LEGAL_BASIS[kind],
        REMEDY[kind],
        "校验码",
        "6222000000000000000",
    ):
        assert words in text


def test_an_application_is_filled_in_but_for_the_signatures() -> None:
    told = {"agent": "钱七，委托书已核对", "victim_phone": "10000000000", "case_no": "A1"}
    text = words_of(paper(DocumentKind.RETURN_APPLICATION, return_facts(**told)))
    for words in (*told.values(), "周敏", "申请人（代理人）签名", "承办民警签名"):
        assert words in text


@pytest.mark.parametrize("kind", sorted(RETURNS - {DocumentKind.RETURN_APPLICATION}))
def test_a_paper_of_a_return_carries_its_sum(kind: DocumentKind) -> None:
    text = words_of(paper(kind, return_facts()))
    told = (kind.label, NUMBER, "按比例返还", "0.34", LEGAL_BASIS[kind], REMEDY[kind], "校验码")
    for words in told:
        assert str(words) in text


def test_a_stop_lets_the_bank_compare_name_number_amount_and_time() -> None:
    text = words_of(paper(DocumentKind.STOP_NOTICE, order_facts()))
    for words in (
        "账户名称张三",
        "人民币贰万捌仟元整（¥28,000.00）",
        "2026年9月11日14时00分07秒",
        "自止付之时起四十八小时",
    ):
        assert words in text


@pytest.mark.parametrize(("fruits", "words"), [(True, "息包括孳息"), (False, "息不包括孳息")])
def test_a_freeze_names_amount_term_scope_and_fruits(fruits: object, words: str) -> None:
    text = words_of(paper(DocumentKind.FREEZE_NOTICE, order_facts(fruits=fruits is True)))
    assert words in text
    assert "自2026年9月11日14时10分起至2027年3月11日14时10分止" in text
    assert "以上述数额为限" in text
    assert "轮候冻结" in text


def test_a_full_freeze_takes_the_whole_account() -> None:
    text = words_of(paper(DocumentKind.FREEZE_NOTICE, order_facts(full_freeze=True)))
    assert "账户内全部资金" in text


@pytest.mark.parametrize("kind", NOTICES)
def test_an_ordinary_notice_fills_one_page_even_with_a_long_company_name(
    kind: DocumentKind,
) -> None:
    company = "济宁市任城区阜桥街道红星美凯龙金属建筑材料及五金交电贸易有限公司"
    if kind is DocumentKind.ASSISTANCE:
        facts = assistance_facts(accounts=[{"account_no": "1", "account_name": company}])
    elif kind in TAKEDOWNS:
        facts = takedown_facts(institution_name=company, reason=company, evidence=company)
    else:
        facts = order_facts(account_name=company)
    assert len(PdfReader(io.BytesIO(paper(kind, facts))).pages) == 1


def test_twelve_accounts_all_stand_in_the_table() -> None:
    numbers = [f"62220000000000{i:05d}" for i in range(12)]
    lines: list[Json] = [
        {"account_no": number, "account_name": "欧阳𬭚䶮", "amount_fen": 100} for number in numbers
    ]
    text = words_of(paper(DocumentKind.ASSISTANCE, assistance_facts(accounts=lines)))
    assert [number for number in numbers if number not in text] == []


def test_no_line_of_the_table_is_torn_between_two_pages() -> None:
    company = "济宁市任城区阜桥街道红星美凯龙金属建筑材料及五金交电贸易有限公司"
    lines: list[Json] = [{"account_no": f"{i}", "account_name": company} for i in range(40)]
    content = paper(DocumentKind.ASSISTANCE, assistance_facts(accounts=lines))
    pages = [
        re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages
    ]
    assert len(pages) > 1
    assert sum(page.count(company) for page in pages) == 40


def test_a_rare_name_is_printed() -> None:
    assert "欧阳𬭚䶮" in words_of(
        paper(DocumentKind.STOP_NOTICE, order_facts(account_name="欧阳𬭚䶮"))
    )


@pytest.mark.parametrize(
    ("kind", "facts", "field"),
    [
        (DocumentKind.STOP_NOTICE, order_facts(account_name="王😀"), "account_name"),
        (DocumentKind.STOP_NOTICE, order_facts(reason="一\n二😀"), "reason.1"),
        (
            DocumentKind.ASSISTANCE,
            assistance_facts(accounts=[{"account_no": "1", "account_name": "王😀"}]),
            "accounts.0.account_name",
        ),
    ],
)
def test_a_character_no_font_has_is_named_with_its_field(
    kind: DocumentKind, facts: dict[str, Json], field: str
) -> None:
    with pytest.raises(InputError) as refused:
        paper(kind, facts)
    assert refused.value.code == "document_character_missing"
    assert refused.value.facts == {"field": field, "character": "😀", "code_point": "U+1F600"}


def test_facts_are_never_read_as_markup() -> None:
    name = '#panic() *张* $x$ "\\ <三> @ref // [四]'
    text = words_of(paper(DocumentKind.STOP_NOTICE, order_facts(account_name=name)))
    assert name.replace(" ", "") in text


def test_a_paper_is_an_archival_pdf_of_our_two_fonts() -> None:
    content = paper(DocumentKind.STOP_NOTICE, order_facts())
    assert b"<pdfaid:part>2</pdfaid:part>" in content
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in content
    fonts = set(re.findall(rb"/BaseFont ?/[A-Z]{6}\+([A-Za-z]+)", content))
    assert fonts == {b"NotoSansCJKsc", b"NotoSerifCJKsc"}


def test_the_same_facts_give_the_same_bytes_however_many_are_set_at_once() -> None:
    with ThreadPoolExecutor(4) as pool:
        papers = set(pool.map(lambda _i: paper(DocumentKind.STOP_NOTICE, order_facts()), range(12)))
    assert len(papers) == 1


@pytest.mark.parametrize("kind", DocumentKind)
def test_the_shipped_templates_print_the_least_and_the_most(kind: DocumentKind) -> None:
    assert str(kind.label) in words_of(specimen(kind, shipped(kind), at=AT))


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ('#import "frame.typ": *\n#show: paper\n#sheet.acount_no', 3),
        ("好\n\n#let x =\n#foo(", 3),
        ('#read("/etc/passwd")', 1),
        ('\n#read("../services.py")', 2),
    ],
)
def test_a_broken_template_is_refused_with_its_line(source: str, line: int) -> None:
    with pytest.raises(InputError) as refused:
        specimen(DocumentKind.STOP_NOTICE, source, at=AT)
    assert refused.value.code == "document_template_broken"
    assert refused.value.facts["line"] == line


def test_a_character_of_the_template_itself_is_the_editors_to_correct() -> None:
    with pytest.raises(InputError) as refused:
        specimen(DocumentKind.STOP_NOTICE, '#import "frame.typ": *\n#show: paper\n😀', at=AT)
    assert refused.value.facts["field"] == "template"
