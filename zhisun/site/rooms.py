"""Which rooms the house has, found by convention: a folder with the right file is one.

Looks at files only, so that settings can ask before Django is ready.
"""

from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent


def holding(file: str, under: str) -> list[str]:
    """Dotted names of the packages directly in `under` that hold `file`, sorted.

    `holding("apps.py", "domains")` → ["zhisun.domains.access", …].
    """
    return sorted(
        f"zhisun.{under}.{path.parent.name}" for path in (HOUSE / under).glob(f"*/{file}")
    )


def folders(name: str) -> list[Path]:
    """The folders called `name` of the shell and of every desk, the shell's first."""
    return [HOUSE / "shell" / name, *sorted((HOUSE / "desks").glob(f"*/{name}"))]


def has(module: str) -> bool:
    """Whether the house has this module, e.g. "zhisun.shell.urls"."""
    path = HOUSE.joinpath(*module.split(".")[1:])
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()
