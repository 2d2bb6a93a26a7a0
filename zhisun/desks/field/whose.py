"""Whose a report is that waited on a telephone, and which round its page stood in."""

from django.utils.crypto import salted_hmac

from zhisun.kernel.errors import NotPermitted
from zhisun.shell.seat import DeskRequest

DIGITS = 4


def officer_mark(name: str) -> str:
    """By what a telephone keeps one officer's reports apart from another's; names nobody."""
    return salted_hmac("field.officer", name).hexdigest()[:24]


def demand_own(request: DeskRequest) -> None:
    """Pass when who is signed in is who made what is sent. Raises NotPermitted.

    A form without its script names nobody: it is sent as it is filled in.
    """
    mark = request.POST.get("officer", "")
    if mark and mark != officer_mark(request.actor.name):
        raise NotPermitted("report_of_another")


def round_shown(request: DeskRequest) -> int | None:
    """The round the officer's page stood in, None when it does not say."""
    told = request.POST.get("round", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) <= DIGITS else None
