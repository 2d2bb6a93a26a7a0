"""Noting what reports name."""

from datetime import timedelta

import pytest
from django.db import transaction

from tests.builders.city import AT, ICBC
from zhisun.domains.audit.models import Entry
from zhisun.domains.subjects.models import Subject
from zhisun.domains.subjects.selectors import subject
from zhisun.domains.subjects.services import note, reveal
from zhisun.domains.subjects.terms import SubjectKind
from zhisun.kernel.actors import Actor, job
from zhisun.kernel.errors import InputError, NotFound, NotPermitted

BY = job("test")


@pytest.mark.django_db
def test_a_thing_named_twice_is_one_row_seen_first_at_its_first_report() -> None:
    first = note(SubjectKind.ACCOUNT, "6222 0212 3456", at=AT, by=BY)
    again = note(SubjectKind.ACCOUNT, "622202123456", at=AT + timedelta(days=1), by=BY)
    assert again == first
    kept = Subject.objects.get()
    assert (kept.value, kept.display, kept.first_seen_at) == ("622202123456", "6222 0212 3456", AT)


@pytest.mark.django_db
def test_a_later_report_fills_a_gap_and_corrects_nothing() -> None:
    note(SubjectKind.ACCOUNT, "622202123456", at=AT, by=BY, name="张伟")
    note(SubjectKind.ACCOUNT, "622202123456", at=AT, by=BY, name="张卫", institution_code=ICBC)
    found = subject(SubjectKind.ACCOUNT, "6222-0212-3456", by=BY)
    assert found is not None
    assert (found.name, found.institution_code) == ("张伟", ICBC)


@pytest.mark.django_db
def test_the_same_digits_as_phone_and_as_account_are_two_things() -> None:
    as_phone = note(SubjectKind.PHONE, "13800001111", at=AT, by=BY)
    assert note(SubjectKind.ACCOUNT, "13800001111", at=AT, by=BY) != as_phone


@pytest.mark.django_db
def test_what_nobody_named_is_not_there() -> None:
    assert subject(SubjectKind.QQ, "10001", by=BY) is None


@pytest.mark.django_db
def test_who_may_not_see_cases_may_not_look_up_subjects() -> None:
    clerk = Actor("clerk", area="370800", duties=frozenset())
    with pytest.raises(NotPermitted):
        subject(SubjectKind.QQ, "10001", by=clerk)


def test_noting_outside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        note(SubjectKind.QQ, "10001", at=AT, by=BY)


@pytest.mark.django_db
def test_who_saw_a_number_in_full_and_why_is_written_down() -> None:
    officer = Actor("wangqiang", area="3708", duties=frozenset({"subjects.reveal"}))
    seen = {"subject": "Z20260911000001", "at": AT}
    with pytest.raises(InputError, match="reason_needed"):
        reveal("account_no", area="370800", reason=" ", by=officer, **seen)  # type: ignore[arg-type]  # shared facts
    with pytest.raises(NotFound):
        reveal("account_no", area="370700", reason="核对", by=officer, **seen)  # type: ignore[arg-type]  # shared facts
    clerk = Actor("clerk", area="3708", duties=frozenset())
    with pytest.raises(NotPermitted):
        reveal("account_no", area="370800", reason="核对", by=clerk, **seen)  # type: ignore[arg-type]  # shared facts
    reveal("account_no", area="370800", reason="与银行电话核对", by=officer, **seen)  # type: ignore[arg-type]  # shared facts
    row = Entry.objects.get(verb="subjects.reveal")
    assert (row.actor, row.subject, row.reason) == ("wangqiang", seen["subject"], "与银行电话核对")
    assert row.after == {"what": "account_no"}
    assert row.legal_basis
