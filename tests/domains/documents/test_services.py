"""Numbering, issuing and editing templates, on a real database."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.translation import override

from tests.builders.city import AT, a_city, officer
from tests.builders.papers import assistance_facts, order_facts
from zhisun.domains.audit.selectors import history
from zhisun.domains.documents import selectors, services
from zhisun.domains.documents.models import Document, Numbering
from zhisun.domains.documents.policy.typesetting import shipped
from zhisun.domains.documents.terms import SHIPPED, DocumentKind, Json
from zhisun.kernel.actors import Actor, job
from zhisun.kernel.errors import InputError, NotFound, NotPermitted

pytestmark = pytest.mark.django_db(transaction=True)
AREA = "370800"
STOP = DocumentKind.STOP_NOTICE


@pytest.fixture(autouse=True)
def city() -> None:
    a_city()


def issued(
    kind: DocumentKind = STOP,
    *,
    area: str = AREA,
    by: Actor | None = None,
    at: datetime = AT,
    **facts: Json,
) -> services.IssuedDocument:
    given = assistance_facts() if kind is DocumentKind.ASSISTANCE else order_facts()
    with transaction.atomic():
        return services.issue(
            kind, given | facts, subject="Z1", area=area, by=by or officer("wangqiang"), at=at
        )


def letterhead(mark: str, area: str = AREA) -> None:
    services.set_letterhead(area, mark, by=job("build_city"), at=AT)


def test_a_paper_gets_its_official_number_and_is_kept_as_it_was_printed() -> None:
    letterhead("济公(反诈)")
    paper = issued()
    assert paper.number == "济公(反诈)止字〔2026〕00001号"
    assert paper.filename == "紧急止付通知书-济公(反诈)止字〔2026〕00001号.pdf"
    assert paper.content.startswith(b"%PDF-")
    assert paper.sha256 == hashlib.sha256(paper.content).hexdigest()
    kept = selectors.document(paper.key, by=officer("wangqiang"))
    assert (kept.content, kept.sha256) == (paper.content, paper.sha256)
    assert kept.facts["account_name"] == "张三"
    assert kept.template_version == SHIPPED


def test_a_paper_is_filed_under_its_chinese_title_whoever_approves_it() -> None:
    letterhead("济公(反诈)")
    with override("en"):
        assert issued().filename == "紧急止付通知书-济公(反诈)止字〔2026〕00001号.pdf"


def test_numbers_run_by_area_kind_and_chinese_year() -> None:
    letterhead("济公(反诈)")
    new_year = datetime(2026, 12, 31, 16, tzinfo=UTC)
    assert [paper.number for paper in (issued(), issued(), issued(at=new_year))] == [
        "济公(反诈)止字〔2026〕00001号",
        "济公(反诈)止字〔2026〕00002号",
        "济公(反诈)止字〔2027〕00001号",
    ]
    assert issued(DocumentKind.QUERY_NOTICE).number == "济公(反诈)查字〔2026〕00001号"


def test_a_city_signs_for_its_whole_area_and_a_station_with_the_mark_of_its_county() -> None:
    letterhead("济公(反诈)", area="3708")
    city = job("build_city")
    assert issued(area="3708", by=city).number == "济公(反诈)止字〔2026〕00001号"
    assert issued(area="370811001", by=city).number == "反诈370811止字〔2026〕00001号"
    letterhead("济公(反诈)", area="370800")


def test_a_centre_without_a_letterhead_signs_with_its_area_code() -> None:
    assert issued().number == "反诈370800止字〔2026〕00001号"


def test_a_paper_that_fails_uses_up_no_number() -> None:
    with pytest.raises(InputError):
        issued(account_name="王😀")
    assert not Numbering.objects.exists()
    assert issued().number.endswith("00001号")


def test_two_officers_at_once_never_get_one_number() -> None:
    def one_more(_i: int) -> str:
        try:
            return issued().number
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        numbers = sorted(pool.map(one_more, range(12)))
    assert numbers == [f"反诈370800止字〔2026〕{i:05d}号" for i in range(1, 13)]


def test_issuing_joins_its_caller_and_refuses_to_stand_alone() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        services.issue(STOP, order_facts(), area=AREA, by=officer("wangqiang"), at=AT)


def test_nobody_issues_for_another_city() -> None:
    with pytest.raises(NotFound):
        issued(by=officer("outsider"))
    with pytest.raises(NotFound):
        issued(by=Actor("nobody", area="", duties=frozenset()))


def test_a_paper_lies_with_its_incident_unless_it_belongs_to_an_order() -> None:
    with transaction.atomic():
        services.issue(
            DocumentKind.ASSISTANCE,
            assistance_facts(),
            area=AREA,
            by=officer("chenjing"),
            at=AT,
        )
    rows = selectors.issued_for("J370800202609110001", by=officer("chenjing"))
    assert [row.kind for row in rows] == [DocumentKind.ASSISTANCE]


def test_issuing_leaves_its_trace() -> None:
    paper = issued()
    (act,) = history(paper.number, by=officer("wangqiang"))
    assert (act.actor, act.verb) == ("wangqiang", "documents.issue")
    assert act.after["sha256"] == paper.sha256


def test_an_issued_paper_cannot_be_changed() -> None:
    paper = issued()
    with pytest.raises(DatabaseError), transaction.atomic():
        Document.objects.filter(pk=paper.key).update(number="别的文号")


def test_a_letterhead_is_signed_by_one_area_alone() -> None:
    letterhead("济公(反诈)")
    issued()
    with pytest.raises(InputError, match="letterhead_mark_taken"):
        letterhead("济公(反诈)", area="370700")
    letterhead("济公")
    with pytest.raises(InputError, match="letterhead_mark_taken"):
        letterhead("济公(反诈)", area="370700")
    with pytest.raises(InputError, match="letterhead_mark_unusable"):
        letterhead(" ")


def test_only_those_with_the_duty_touch_letterheads_and_templates() -> None:
    for verb in (
        lambda by: services.set_letterhead(AREA, "济公", by=by, at=AT),
        lambda by: services.edit_template(STOP, shipped(STOP), by=by, at=AT),
        lambda by: services.restore_template(STOP, by=by, at=AT),
    ):
        with pytest.raises(NotPermitted):
            verb(officer("wangqiang"))


def test_a_centre_edits_its_template_and_old_papers_keep_theirs() -> None:
    before = issued()
    source = shipped(STOP).replace("处理结果请即时反馈", "处理结果请三十分钟内反馈")
    assert services.edit_template(STOP, source, by=officer("chenjing"), at=AT) == 1
    after = issued()
    by = officer("wangqiang")
    assert selectors.document(after.key, by=by).template_version == 1
    kept = selectors.document(before.key, by=by)
    assert (kept.template_version, kept.content) == (SHIPPED, before.content)
    assert len(after.content) != len(before.content)


def test_another_city_keeps_the_shipped_template() -> None:
    services.edit_template(STOP, shipped(STOP) + "\n", by=officer("chenjing"), at=AT)
    assert selectors.template(STOP, area="370811").version == 1
    assert selectors.template(STOP, area="370700").version == SHIPPED


def test_versions_follow_one_another_and_none_is_lost() -> None:
    chenjing = officer("chenjing")
    for tail in ("// 一", "// 二"):
        services.edit_template(STOP, f"{shipped(STOP)}{tail}", by=chenjing, at=AT)
    services.restore_template(STOP, by=chenjing, at=AT)
    assert selectors.template(STOP, area=AREA).version == SHIPPED
    assert services.edit_template(STOP, shipped(STOP), by=chenjing, at=AT) == 3
    versions = selectors.template_versions(STOP, by=chenjing)
    assert [row.version for row in versions] == [3, 2, 1]
    assert versions[1].source.endswith("// 二")


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("#let x =", "document_template_broken"),
        ('#import "@preview/cetz:0.3.0"', "document_template_imports_package"),
        ("字" * 100_001, "document_template_too_long"),
        ("-1", "document_template_omits"),
        ("", "document_template_omits"),
    ],
)
def test_a_template_that_cannot_be_printed_is_not_saved(source: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        services.edit_template(STOP, source, by=officer("chenjing"), at=AT)
    assert (refused.value.code, refused.value.facts["field"]) == (code, "source")
    assert selectors.template(STOP, area=AREA).version == SHIPPED
