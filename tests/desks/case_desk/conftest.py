"""The return desk: the story's frozen money, officers at their seats, and a clock that moves."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import cast

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.stories.returning import BEGAN, Story
from tests.stories.town import Town
from zhisun.domains.directory.models import Officer
from zhisun.shell.seat import DeskRequest

Seat = Callable[[str], Client]


class MovedClock:
    """Every request of these tests comes in at the instant the story has come to."""

    at: datetime = BEGAN

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cast("DeskRequest", request).at = MovedClock.at
        return self.get_response(request)


@pytest.fixture
def story(db: None, tmp_path: Path, settings: Settings) -> Story:
    """The money of three victims lies frozen in two accounts."""
    del db  # only its effect is wanted
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.MovedClock"]
    told = Story(Town(tmp_path, BEGAN))
    told.freeze()
    MovedClock.at = told.town.at
    return told


@pytest.fixture
def seat(story: Story) -> Seat:
    """Signs one of the cast in."""
    del story  # the city stands

    def sit(username: str) -> Client:
        client = Client()
        client.force_login(Officer.objects.get(username=username))
        return client

    return sit


@pytest.fixture
def live_server(story: Story) -> Iterator[LiveServer]:
    """A server of this test's own: the one of the whole run was started with another clock."""
    del story  # its clock is set
    server = LiveServer("localhost")
    yield server
    server.stop()
