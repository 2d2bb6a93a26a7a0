import json
from pathlib import Path

import pytest

from tests.engines.reading.scoring import SHIPPED
from zhisun.kernel.errors import InputError
from zhisun.site.bench import reading
from zhisun.site.measuring import reading_peers
from zhisun.site.measuring.element_scores import Row, scores

TEXT = "今天下午3点转了2万元，电话13700001212"
LABELS: list[Row] = [
    {"type": "time", "text": "今天下午3点", "start": 0, "end": 6, "norm": "2025-03-12T15"},
    {"type": "amount", "text": "2万元", "start": 8, "end": 11, "norm": "20000"},
    {"type": "phone", "text": "13700001212", "start": 14, "end": 25, "norm": "13700001212"},
]
ROW: Row = {"id": "1", "text": TEXT, "ref_time": "2025-03-12T16:00", "entities": LABELS}


def test_the_table_names_types_origins_peers_and_speed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reading.run(["--data", str(SHIPPED), "--rounds", "1", "--json", str(tmp_path / "told.json")])
    told = json.loads((tmp_path / "told.json").read_text(encoding="utf-8"))
    shown = capsys.readouterr().out
    assert told["f1"]["zhisun"]["phone"] == 1
    assert told["texts_per_second"]["zhisun"] > 0
    assert set(told["origins"]) == {"written"}
    for word in ("phonenumbers", "jionlp", "cn2an", "按来源", "条/秒"):
        assert word in shown


def test_a_peer_that_is_missing_is_said_to_be(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_peers, "find_spec", lambda _name: None)
    reading.run(["--data", str(SHIPPED), "--rounds", "1"])
    assert "未安装" in capsys.readouterr().out


def test_unlabelled_or_missing_files_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputError) as missing:
        reading.run(["--data", str(tmp_path / "none.jsonl")])
    assert missing.value.code == "bench_data_missing"
    bare = tmp_path / "bare.jsonl"
    bare.write_text('{"id": "1", "text": "无标注"}\n', encoding="utf-8")
    with pytest.raises(InputError) as unlabelled:
        reading.run(["--data", str(bare)])
    assert unlabelled.value.facts["line"] == 1


def test_a_span_too_wide_is_wrong_by_place_and_right_by_value() -> None:
    def wide(_row: Row) -> list[Row]:
        return [{**LABELS[1], "start": 6, "text": "转了2万元"}, LABELS[2]]

    scored = scores([ROW], wide)
    assert (scored["amount"].f1, scored["amount"].value_f1) == (0, 1)
    assert scored["phone"].f1 == 1
    assert scored["time"].f1 == 0
    assert scored["amount"].mistakes == ["- 1 2万元", "+ 1 转了2万元"]


def test_days_and_hours_are_counted_apart() -> None:
    def a_day_early(_row: Row) -> list[Row]:
        return [{**LABELS[0], "norm": "2025-03-11T15"}]

    scored = scores([ROW], a_day_early)
    assert (scored["time"].days, scored["time"].hours) == ([False], [False])
    assert scores([ROW], reading.ours)["time"].hours == [True]


def test_what_touches_an_optional_label_is_no_mistake() -> None:
    row = {**ROW, "entities": [{**LABELS[1], "optional": True}]}
    scored = scores([row], lambda _row: [{**LABELS[1], "end": 12}])
    assert (scored["amount"].found, scored["amount"].labelled) == (0, 0)
    assert scored["amount"].f1 == 1
