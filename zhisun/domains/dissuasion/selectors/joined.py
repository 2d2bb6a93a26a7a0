"""Under which numbers one person's work is known: dispatches that turned out to be one."""

from zhisun.domains.dissuasion.models import Dispatch


def last_no(dispatch_no: str) -> str:
    """The number a dispatch goes on under: its own, or of what it was joined to in the end."""
    numbers = Dispatch.objects.values_list("joined_to__dispatch_no", flat=True)
    while following := numbers.filter(dispatch_no=dispatch_no).first():
        dispatch_no = following
    return dispatch_no


def numbers_of(dispatch_no: str) -> list[str]:
    """A dispatch's own number first, then of all that were joined to it, however long ago.

    Orders keep the number they were asked for under: it stands on their paper and on the wire.
    """
    found, latest = [dispatch_no], [dispatch_no]
    joined = Dispatch.objects.order_by("pk").values_list("dispatch_no", flat=True)
    while latest := list(joined.filter(joined_to__dispatch_no__in=latest)):
        found += latest
    return found
