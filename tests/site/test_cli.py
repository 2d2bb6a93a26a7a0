"""The command line: exit codes, one clear line, nothing half-written."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def zhisun(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "zhisun.site.cli", *arguments],
        input=given,
        capture_output=True,
        check=False,
        cwd=ROOT,
    )


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


GOOD = b'{"id": "a", "text": "\xe8\xbd\xac\xe4\xba\x8628000\xe5\x85\x83", "ref_time": null}\n'


@pytest.mark.parametrize(
    "arguments", [["--help"], ["extract", "--help"], ["extract", "-", "-"], ["classify", "--help"]]
)
def test_help_and_the_commands_on_files_need_no_django(arguments: list[str]) -> None:
    probe = (
        "import sys; from zhisun.site import cli\n"
        "try: cli.main(sys.argv[1:])\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "assert 'django' not in sys.modules and 'psycopg' not in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe, *arguments],
        input=GOOD,
        capture_output=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nonsense"], "没有命令 'nonsense'"),
        (["extract", "--bogus", "a", "b"], "没有选项 --bogus"),
        (["extract", "a"], "缺少参数 OUT.jsonl"),
        (["extract", "a", "b", "c"], "多了 c"),
        (["demo", "--port", "many"], "参数 --port 的值不对：应为整数"),
        (["demo", "--port", "0"], "参数 --port 的值不对：不能小于 1"),
        (["demo", "--speed"], "--speed 后面要有值"),
        (["extract", "/nowhere/in.jsonl", "-"], "/nowhere/in.jsonl：没有这个文件"),
        (["bench", "nonsense"], "没有测量项 nonsense"),
    ],
)
def test_a_wrong_argument_is_one_clear_line_and_exit_code_2(
    arguments: list[str], said: str
) -> None:
    done = zhisun(*arguments)
    told = done.stderr.decode()
    assert (done.returncode, told.count("\n")) == (2, 1)
    assert told.startswith("zhisun: ")
    assert said in told


@pytest.mark.parametrize(
    ("setting", "value"), [("ZHISUN_SESSION_HOURS", "many"), ("DATABASE_URL", "mysql://a@b/c")]
)
def test_an_odd_setting_is_named_before_anything_starts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, setting: str, value: str
) -> None:
    monkeypatch.setenv(setting, value)
    monkeypatch.setenv("ZHISUN_HOME", str(tmp_path))
    done = zhisun("upgrade")
    assert (done.returncode, done.stderr.decode().count("\n")) == (2, 1)
    assert f"设置 {setting} 的值" in done.stderr.decode()
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_a_database_out_of_reach_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    done = zhisun("check")
    assert (done.returncode, done.stderr.decode().count("\n")) == (1, 1)
    assert "数据库连不上" in done.stderr.decode()


def test_lines_go_in_and_out_in_order(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(json.dumps({"id": str(n), "text": "好"}) + "\n" for n in range(50)))
    done = zhisun("extract", str(source), str(target))
    assert done.returncode == 0, done.stderr.decode()
    assert [line["id"] for line in lines(target)] == [str(n) for n in range(50)]


def test_classify_names_the_type_of_each_line_and_refuses_a_bad_one(tmp_path: Path) -> None:
    source, target, rejects = tmp_path / "in", tmp_path / "out", tmp_path / "rejects"
    told = {"id": "a", "text": "群里做任务刷单，垫付三万后说要补单，佣金不返"}
    source.write_text(json.dumps(told) + "\n" + '{"id": "b"}\n', encoding="utf-8")
    done = zhisun("classify", str(source), str(target), "--rejects", str(rejects))
    (verdict,) = lines(target)
    assert (done.returncode, verdict["id"], verdict["label"]) == (0, "a", "刷单返利类")
    assert [(row["row"], row["column"]) for row in lines(rejects)] == [(2, "text")]


def test_standard_input_and_output_are_a_dash() -> None:
    done = zhisun("extract", "-", "-", given=GOOD)
    (entity,) = json.loads(done.stdout)["entities"]
    assert (done.returncode, entity["type"], entity["norm"]) == (0, "amount", "28000")


@pytest.mark.parametrize(
    ("bad", "column"),
    [
        (b'{"id": "b", "text": }\n', 21),
        (b"[1]\n", 1),
        (b'{"id": "b"}\n', "text"),
        (b'{"id": "b", "text": "", "ref_time": "soon"}\n', "ref_time"),
        (b'{"id": "\xff"}\n', 9),
    ],
)
def test_a_bad_line_is_named_by_row_and_column_and_the_others_are_written(
    tmp_path: Path, bad: bytes, column: int | str
) -> None:
    source, target, rejects = tmp_path / "in", tmp_path / "out", tmp_path / "rejects"
    source.write_bytes(GOOD + bad + GOOD)
    done = zhisun("extract", str(source), str(target))
    assert done.returncode == 2
    assert f"{source} 第 2 行 {column} 列" in done.stderr.decode()
    assert len(lines(target)) == 2

    done = zhisun("extract", str(source), str(target), "--rejects", str(rejects))
    (refused,) = lines(rejects)
    assert (done.returncode, refused["row"], refused["column"]) == (0, 2, column)
    assert "1 行没有读懂" in done.stderr.decode()


def test_a_target_that_cannot_be_written_leaves_no_half_file(tmp_path: Path) -> None:
    done = zhisun("extract", "-", str(tmp_path / "nowhere" / "out.jsonl"), given=GOOD)
    assert done.returncode == 2
    assert list(tmp_path.iterdir()) == []
