"""Pages of the frame itself: the door, the way in, the gallery of components."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhisun.shell import menu
from zhisun.shell.seat import DeskRequest, desk


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An invented officer of the sample city, offered on the login page of a demo."""

    username: str
    password: str
    title: str
    seat: str


class Login(LoginView):
    """Sign in. In a demo the page offers `settings.DEMO_ACCOUNTS`."""

    template_name = "shell/login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Django's form, where to go next, and the demo accounts if there are any."""
        offered = getattr(settings, "DEMO_ACCOUNTS", ())
        return super().get_context_data(**context, demo_accounts=offered)


@desk()
def home(request: DeskRequest) -> HttpResponse:
    """Lead the officer to the first desk his duties open."""
    desks = menu.of(request.actor)
    return redirect(desks[0].address) if desks else render(request, "shell/no_desk.html")


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state, on invented figures. Not served in production."""
    now = cast("DeskRequest", request).at
    stamped = [now - timedelta(seconds=passed) for passed in (431, 240, 151, 149, 137)]
    return render(
        request,
        "shell/gallery.html",
        {"now": now, "after": lambda **span: now + timedelta(**span), "stamped": stamped},
    )
