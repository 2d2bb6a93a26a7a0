"""Every error has its words."""

import ast
from collections.abc import Iterator
from pathlib import Path

from zhisun.kernel import errors
from zhisun.shell.messages import catalogue

HOUSE = Path(__file__).parents[2]
ERRORS = {
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.ZhisunError)
}
NOT_FOR_PEOPLE = {"EngineInputError", "GatewayMisconfigured"}
"""Our own bugs: the person sees that something broke, the operator sees the code."""


def raised_codes() -> Iterator[tuple[str, str]]:
    for path in (HOUSE / "zhisun").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = ast.unparse(node.func).rsplit(".", 1)[-1]
            code = node.args[0]
            wanted = called in ERRORS - NOT_FOR_PEOPLE
            if wanted and isinstance(code, ast.Constant) and isinstance(code.value, str):
                yield code.value, f"{path.relative_to(HOUSE)}:{node.lineno}"


def test_every_code_that_is_raised_has_its_text() -> None:
    mute = {code: where for code, where in raised_codes() if code not in catalogue()}
    assert mute == {}
