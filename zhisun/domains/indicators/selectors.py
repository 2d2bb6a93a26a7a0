"""How far the watch has come, and whether the base has changed."""

from typing import Any

from django.db.models import Count, Max

from zhisun.domains.indicators.models import Hit, Indicator, WatchPlace


def place_of(source: str) -> Any:
    """Where the watch stands in a source, None before it began. One query."""
    found = WatchPlace.objects.filter(source=source).first()
    return None if found is None else found.place


def state_of_base() -> str:
    """Changes whenever an indicator comes or goes. One query over an index of keys."""
    told = Indicator.objects.aggregate(
        last=Max("pk"), withdrawn=Count("withdrawn_at"), latest=Max("withdrawn_at")
    )
    return f"{told['last']} {told['withdrawn']} {told['latest']}"


def hits_of(event_id: str) -> list[str]:
    """The values of the indicators that an event hit. One query."""
    found = Hit.objects.filter(event_id=event_id).order_by("pk")
    return list(found.values_list("indicator__form", flat=True))
