"""Numbering incidents."""

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
    day = at.astimezone(CHINA).date()
    county = area[:COUNTY].ljust(COUNTY, "0")
    DayCount.objects.bulk_create([DayCount(area=county, day=day)], ignore_conflicts=True)
    count = DayCount.objects.select_for_update().get(area=county, day=day)
    count.last += 1
    count.save(update_fields=["last"])
    stem = f"{county}{day:%Y%m%d}"
    return f"J{stem}{count.last:04d}", f"T{stem}{count.last:05d}"
