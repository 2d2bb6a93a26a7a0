"""Sources that push: a calm one and a flood of events, one of warnings."""

from datetime import datetime, timedelta

from tests.builders.city import AT
from zhisun.domains.access.terms import Duty
from zhisun.domains.dissuasion.services.pushed import admit_warning, count_warning
from zhisun.domains.indicators.models import EventFeed
from zhisun.domains.indicators.services.push import Screened, admit, store_batch
from zhisun.domains.indicators.terms import FeedKind
from zhisun.kernel.actors import Actor


def events_pushed(now: datetime = AT) -> None:
    """Two hours of 移动; 联通 and the province's warnings, which had to be held off."""
    calm, flood = (
        Actor(f"machine:{name}", "3708", frozenset({Duty.PUSH_EVENTS.value}))
        for name in ("移动域名日志", "联通信令")
    )
    empty = Screened(hits=[], refused=[(3, "value", "not_a_host")])
    for number, at in enumerate((now - timedelta(hours=1), now)):
        admit(f"b{number}", 9000, by=calm, at=at)
        store_batch(f"b{number}", 9000, empty, by=calm, at=at)
    province = Actor("machine:省厅预警", "3708", frozenset({Duty.WARN.value}))
    admit_warning(by=province, at=now)
    count_warning(new=True, readable=True, by=province, at=now)
    EventFeed.objects.filter(brings=FeedKind.WARNINGS).update(left=-1.0)
    admit_warning(by=province, at=now)
    for number in range(90):
        if admit(f"f{number}", 10_000, by=flood, at=now) == 0:
            store_batch(f"f{number}", 10_000, empty, by=flood, at=now)
