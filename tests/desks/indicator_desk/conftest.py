"""Keepers of the indicator base at their browsers."""

from collections.abc import Callable
from typing import cast

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from pytest_django import Settings

from tests.builders.city import AT
from tests.builders.takedowns import a_telecom_city
from zhisun.domains.directory.models import Officer
from zhisun.shell.seat import DeskRequest

Seat = Callable[[str], Client]


class StandingClock:
    """Every request of these tests comes in at AT, whatever the day."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cast("DeskRequest", request).at = AT
        return self.get_response(request)


@pytest.fixture
def seat(db: None, settings: Settings) -> Seat:
    """Signs one of the cast in."""
    del db  # only its effect is wanted
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.StandingClock"]
    a_telecom_city()

    def sit(username: str) -> Client:
        client = Client()
        client.force_login(Officer.objects.get(username=username))
        return client

    return sit
