"""A keeper keeps the directory, not his own duties, and somebody else sees what he does."""

import pytest
from django.db import IntegrityError, transaction

from tests.builders.city import AT, ICBC, KEEPER, a_city, officer
from zhisun.domains.access.selectors import actor_of
from zhisun.domains.access.services import post, recall, register_machine
from zhisun.domains.access.terms import Duty, Role
from zhisun.domains.audit.models import Entry
from zhisun.domains.directory.models import Notice
from zhisun.domains.directory.selectors import notices
from zhisun.domains.directory.services import register_institution, register_officer, see_notice
from zhisun.domains.directory.terms import KeeperAct, Lane
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import NotFound, NotPermitted

pytestmark = pytest.mark.django_db

KEY = b"a new key".hex()


@pytest.fixture
def keeper() -> Actor:
    a_city()
    for name in ("keeper", "second"):
        register_officer(
            name,
            "信息科",
            unit_code="370800000000",
            password="x",  # noqa: S106 a test
            by=KEEPER,
            at=AT,
        )
        post(name, Role.DIRECTORY_KEEPER, by=KEEPER, at=AT)
    return actor_of("keeper")


def told() -> list[tuple[KeeperAct, str]]:
    return [(row.act, row.subject) for row in notices(by=officer("chenjing"))]


def test_nobody_gives_himself_a_role_or_takes_one_of_his_away(keeper: Actor) -> None:
    with pytest.raises(NotPermitted, match="own_role"):
        post("keeper", Role.DUTY_OFFICER, by=keeper, at=AT)
    with pytest.raises(NotPermitted, match="own_role"):
        recall("keeper", Role.DIRECTORY_KEEPER, by=keeper, at=AT)
    assert actor_of("keeper").duties == {Duty.MANAGE_DIRECTORY}
    assert not Notice.objects.exists()
    post("keeper", Role.CALL_TAKER, by=actor_of("second"), at=AT)


def test_what_a_keeper_changes_stands_before_the_duty_officer(keeper: Actor) -> None:
    post("limin", Role.FUNDS_OFFICER, by=keeper, at=AT)
    recall("limin", Role.FUNDS_OFFICER, by=keeper, at=AT)
    register_officer("limin", "李敏", unit_code="370800000000", password="y", by=keeper, at=AT)  # noqa: S106 a test
    register_machine("110", duties=[Duty.PUSH_CALLS], area="370800", by=keeper, at=AT)
    assert sorted(told()) == sorted(
        [
            (KeeperAct.ROLE_GIVEN, "limin"),
            (KeeperAct.ROLE_TAKEN, "limin"),
            (KeeperAct.PASSWORD_SET, "limin"),
            (KeeperAct.MACHINE_TOKEN, "110"),
        ]
    )
    assert notices(by=officer("outsider")) == []


def test_a_new_key_of_an_institution_is_told_and_the_same_one_is_not(keeper: Actor) -> None:
    for _ in range(2):
        register_institution(
            ICBC, "工行", short_name="工行", lane=Lane.BANK, secret=KEY, by=keeper, at=AT
        )
    assert told() == [(KeeperAct.SECRET_CHANGED, ICBC)]
    entries = Entry.objects.filter(verb="directory.register_institution", actor="keeper")
    changed = [entry.after["secret_changed"] for entry in entries.order_by("pk")]
    assert changed == [True, False]
    assert KEY not in str([entry.after for entry in entries])


def test_a_notice_is_looked_at_by_another_than_who_made_it(keeper: Actor) -> None:
    post("limin", Role.FUNDS_OFFICER, by=keeper, at=AT)
    [row] = notices(by=officer("chenjing"))
    for name, error in (("keeper", NotPermitted), ("limin", NotPermitted), ("outsider", NotFound)):
        with pytest.raises(error):
            see_notice(row.key, by=actor_of(name), at=AT)
    both = Actor(keeper.name, area=keeper.area, duties=frozenset({Duty.SEE_NOTICES.value}))
    with pytest.raises(NotPermitted, match="own_act"):
        see_notice(row.key, by=both, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.update(seen_by="keeper")
    see_notice(row.key, by=officer("chenjing"), at=AT)
    see_notice(row.key, by=officer("chenjing"), at=AT)
    assert notices(by=officer("chenjing")) == []
    assert Entry.objects.filter(verb="directory.see_notice").count() == 1


def test_setting_up_a_centre_is_no_news() -> None:
    a_city()
    assert not Notice.objects.exists()
