"""Addresses, found by convention: a desk's pages lie under its name without `_desk`."""

from django.urls import URLPattern, URLResolver, include, path

from zhisun.site import rooms
from zhisun.site.live_seat import live_seat

handler400 = "zhisun.shell.replies.bad_request"
handler403 = "zhisun.shell.replies.not_permitted"
handler404 = "zhisun.shell.replies.not_found"
handler500 = "zhisun.shell.replies.server_failed"

FIXED = {
    "": "zhisun.shell.urls",
    "gateway/": "zhisun.api.gateway.urls",
    "api/v1/": "zhisun.api.v1.urls",
}


def desk_prefix(desk: str) -> str:
    """`zhisun.desks.funds_desk` → `funds/`."""
    return desk.rpartition(".")[2].removesuffix("_desk") + "/"


urlpatterns: list[URLPattern | URLResolver] = [
    path("live", live_seat),
    *(path(prefix, include(module)) for prefix, module in FIXED.items() if rooms.has(module)),
    *(
        path(desk_prefix(desk), include(f"{desk}.urls"))
        for desk in rooms.holding("urls.py", "desks")
    ),
]
