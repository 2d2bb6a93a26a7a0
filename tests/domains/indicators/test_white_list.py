"""The white list: what would hit it goes, what lies below it rings, and nobody slips past it."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from tests.builders.city import AT, KEEPER
from tests.builders.watches import wait_until
from zhisun.domains.indicators.models import BaseNotice, Indicator, SafeValue
from zhisun.domains.indicators.policy import SafeList
from zhisun.domains.indicators.services.changes import CHANGE_LOCK
from zhisun.domains.indicators.services.judge import propose, see_notice
from zhisun.domains.indicators.services.keep import NewIndicator, add, import_rows
from zhisun.domains.indicators.services.white_list import protect
from zhisun.domains.indicators.terms import IndicatorKind, IndicatorState, NoticeKind
from zhisun.kernel.errors import InputError


def entry(kind: str, value: str) -> NewIndicator:
    return NewIndicator(kind=kind, value=value, fraud_type="刷单返利", severity=4, source="test")


STANDING = (
    ("domain", "shop.example"),
    ("domain", "pay.shop.example"),
    ("domain", "evil.pay.shop.example"),
    ("domain", "www.pay.shop.example"),
    ("url", "pay.shop.example"),
    ("url", "pay.shop.example/a"),
    ("url", "pay.shop.example/ab"),
    ("url", "pay.shop.example/a/b"),
    ("url", "pay.shop.example/a/b?c=1"),
    ("url", "pay.shop.example/a/b/c"),
    ("url", "pay.shop.example:8443/a"),
    ("url", "other.example/a/b"),
    ("url", "203.0.113.7/login"),
    ("ip", "203.0.113.0/24"),
    ("ip", "203.0.114.7"),
    ("ip", "2001:db8::7"),
    ("phone", "02088886666"),
    ("phone_prefix", "0208888"),
    ("phone_prefix", "0208889"),
    ("account", "6222000011112222"),
    ("im", "kefu01"),
)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "value", "gone"),
    [
        ("url", "https://pay.shop.example/a/b", 5),
        ("url", "https://pay.shop.example:8443/a/b", 3),
        ("url", "https://pay.shop.example/a/b?c=1", 6),
        ("url", "http://203.0.113.7/login/step", 2),
        ("url", "http://[2001:db8::7]/login", 1),
        ("domain", "pay.shop.example", 4),
        ("ip", "203.0.113.9", 1),
        ("phone", "+86 20-8888-6666", 2),
        ("account", "6222 0000 1111 2222", 1),
        ("im", "KEFU01", 1),
    ],
)
def test_what_goes_is_exactly_what_could_not_be_entered_any_more(
    kind: str, value: str, gone: int
) -> None:
    keys = {add(entry(*each), by=KEEPER, at=AT): each for each in STANDING}
    protect(kind, value, "官方", by=KEEPER, at=AT)
    withdrawn = Indicator.objects.filter(state=IndicatorState.WITHDRAWN)
    left = {keys[row.pk] for row in withdrawn}
    assert left == {each for each in STANDING if refused(*each)}
    assert len(left) == gone
    assert all("官方" in row.withdrawn_reason for row in withdrawn)


def refused(kind: str, value: str) -> bool:
    listed = SafeList(SafeValue.objects.values_list("kind", "form"))
    form = Indicator.objects.filter(kind=kind, value=value).get().form
    return bool(listed.harmed(IndicatorKind(kind), form))


@pytest.mark.django_db
def test_pages_below_a_listed_one_stay_and_ring_once_until_somebody_has_looked() -> None:
    below = [
        add(entry("url", f"shop.example/pay{rest}"), by=KEEPER, at=AT)
        for rest in ("/lure", "/lure/2", "?id=1", "er")
    ][:3]
    protect("url", "https://shop.example/pay", "官方", by=KEEPER, at=AT)
    protect("url", "https://shop.example/pay", "官方", by=KEEPER, at=AT)
    told = BaseNotice.objects.filter(kind=NoticeKind.BELOW_LISTED).order_by("indicator")
    assert [notice.indicator_id for notice in told] == below
    assert not Indicator.objects.filter(state=IndicatorState.WITHDRAWN).exists()
    see_notice(told[0].pk, by=KEEPER, at=AT)
    protect("url", "https://shop.example/pay", "官方", by=KEEPER, at=AT)
    assert BaseNotice.objects.filter(indicator_id=below[0], seen_by="").count() == 1


Entering = Callable[[NewIndicator], object]


def imported(told: NewIndicator) -> None:
    for error in import_rows([told], by=KEEPER, at=AT).refused.values():
        raise error


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "enter",
    [
        lambda told: add(told, by=KEEPER, at=AT),
        lambda told: propose(told, by=KEEPER, at=AT),
        imported,
    ],
    ids=["add", "propose", "import"],
)
def test_who_waits_for_a_listing_sees_it(enter: Entering) -> None:
    """Two connections: the second asks for its turn while the first is listing the value."""
    said: list[str] = []

    def entering() -> None:
        try:
            enter(entry("domain", "clinic.example"))
        except InputError as error:
            said.append(error.code)
        finally:
            connection.close()

    def listing() -> None:
        try:
            protect("domain", "www.clinic.example", "医院", by=KEEPER, at=AT)
        finally:
            connection.close()

    threads = [threading.Thread(target=listing), threading.Thread(target=entering)]
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [CHANGE_LOCK])
        for number, thread in enumerate(threads, start=1):
            thread.start()  # they get their turns in the order in which they asked
            wait_until(lambda: waiting() == number, "nobody waits for a turn")  # noqa: B023 called here
        cursor.execute("select pg_advisory_unlock(%s)", [CHANGE_LOCK])
    for thread in threads:
        thread.join()
    assert said == ["indicator_on_white_list"]
    assert not Indicator.objects.exists()


def waiting() -> int:
    """How many connections wait for their turn."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_locks where locktype = 'advisory' and not granted")
        ((count,),) = cursor.fetchall()
    return int(count)
