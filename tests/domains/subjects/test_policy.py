"""One normal form per kind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhisun.domains.subjects.policy import normalised
from zhisun.domains.subjects.terms import LONGEST_VALUE, SubjectKind
from zhisun.kernel.errors import InputError


@pytest.mark.parametrize(
    ("kind", "spellings"),
    [
        (SubjectKind.ACCOUNT, ("6222 0212-3456", "６２２２０２１２３４５６", "622202123456")),
        (SubjectKind.PHONE, ("+86 138-0000-1111", "13800001111", "008613800001111")),
        (
            SubjectKind.URL,
            ("https://Pay.Example.TOP/a/", "pay点example点top/a", "hxxp://pay.example.top/a"),
        ),
        (SubjectKind.DOMAIN, ("Pay.Example.TOP", "https://pay.example.top/a?b=c")),
        (SubjectKind.WECHAT, ("WX_abc123", " wx_abc123 ")),
        (SubjectKind.APP, ("金 牛  证券", "金 牛 证券")),
    ],
)
def test_every_spelling_of_one_thing_has_one_form(
    kind: SubjectKind, spellings: tuple[str, ...]
) -> None:
    assert len({normalised(kind, spelling) for spelling in spellings}) == 1


def test_a_payment_login_keeps_its_dashes() -> None:
    assert normalised(SubjectKind.ACCOUNT, "mule-01@example.com") == "MULE-01@EXAMPLE.COM"


def test_a_bitcoin_address_keeps_its_case_and_an_ethereum_one_does_not() -> None:
    ethereum = "0x" + "Ab" * 20
    assert normalised(SubjectKind.CRYPTO, ethereum) == ethereum.lower()
    assert normalised(SubjectKind.CRYPTO, "T" + "Ab" * 16 + "c") == "T" + "Ab" * 16 + "c"


@given(st.sampled_from(list(SubjectKind)), st.text(max_size=60))
def test_normalising_twice_is_normalising_once(kind: SubjectKind, text: str) -> None:
    try:
        once = normalised(kind, text)
    except InputError:
        return
    assert normalised(kind, once) == once


def test_a_value_of_separators_only_is_nothing() -> None:
    with pytest.raises(InputError, match="subject_empty"):
        normalised(SubjectKind.ACCOUNT, " - － ")


def test_an_address_longer_than_its_column_is_refused() -> None:
    with pytest.raises(InputError, match="subject_too_long"):
        normalised(SubjectKind.URL, "a.top/" + "x" * LONGEST_VALUE)
