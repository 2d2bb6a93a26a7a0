"""A file appears in the folder of a running `zhisun watch`, and the desk has the person."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.builders.city import AT, a_city, officer
from tests.builders.watches import a_watch, an_indicator, wait_until
from zhisun.domains.dissuasion.selectors.board import queue
from zhisun.domains.dissuasion.terms import DispatchState
from zhisun.domains.indicators.models import Hit
from zhisun.domains.outbox.services import dispatch
from zhisun.site.wiring import reactions

pytestmark = pytest.mark.django_db(transaction=True)
LINE = "13700004321"


def test_a_line_of_the_traffic_becomes_a_dispatch(tmp_path: Path) -> None:
    a_city()
    an_indicator("gongan-anquan.example")
    events = tmp_path / "events"
    events.mkdir()
    running = a_watch(tmp_path, "--folder", str(events))
    try:
        for number, host in enumerate(("www.library.example", "m.gongan-anquan.example"), 1):
            event = {"event_id": f"p{number}", "event_time": AT.isoformat(), "subject": LINE}
            text = json.dumps(event | {"kind": "dns", "value": host}) + "\n"
            (events / f"{number}.writing").write_text(text)
            (events / f"{number}.writing").rename(events / f"{number}.jsonl")
        wait_until(Hit.objects.exists, "the watch sees nothing")
    finally:
        running.terminate()
        running.wait()
    assert list(Hit.objects.values_list("event_id", flat=True)) == ["p2"]
    at = datetime.now(AT.tzinfo) + timedelta(seconds=1)
    while dispatch(reactions(), at=at):
        pass
    [line] = queue(officer("gaofei"))
    assert (line.phone, line.state) == (LINE, DispatchState.GRADED)
