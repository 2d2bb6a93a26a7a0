"""Two domains that took one lock number would wait for each other without a reason."""

import ast
from collections import Counter
from pathlib import Path

ROOM = Path(__file__).parents[2] / "zhisun"


def numbers() -> list[tuple[str, int]]:
    """Every constant named …_LOCK of the platform."""
    return [
        (target.id, node.value.value)
        for path in ROOM.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
        and target.id.endswith("_LOCK")
        and isinstance(node.value.value, int)
    ]


def test_every_advisory_lock_has_its_own_number() -> None:
    used = Counter(number for _name, number in numbers())
    assert {number: times for number, times in used.items() if times > 1} == {}
    assert {"DRAFT_LOCK", "TRAIL_LOCK", "TEMPLATE_LOCK", "SEAL_LOCK"} <= dict(numbers()).keys()


def test_every_advisory_lock_is_taken_by_a_named_number() -> None:
    nameless = [
        str(path)
        for path in ROOM.rglob("*.py")
        if "pg_advisory" in (text := path.read_text()) and "_LOCK" not in text
    ]
    assert nameless == []
