"""Times as typed (时间): 2026-11-21 14:03:07, 14:03, 今天下午两点零三分, 3分钟前."""

import re
from datetime import datetime

from zhisun.engines.reading.reader import read
from zhisun.kernel.errors import InputError
from zhisun.kernel.moments import CHINA, instant

SHOWN = "%Y-%m-%d %H:%M:%S"
_LONGEST = 40
_FULL = re.compile(r"\d{4}-\d{1,2}-\d{1,2}[ T]\d{1,2}:\d{2}(:\d{2})?")
_WITH_HOUR = re.compile(r"\d{4}-\d\d-\d\dT\d\d(?::\d\d){0,2}")


def moment_of(text: str, *, ref: datetime) -> datetime:
    """The instant a text names, as seen at `ref`. Raises InputError when it names none."""
    told = text.strip().replace("：", ":").replace("/", "-")
    if len(told) > _LONGEST:
        raise InputError("time_unreadable", time=told[:_LONGEST])
    if _FULL.fullmatch(told):
        return instant(_padded(told))
    for element in read(told, ref_time=ref):
        if element.type == "time" and element.norm and _WITH_HOUR.fullmatch(element.norm):
            return instant(element.norm)
    return instant(told)


def shown(at: datetime | None) -> str:
    """The instant as the form holds it, to the second."""
    return at.astimezone(CHINA).strftime(SHOWN) if at else ""


def _padded(told: str) -> str:
    date, clock = re.split("[ T]", told, maxsplit=1)
    year, month, day = date.split("-")
    hour, rest = clock.split(":", 1)
    return f"{year}-{month:0>2}-{day:0>2}T{hour:0>2}:{rest}"
