"""The intake desk by request: one screen, nothing lost, every problem at its field."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.desks.intake_desk.conftest import Seat

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # nothing was collected
]


def test_the_desk_opens(seat: Seat) -> None:
    page = seat("limin").get("/intake/")
    assert page.status_code == 200
    print(page.content.decode()[:200])
