"""The officers of the sample city at their telephones."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.builders.city import a_city
from zhisun.domains.directory.models import Officer

Seat = Callable[[str], Client]


@pytest.fixture
def seat(db: None) -> Seat:
    """Signs one of the cast in."""
    del db  # only its effect is wanted
    a_city()

    def sit(username: str) -> Client:
        client = Client()
        client.force_login(Officer.objects.get(username=username))
        return client

    return sit
