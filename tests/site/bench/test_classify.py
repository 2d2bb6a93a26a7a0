"""`zhisun bench classify` on a small file: what it says is what can be counted by hand."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.engines.reading.handwritten import c_rows
from zhisun.kernel.errors import InputError
from zhisun.site.bench.classify import run
from zhisun.site.measuring.read_articles import counted
from zhisun.site.measuring.verdicts import scored

ROWS = [
    ("在群里做任务刷单，垫付了三万，说操作失误要补单，佣金也不返", "刷单返利类"),
    ("客服说快递丢了三倍理赔，让我共享屏幕，卡里钱被转走", "冒充电商物流客服类"),
    ("客服说快递丢了三倍理赔，让我共享屏幕，卡里钱没了", "虚假购物、服务类"),
    ("小区门口两个人打架，有人受伤，请派救护车", "非电诈案情"),
]


DATA = Path(__file__).parents[2] / "data"


@pytest.mark.parametrize(
    ("name", "accuracy", "top_two"),
    [
        ("fraud_reports.jsonl", 0.96, 0.98),  # the words were chosen with these
        ("fraud_reports_apart.jsonl", 0.88, 0.96),  # and not with these
        ("fraud_reports_oral_a.jsonl", 0.95, 0.98),  # mistakes were read in this half
        ("fraud_reports_oral_b.jsonl", 0.93, 0.98),  # and not in this one
    ],
)
def test_written_reports_are_known_as_well_as_before(
    name: str, accuracy: float, top_two: float
) -> None:
    score = scored(DATA / name)
    assert score.accuracy >= accuracy, score.confused
    assert score.top_two >= top_two, score.confused


def test_the_third_hands_texts_are_known_as_well_as_before(tmp_path: Path) -> None:
    rows = [{"text": row["text"], "label": row["fraud_type"]} for row in c_rows.rows()]
    score = scored(a_file(tmp_path, *(json.dumps(row) for row in rows)))
    assert score.accuracy >= 0.93, score.confused
    assert score.macro_f1 >= 0.94, score.confused
    assert score.top_two >= 0.98
    assert score.cases_found >= 0.95
    assert score.false_cases <= 0.15


def a_file(folder: Path, *lines: str) -> Path:
    path = folder / "labelled.jsonl"
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def test_right_and_wrong_verdicts_are_counted(tmp_path: Path) -> None:
    rows = [json.dumps({"text": text, "label": label}) for text, label in ROWS]
    score = scored(a_file(tmp_path, *rows))
    assert (score.texts, score.accuracy) == (4, 0.75)
    assert (score.cases_found, score.false_cases) == (1.0, 0.0)
    assert score.rows["冒充电商物流客服类"].precision == 0.5
    assert score.rows["刷单返利类"].f1 == 1.0
    assert score.macro_f1 == round((1 + 2 / 3 + 0 + 1) / 4, 4)
    assert dict(score.confused) == {("虚假购物、服务类", "冒充电商物流客服类"): 1}


def test_the_bench_shows_times_and_scores(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = a_file(tmp_path, json.dumps({"text": ROWS[0][0], "label": ROWS[0][1]}))
    kept = tmp_path / "figures.json"
    run(["--rounds", "3", "--labelled", str(path), "--json", str(kept)])
    assert "2000 字" in capsys.readouterr().out
    told = json.loads(kept.read_text(encoding="utf-8"))
    assert told["labelled.jsonl"]["accuracy"] == 1.0
    assert set(told["times"]) == {"100 字", "500 字", "2000 字"}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('{"text": "x", "label": "盗窃"}', "row_unreadable"),
        ('{"label": "刷单返利类"}', "row_unreadable"),
        ("{", "row_unreadable"),
    ],
)
def test_a_line_without_a_known_label_is_refused_by_place(
    tmp_path: Path, line: str, code: str
) -> None:
    with pytest.raises(InputError) as refused:
        scored(a_file(tmp_path, line))
    assert (refused.value.code, refused.value.facts["row"]) == (code, 1)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="bench_file_empty"):
        scored(a_file(tmp_path))


def test_articles_are_counted_beside_their_readers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts, labels = tmp_path / "texts.jsonl", tmp_path / "labels.jsonl"
    told = [(f"a{number}", text) for number, (text, _) in enumerate(ROWS)]
    write(texts, *({"id": name, "text": text} for name, text in (*told, *told, ("b", "无人标注"))))
    write(
        labels,
        {"id": "a0", "labels": ["刷单返利类"] * 2, "sure": [3, 2]},
        {"id": "a1", "labels": ["非电诈案情"], "sure": [1]},  # called a case all the same
        {"id": "a2", "labels": ["虚假购物、服务类", "非电诈案情"], "sure": [1, 3]},
        {"id": "a3", "labels": ["非电诈案情"], "sure": [3]},
        {"id": "elsewhere", "labels": ["非电诈案情"], "sure": [3]},
    )
    found = counted(texts, labels)
    assert (found.texts, found.differing, found.missing) == (4, 1, 1)
    every, rather, quite = found.near_misses
    assert (every.cases, every.near_misses, every.found, every.wrong) == (1, 2, 1.0, 0.5)
    assert (rather.near_misses, rather.wrong) == (1, 0.0)
    assert rather.wrong_at == (0.0, 0.0)
    assert (quite.cases, quite.near_misses) == (0, 1)
    assert found.types == {"刷单返利类": (1, 1.0)}
    run(["--rounds", "1", "--articles", str(texts), str(labels)])
    shown = capsys.readouterr().out
    assert "宏平均 F1 1.000" in shown
    assert "另有 1 篇的原文不在 texts.jsonl 里" in shown


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ({"id": "a0", "labels": [], "sure": []}, "labels"),
        ({"id": "a0", "labels": ["盗窃"], "sure": [1]}, "labels"),
        ({"id": "a0", "labels": [["非电诈案情"]], "sure": [1]}, "labels"),
        ({"id": "a0", "labels": ["非电诈案情"], "sure": [{}]}, "sure"),
        ({"labels": ["非电诈案情"], "sure": [1]}, "id"),
        ({"id": "a0", "labels": ["非电诈案情"], "sure": [4]}, "sure"),
        ({"id": "a0", "labels": ["非电诈案情"], "sure": [1, 2]}, "sure"),
    ],
)
def test_labels_that_say_nothing_are_refused_by_place(
    tmp_path: Path, label: dict[str, object], field: str
) -> None:
    texts, labels = tmp_path / "texts.jsonl", tmp_path / "labels.jsonl"
    write(texts, {"id": "a0", "text": "一篇"})
    write(labels, label)
    with pytest.raises(InputError) as refused:
        counted(texts, labels)
    assert (refused.value.facts["row"], refused.value.facts["column"]) == (1, field)


def write(path: Path, *rows: Mapping[str, object]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
