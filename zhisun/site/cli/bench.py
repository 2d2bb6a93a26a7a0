"""The command that measures: one module for each measurement in `zhisun.site.bench`."""

import importlib
import pkgutil
from pathlib import Path
from typing import Annotated

import typer

from zhisun.kernel.errors import InputError

FOLDER = Path(__file__).resolve().parent.parent / "bench"


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    settings = {"ignore_unknown_options": True, "allow_interspersed_args": False}
    app.command("bench", context_settings=settings, add_help_option=True)(bench)


def measurements() -> list[str]:
    """The names of all measurements, sorted."""
    return sorted(found.name for found in pkgutil.iter_modules([str(FOLDER)]))


def bench(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME] [OPTION …]", help="不写则列出全部")
    ] = None,
) -> None:
    """在这台机器上测量引擎和平台。

    例：zhisun bench orders --rate 50
    """
    if not names:
        for name in measurements():
            typer.echo(name)
        return
    name, *options = names
    if name not in measurements():
        raise InputError("bench_unknown", name=name, known="、".join(measurements()) or "无")
    importlib.import_module(f"zhisun.site.bench.{name}").run(options)
