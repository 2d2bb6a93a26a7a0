"""Who may read which paper."""

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from tests.builders.city import AT, a_city, officer
from tests.builders.papers import order_facts
from zhisun.domains.documents import selectors, services
from zhisun.domains.documents.terms import DocumentKind
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import NotFound, NotPermitted

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def paper() -> services.IssuedDocument:
    a_city()
    with transaction.atomic():
        return services.issue(
            DocumentKind.FREEZE_NOTICE,
            order_facts(),
            subject="Z20260911000001",
            area="370800",
            by=officer("chenjing"),
            at=AT,
        )


def test_a_paper_is_found_by_key_and_by_number(paper: services.IssuedDocument) -> None:
    limin = officer("limin")
    assert selectors.document(paper.key, by=limin).row.number == paper.number
    assert selectors.document_numbered(paper.number, by=limin).row.key == paper.key


def test_another_city_sees_nothing(paper: services.IssuedDocument) -> None:
    outsider = officer("outsider")
    with pytest.raises(NotFound):
        selectors.document(paper.key, by=outsider)
    assert selectors.issued_for("Z20260911000001", by=outsider) == ()


def test_a_paper_that_is_not_there_and_one_without_the_duty(
    paper: services.IssuedDocument,
) -> None:
    with pytest.raises(NotFound):
        selectors.document_numbered("济公(反诈)止字〔1999〕00001号", by=officer("limin"))
    with pytest.raises(NotPermitted):
        selectors.document(paper.key, by=Actor("cleaner", area="3708", duties=frozenset()))


def test_an_order_lists_its_papers_in_one_query_without_loading_them(
    paper: services.IssuedDocument, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    limin = officer("limin")
    with django_assert_num_queries(1) as queries:
        (row,) = selectors.issued_for("Z20260911000001", by=limin)
    assert (row.number, row.institution_name) == (paper.number, "中国工商银行")
    assert '"content"' not in queries.captured_queries[0]["sql"]
