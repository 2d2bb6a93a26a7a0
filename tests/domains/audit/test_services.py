"""Acts are written once and cannot be changed."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from zhisun.domains.audit.models import Entry
from zhisun.domains.audit.selectors import history
from zhisun.domains.audit.services import record, seal, verify
from zhisun.kernel.actors import Actor

AT = datetime(2026, 9, 11, 6, 10, tzinfo=UTC)
BY = Actor("limin", area="370800", duties=frozenset())

pytestmark = pytest.mark.django_db


def some_acts(number: int) -> None:
    with transaction.atomic():
        for _ in range(number):
            record(BY, "cases.report", "J1", at=AT, reason="报案")


def tamper(statement: str, key: int) -> None:
    """What somebody with the database password could do: switch the triggers off first."""
    with connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        cursor.execute(statement, [key])


def test_an_act_cannot_be_changed_or_removed() -> None:
    some_acts(1)
    for change in ("update audit_entry set actor = 'x'", "delete from audit_entry"):
        with (
            pytest.raises(DatabaseError, match="cannot be changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)


def test_the_audit_cannot_be_emptied() -> None:
    with connection.cursor() as cursor:
        cursor.execute("alter table audit_seal enable trigger never_emptied")
        with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
            cursor.execute("truncate audit_seal")


def test_a_sealed_chain_holds() -> None:
    some_acts(5)
    assert seal(limit=3) == 3
    assert seal(limit=100) == 2
    assert seal(limit=100) == 0
    assert list(verify()) == []


def test_a_changed_act_is_found() -> None:
    some_acts(3)
    seal()
    entry = Entry.objects.order_by("pk")[1]
    tamper("update audit_entry set reason = '没有' where id = %s", entry.pk)
    assert list(verify()) == [f"entry {entry.pk}: changed after it was sealed"]


def test_a_removed_act_is_found() -> None:
    some_acts(3)
    seal()
    entry = Entry.objects.order_by("pk")[1]
    tamper("delete from audit_seal where entry_id = %s", entry.pk)
    assert any("the link before it is missing" in line for line in verify())


def test_history_stays_in_the_area() -> None:
    some_acts(1)
    assert len(history("J1", by=BY)) == 1
    assert history("J1", by=Actor("outsider", area="370700", duties=frozenset())) == []


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_a_transaction() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        record(BY, "cases.report", "J1", at=AT)
