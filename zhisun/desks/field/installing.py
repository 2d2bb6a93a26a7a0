"""What makes the pages an app on the telephone: the manifest and the service worker."""

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from zhisun.kernel.errors import NotFound
from zhisun.shell.replies import reply

GROUND, THEME = "#edf0f4", "#0b1e33"
"""The ground and the bar of `shell/tokens.css`."""


def manifest(request: HttpRequest) -> HttpResponse:
    """The web app manifest. It holds nothing that a stranger may not see."""
    del request
    facts = {
        "name": _("止损 · 劝阻任务"),
        "short_name": _("止损"),
        "id": reverse("field:tasks"),
        "start_url": reverse("field:tasks"),
        "scope": reverse("field:tasks"),
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": THEME,
        "icons": [
            {"src": static("shell/mark.svg"), "sizes": "any", "type": "image/svg+xml"},
        ],
    }
    return JsonResponse(facts, content_type="application/manifest+json")


def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, under the address whose pages it may serve."""
    found = finders.find("field/worker.js")
    if found is None:
        return reply(request, NotFound("page_not_found"))
    with open(found, encoding="utf-8") as script:  # noqa: PTH123 a finder gives a plain name
        return HttpResponse(script.read(), content_type="text/javascript; charset=utf-8")
