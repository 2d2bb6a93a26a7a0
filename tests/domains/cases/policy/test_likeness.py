"""Are two reports one?"""

from datetime import timedelta

import pytest

from tests.builders.cases import a_report, a_transfer, another_victim
from tests.builders.city import AT
from zhisun.domains.cases.policy.likeness import likeness, traits_of
from zhisun.domains.cases.policy.report import NewIncident
from zhisun.domains.cases.terms import Likeness

STRANGER = another_victim()


def near(**changes: object) -> NewIncident:
    """A stranger's report of a transfer that differs from ours in what is named."""
    return a_report(a_transfer(serial="", **changes), victim=STRANGER)


@pytest.mark.parametrize(
    ("other", "reasons"),
    [
        (
            a_report(),
            (
                Likeness.SAME_SERIAL,
                Likeness.SAME_VICTIM,
                Likeness.SAME_PHONE,
                Likeness.SAME_PAYEE,
            ),
        ),
        (near(), (Likeness.SAME_TRANSFER, Likeness.SAME_PAYEE)),
        (
            near(moved_at=AT - timedelta(minutes=4)),
            (Likeness.SAME_TRANSFER, Likeness.SAME_PAYEE),
        ),
        (near(moved_at=AT - timedelta(minutes=30)), (Likeness.SAME_PAYEE,)),
        (near(moved_at=None), (Likeness.SAME_PAYEE,)),
        (near(amount_fen=1), (Likeness.SAME_PAYEE,)),
        (near(to_account="6222021234567890"), ()),
        (near(to_account="", amount_fen=1), ()),
    ],
)
def test_the_reasons_are_named_strongest_first(
    other: NewIncident, reasons: tuple[Likeness, ...]
) -> None:
    mine = traits_of(a_report())
    assert likeness(mine, traits_of(other)) == reasons
    assert likeness(traits_of(other), mine) == reasons


def test_the_spelling_of_an_account_makes_no_difference() -> None:
    spaced = near(to_account="6212 2612 3456 7890 128")
    assert Likeness.SAME_TRANSFER in likeness(traits_of(a_report()), traits_of(spaced))
