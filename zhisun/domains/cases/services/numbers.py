"""Numbering incidents."""

from collections.abc import Sequence
from datetime import datetime

from zhisun.domains.cases.models import DayCount
from zhisun.kernel.moments import CHINA

COUNTY = 6


def next_numbers(area: str, *, at: datetime) -> tuple[str, str]:
    """The next incident_no (警情编号) and case_no (案件编号) of an area. Joins. Three queries.

    `J` + area6 + yyyyMMdd + 4 digits, and for the wire `T` + area6 + yyyyMMdd + 5 digits
    (20 characters, domain.md §12.5). The day's row stays locked until the caller commits, so
    registrations of one area stand in line and each sees what the one before it wrote.
    """
    return numbers_at(area, [at])[0]


def numbers_at(area: str, moments: Sequence[datetime]) -> list[tuple[str, str]]:
    """The next numbers of an area for each moment, in their order. Joins. Three queries.

    Days are locked from the first to the last, so that two imports do not wait for each other.
    """
    county = area[:COUNTY].ljust(COUNTY, "0")
    days = [moment.astimezone(CHINA).date() for moment in moments]
    wanted = [DayCount(area=county, day=day) for day in sorted({*days})]
    DayCount.objects.bulk_create(wanted, ignore_conflicts=True)
    locked = DayCount.objects.select_for_update().filter(area=county, day__in={*days})
    counts = {count.day: count for count in locked.order_by("day")}
    numbers = [_next(counts[day]) for day in days]
    DayCount.objects.bulk_update(counts.values(), ["last"])
    return numbers


def _next(count: DayCount) -> tuple[str, str]:
    count.last += 1
    stem = f"{count.area}{count.day:%Y%m%d}"
    return f"J{stem}{count.last:04d}", f"T{stem}{count.last:05d}"
