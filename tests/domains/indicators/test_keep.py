"""The base takes what is right, names what is not, and never harms the white list."""

from datetime import timedelta

import pyarrow as pa
import pytest

from tests.builders.city import AT, KEEPER
from zhisun.domains.indicators import selectors, tables
from zhisun.domains.indicators.models import Indicator
from zhisun.domains.indicators.policy import form_of, harmed
from zhisun.domains.indicators.services.keep import NewIndicator, add, import_rows, retract
from zhisun.domains.indicators.services.white_list import protect
from zhisun.domains.indicators.terms import IndicatorKind
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, NotPermitted, StateConflict

pytestmark = pytest.mark.django_db


def entry(kind: str, value: str, **more: object) -> NewIndicator:
    facts: dict[str, object] = {"fraud_type": "刷单返利", "severity": 4, "source": "test"}
    return NewIndicator(kind=kind, value=value, **(facts | more))  # type: ignore[arg-type]  # by name


def test_one_value_of_one_source_is_one_indicator_however_it_is_spelled() -> None:
    key = add(entry("phone", "+86 138-0000-1111"), by=KEEPER, at=AT)
    assert add(entry("phone", "13800001111"), by=KEEPER, at=AT + timedelta(hours=1)) == key
    assert Indicator.objects.get().form == "13800001111"


@pytest.mark.parametrize(
    ("safe", "kind", "value"),
    [
        (("domain", "www.bank.example"), "domain", "bank.example"),
        (("domain", "bank.example"), "url", "https://bank.example/"),
        (("domain", "bank.example"), "domain", "www.bank.example"),
        (("domain", "bank.example"), "url", "https://m.bank.example/"),
        (("phone", "02088886666"), "phone_prefix", "0208888"),
        (("phone", "+862088886666"), "phone", "020-88886666"),
        (("ip", "203.0.113.7"), "ip", "203.0.113.0/24"),
        (("account", "6222000011112222"), "account", "6222 0000 1111 2222"),
    ],
)
def test_what_would_hit_the_white_list_is_refused(
    safe: tuple[str, str], kind: str, value: str
) -> None:
    protect(*safe, "官方", by=KEEPER, at=AT)
    with pytest.raises(InputError, match="indicator_on_white_list"):
        add(entry(kind, value), by=KEEPER, at=AT)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("domain", "www.baidu.com"),
        ("domain", "m.taobao.com"),
        ("url", "https://www.icbc.com.cn/"),
        ("phone", "+86 10 96110"),
        ("phone", "0086-95588"),
        ("phone", "010-95588"),
    ],
)
def test_what_everybody_uses_is_refused_under_its_other_names(kind: str, value: str) -> None:
    with pytest.raises(InputError, match="indicator_on_white_list"):
        add(entry(kind, value), by=KEEPER, at=AT)


def test_beside_what_everybody_uses_is_not_it() -> None:
    for kind, value in (
        ("domain", "evil.qq.com"),
        ("domain", "www.fakebaidu.example"),
        ("url", "https://www.baidu.com/link?url=lure"),
        ("phone", "+86 10 69110000"),
    ):
        add(entry(kind, value), by=KEEPER, at=AT)
    assert Indicator.objects.count() == 4


def test_beside_the_white_list_is_not_on_it() -> None:
    protect("domain", "bank.example", "官方", by=KEEPER, at=AT)
    for kind, value in (
        ("domain", "fakebank.example"),
        ("domain", "evil.bank.example"),
        ("url", "https://bank.example/lure"),
    ):
        add(entry(kind, value), by=KEEPER, at=AT)
    assert Indicator.objects.count() == 3


def test_the_hotline_of_the_centre_is_no_suspect() -> None:
    with pytest.raises(InputError, match="indicator_on_white_list"):
        add(entry("phone", "96110"), by=KEEPER, at=AT)


def test_an_import_names_the_rows_it_refuses_and_keeps_the_others() -> None:
    add(entry("domain", "known.example"), by=KEEPER, at=AT - timedelta(days=1))
    rows = [
        entry("domain", "new.example"),
        entry("domain", "not a domain"),
        entry("fax", "1"),
        entry("domain", "KNOWN.example."),
        entry("domain", "worse.example", severity=6),
        entry("domain", "late.example", valid_from=AT, valid_to=AT),
    ]
    done = import_rows(rows, by=KEEPER, at=AT)
    assert (len(done.new), done.known) == (1, 1)
    assert {row: error.code for row, error in done.refused.items()} == {
        1: "not_a_host",
        2: "indicator_kind_unknown",
        4: "indicator_severity_wrong",
        5: "indicator_window_empty",
    }


def test_withdrawn_is_gone_from_the_base_and_can_be_entered_again() -> None:
    key = add(entry("domain", "evil.example"), by=KEEPER, at=AT)
    before = selectors.last_change()
    retract(key, "误报", by=KEEPER, at=AT)
    assert selectors.last_change() != before
    assert tables.indicators().num_rows == 0
    with pytest.raises(StateConflict, match="indicator_withdrawn"):
        retract(key, "误报", by=KEEPER, at=AT)
    again = add(entry("domain", "evil.example"), by=KEEPER, at=AT)
    assert tables.indicators()["indicator_id"].to_pylist() == [str(again)]


def test_nobody_without_the_duty_touches_the_base() -> None:
    visitor = Actor("limin", area="3708", duties=frozenset())
    with pytest.raises(NotPermitted):
        add(entry("domain", "evil.example"), by=visitor, at=AT)


def test_the_table_of_the_engine_has_every_column_typed() -> None:
    add(entry("domain", "evil.example", valid_from=AT), by=KEEPER, at=AT)
    table = tables.indicators()
    assert table["valid_from"].to_pylist() == [AT]
    assert table["valid_to"].null_count == 1
    assert table.schema.field("severity").type == pa.int64()


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (IndicatorKind.PHONE_PREFIX, "9555"),
        (IndicatorKind.PHONE_PREFIX, "9611"),
        (IndicatorKind.PHONE, "010-95588"),
        (IndicatorKind.PHONE, "0571-96110"),
        (IndicatorKind.URL, "listed.example/a"),
        (IndicatorKind.DOMAIN, "listed.example"),
    ],
)
def test_what_would_cover_a_hotline_or_a_listed_page_is_refused(
    kind: IndicatorKind, value: str
) -> None:
    page = form_of(IndicatorKind.URL, "https://listed.example/a/b?c=1")
    assert harmed(kind, form_of(kind, value), [(IndicatorKind.URL, page)])


def test_what_lies_beside_a_listed_page_is_no_harm() -> None:
    safe = [(IndicatorKind.URL, form_of(IndicatorKind.URL, "https://listed.example/ab"))]
    for value in ("listed.example/a", "listed.example/ab/c", "other.example/ab"):
        assert not harmed(IndicatorKind.URL, form_of(IndicatorKind.URL, value), safe)
    assert not harmed(IndicatorKind.PHONE_PREFIX, "17090", [])


def test_a_card_misread_is_refused_and_an_account_that_is_no_card_is_kept() -> None:
    card = "6222020070000000110"
    misread = card[:-1] + "5"
    with pytest.raises(InputError, match="indicator_check_digit"):
        add(entry("account", misread), by=KEEPER, at=AT)
    for sound in (card, misread[:-2], "160200009900665", "a@pay.example"):
        assert add(entry("account", sound), by=KEEPER, at=AT)
