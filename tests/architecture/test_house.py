"""The house keeps its shape."""

import ast
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

HOUSE = Path(__file__).parents[2]
LONGEST_FILE = 400
LONGEST_FUNCTION = 40
GENERATED = "_table.py"
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "core", "base", "manager"}


def sources(*rooms: str) -> Iterator[Path]:
    for room in rooms:
        for path in (HOUSE / room).rglob("*.py"):
            if "migrations" not in path.parts and not path.name.endswith(GENERATED):
                yield path


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def place(path: Path) -> str:
    return str(path.relative_to(HOUSE))


def test_no_file_is_longer_than_one_sitting() -> None:
    long = {
        place(path): lines
        for path in sources("zhisun", "tests")
        if (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_no_function_is_longer_than_one_look() -> None:
    long = {
        f"{place(path)}:{node.name}": lines
        for path in sources("zhisun")
        for node in functions(path)
        if (lines := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


def test_modules_are_named_by_what_they_hold() -> None:
    named = {place(path) for path in sources("zhisun") if path.stem in FORBIDDEN_NAMES}
    assert named == set()


def test_a_domains_models_stay_inside_that_domain() -> None:
    rooms = grimp.build_graph("zhisun")
    trespasses = [
        (importer, module)
        for module in rooms.modules
        if module.endswith(".models") and ".domains." in module
        for importer in rooms.find_modules_that_directly_import(module)
        if not importer.startswith(module.removesuffix("models"))
    ]
    assert trespasses == []


def durable_verbs() -> Iterator[tuple[Path, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path in sources("zhisun/domains"):
        for node in functions(path):
            decorations = [ast.unparse(decoration) for decoration in node.decorator_list]
            if any("atomic(durable=True)" in decoration for decoration in decorations):
                yield path, node


def test_every_public_verb_says_who_acts_and_when() -> None:
    silent = [
        f"{place(path)}:{node.name}"
        for path, node in durable_verbs()
        if not node.name.startswith("_")
        and not {"by", "at"} <= {argument.arg for argument in node.args.kwonlyargs}
    ]
    assert silent == ["zhisun/domains/audit/services.py:seal"]  # it seals what others did


def test_no_verb_calls_a_second_durable_verb() -> None:
    names = {node.name for _path, node in durable_verbs() if not node.name.startswith("_")}
    nested = [
        f"{place(path)}:{node.name} calls {call.func.id}"
        for path, node in durable_verbs()
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in names - {"acknowledge"}  # the outbox's own joins; ours is the verb
        and call.func.id != node.name
    ]
    assert nested == []


def test_every_reaction_and_job_says_why_a_repeat_is_harmless() -> None:
    silent = [
        f"{place(path)}:{node.name}"
        for path in sources("zhisun/domains")
        if path.name in {"reactions.py", "jobs.py"}
        for node in functions(path)
        if not node.name.startswith("_")
        and node.name != "run_clocks"  # the job's body, called by it alone
        and "Safe to repeat" not in (ast.get_docstring(node) or "")
    ]
    assert silent == []


@pytest.mark.parametrize("word", ["TODO", "FIXME"])
def test_open_points_live_in_decisions(word: str) -> None:
    found = [
        place(path)
        for path in sources("zhisun", "tests")
        if path != Path(__file__) and word in path.read_text()
    ]
    assert found == []
