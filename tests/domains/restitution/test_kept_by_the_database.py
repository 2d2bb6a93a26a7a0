"""What PostgreSQL refuses, whoever asks."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from tests.builders.city import AT, a_city
from tests.builders.orders import an_incident
from zhisun.domains.cases.models import Incident
from zhisun.domains.restitution.models import Claimant, Restitution, ReturnAccount, Share

pytestmark = pytest.mark.django_db


@pytest.fixture
def share() -> Share:
    """100 fen frozen, 80 owed, 60 of them as a share."""
    a_city()
    row = Restitution.objects.create(
        restitution_no="F1", state="drafted", area="370800", handler="wangqiang", opened_at=AT
    )
    account = ReturnAccount.objects.create(
        restitution=row,
        account_no="1",
        institution_code="1",
        institution_name="1",
        frozen_fen=100,
        divisible_fen=70,
    )
    incident = Incident.objects.get(incident_no=an_incident())
    claimant = Claimant.objects.create(
        restitution=row, incident=incident, incident_no="J1", victim_name="周敏", loss_fen=80
    )
    made = Share.objects.create(
        account=account,
        claimant=claimant,
        least_fen=0,
        most_fen=90,
        direct_fen=0,
        traced_fen=60,
        proportional_fen=60,
        share_fen=60,
    )
    checked()
    return made


def checked() -> None:
    """Let the deferred triggers look now, as a commit does."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate; set constraints all deferred")


@transaction.atomic
def changed(share: Share, **fens: int) -> None:
    """Change a share's amounts, and let the triggers look."""
    Share.objects.filter(pk=share.pk).update(**fens)
    checked()


@pytest.mark.parametrize(("column", "fen"), [("traced_fen", 71), ("proportional_fen", 71)])
def test_no_more_than_what_can_be_returned(share: Share, column: str, fen: int) -> None:
    with pytest.raises(IntegrityError, match="exceed what is frozen"):
        changed(share, **{column: fen, "share_fen": fen})


def test_no_more_than_what_is_owed(share: Share) -> None:
    Claimant.objects.filter(pk=share.claimant_id).update(returned_fen=30)
    with pytest.raises(IntegrityError, match="exceed what is owed"):
        changed(share, direct_fen=1)


def test_a_share_is_one_of_the_two_methods(share: Share) -> None:
    with pytest.raises(IntegrityError, match="share_by_one_of_the_methods"), transaction.atomic():
        Share.objects.filter(pk=share.pk).update(share_fen=59)


def test_a_paid_share_stays(share: Share) -> None:
    Share.objects.filter(pk=share.pk).update(paid_at=AT, receipt="1")
    with pytest.raises(ProgrammingError, match="paid share"), transaction.atomic():
        Share.objects.filter(pk=share.pk).update(receipt="2")
    with pytest.raises(ProgrammingError, match="paid share"), transaction.atomic():
        Share.objects.filter(pk=share.pk).delete()


def test_what_a_chosen_method_rests_on_stays(share: Share) -> None:
    Restitution.objects.update(state="noticed", method="proportional", notice_until=AT)
    with pytest.raises(IntegrityError, match="rest on"), transaction.atomic():
        Claimant.objects.filter(pk=share.claimant_id).update(loss_fen=90)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"reviewed_by": "wangqiang"}, "three_persons"),
        ({"reviewed_by": "zhoulei", "approved_by": "zhoulei"}, "three_persons"),
        ({"reviewed_by": "zhoulei", "approved_by": "wangqiang"}, "three_persons"),
        ({"state": "approved"}, "decided_with_paper"),
        ({"state": "submitted", "method": "proportional"}, "was_noticed"),
    ],
)
def test_the_chain_is_kept(share: Share, changes: dict[str, str], constraint: str) -> None:
    rows = Restitution.objects.filter(pk=share.account.restitution_id)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        rows.update(**changes)


def test_an_account_is_in_one_open_round(share: Share) -> None:
    other = Restitution.objects.create(
        restitution_no="F2", state="drafted", area="370800", handler="wangqiang", opened_at=AT
    )
    account = ReturnAccount.objects.get(pk=share.account_id)
    account.pk, account.restitution = None, other
    with pytest.raises(IntegrityError, match="return_account_open_once"), transaction.atomic():
        account.save()
