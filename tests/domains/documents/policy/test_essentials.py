"""What a template may not leave out."""

import pytest

from tests.builders.city import AT
from zhisun.domains.documents.policy.essentials import omitted
from zhisun.domains.documents.policy.typesetting import shipped
from zhisun.domains.documents.terms import DocumentKind


@pytest.mark.parametrize("kind", DocumentKind)
def test_what_is_shipped_prints_all_a_paper_needs(kind: DocumentKind) -> None:
    assert omitted(kind, shipped(kind), at=AT) == []


def test_what_is_left_out_is_named_and_one_way_of_saying_an_amount_is_enough() -> None:
    told = '#let words = json(bytes(sys.inputs.sheet))\n#set text(font: "Noto Serif CJK SC")\n'
    names = ("number", "issuer", "basis", "handler_title", "assistant_title", "account_no")
    source = told + "\n".join(f"#words.{name}" for name in (*names, "amount_words"))
    assert omitted(DocumentKind.STOP_NOTICE, source, at=AT) == ["机构名称", "户名"]
