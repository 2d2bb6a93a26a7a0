"""Everything is caught at the edges of docs/decisions/0008 and nowhere else, with its stack."""

import ast
from collections.abc import Iterator
from pathlib import Path

HOUSE = Path(__file__).parents[2]
DECISION = HOUSE / "docs" / "decisions" / "0008-broad-excepts.md"
EDGES = {
    "api/gateway/counter.py: serve",
    "api/gateway/counter.py: serve_again",
    "domains/outbox/services.py: _deliver",
    "domains/outbox/services.py: _subjects",
    "domains/stop_payment/jobs.py: run_clocks",
    "domains/takedown/jobs.py: run_clocks",
    "site/worker.py: enduring",
}
BROAD = {"Exception", "BaseException"}


def broad_handlers() -> Iterator[tuple[str, ast.ExceptHandler]]:
    """Every handler that catches everything, by file and function."""
    for path in sorted((HOUSE / "zhisun").rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                place = f"{path.relative_to(HOUSE / 'zhisun')}: {function.name}"
                handlers = (n for n in ast.walk(function) if isinstance(n, ast.ExceptHandler))
                yield from ((place, handler) for handler in handlers if _is_broad(handler))


def _is_broad(node: ast.ExceptHandler) -> bool:
    """Whether it catches everything and keeps it; one that ends by raising again does not."""
    last = node.body[-1]
    if isinstance(last, ast.Raise) and last.exc is None:
        return False
    caught = ast.walk(node.type) if node.type else ()
    names = {each.id for each in caught if isinstance(each, ast.Name)}
    return node.type is None or bool(names & BROAD)


def _keeps_the_stack(handler: ast.ExceptHandler) -> bool:
    calls = (node for node in ast.walk(handler) if isinstance(node, ast.Call))
    return "log.exception" in {ast.unparse(call.func) for call in calls}


def test_everything_is_caught_only_at_the_edges_that_were_decided() -> None:
    assert {place for place, _handler in broad_handlers()} == EDGES


def test_an_edge_keeps_the_stack() -> None:
    assert [place for place, handler in broad_handlers() if not _keeps_the_stack(handler)] == []


def test_the_decision_names_the_same_edges() -> None:
    written = DECISION.read_text()
    assert [place for place in EDGES if f"`{place}`" not in written] == []
