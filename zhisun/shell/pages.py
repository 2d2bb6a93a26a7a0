"""Pages of the frame itself: the door, the way in, the gallery of components."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhisun.domains.access.selectors import sign_in_waits_until
from zhisun.domains.access.services import note_sign_in
from zhisun.kernel.actors import Actor
from zhisun.kernel.moments import minutes_between
from zhisun.shell import menu
from zhisun.shell.seat import DeskRequest, desk


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An invented officer of the sample city, offered on the login page of a demo."""

    username: str
    password: str
    title: str
    seat: str


class SignIn(AuthenticationForm):
    """User name and password; after wrong ones in a row the name waits."""

    def clean(self) -> dict[str, Any]:
        """Ask the clock before the password, so that guessing costs nobody's processor."""
        username = self.cleaned_data.get("username") or ""
        at = cast("DeskRequest", self.request).at
        wait = sign_in_waits_until(username, at=at)
        if wait is not None:
            minutes = 1 + minutes_between(at, wait)
            words = _("连续输错次数太多，请 {minutes} 分钟后再试，或联系信息科。")
            raise ValidationError(words.format(minutes=minutes), code="waits")
        return super().clean()


class Login(LoginView):
    """Sign in. In a demo the page offers `settings.DEMO_ACCOUNTS`."""

    template_name = "shell/login.html"
    authentication_form = SignIn
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Write the sign-in down, then let him in."""
        self._note(form, succeeded=True)
        return super().form_valid(form)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Write a wrong password down; a name that waits is only told so."""
        if not form.has_error(NON_FIELD_ERRORS, code="waits"):
            self._note(form, succeeded=False)
        return super().form_invalid(form)

    def _note(self, form: AuthenticationForm, *, succeeded: bool) -> None:
        username = form.cleaned_data.get("username") or ""
        stranger = Actor(name=username[:80], area="", duties=frozenset())
        note_sign_in(
            username, succeeded=succeeded, by=stranger, at=cast("DeskRequest", self.request).at
        )

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Django's form, where to go next, and the demo accounts if there are any."""
        offered = getattr(settings, "DEMO_ACCOUNTS", ())
        return super().get_context_data(**context, demo_accounts=offered)


@desk()
def home(request: DeskRequest) -> HttpResponse:
    """Lead the officer to his own desk."""
    own = menu.home_of(request.actor)
    return redirect(own.address) if own else render(request, "shell/no_desk.html")


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state, on invented figures. Not served in production."""
    now = cast("DeskRequest", request).at
    stamped = [now - timedelta(seconds=passed) for passed in (431, 240, 151, 149, 137)]
    return render(
        request,
        "shell/gallery.html",
        {"now": now, "after": lambda **span: now + timedelta(**span), "stamped": stamped},
    )
