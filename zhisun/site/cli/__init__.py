"""The command `zhisun`: the operator's and the data team's door (docs: contracts of each command).

No module here imports Django at its top: `zhisun --help` and the commands on files start at once.
"""

import sys
from collections.abc import Sequence

import typer

from zhisun.kernel.errors import ZhisunError
from zhisun.site import compiled_code
from zhisun.site.cli import bench, engines, ledger, platform, screening, state, statements, tracing
from zhisun.site.cli.failures import Failure, end_with

app = typer.Typer(
    name="zhisun",
    help="止损：反诈中心业务平台。`zhisun demo` 一条命令看全貌。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # the plain help comes 0.2 s sooner
    pretty_exceptions_enable=False,
)
for group in (platform, state, engines, screening, statements, tracing, ledger, bench):
    group.register(app)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command. Exit code 0, 2 for what the caller can correct, 1 for all else."""
    try:
        compiled_code.keep()
        code = app(args=arguments, prog_name="zhisun", standalone_mode=False)
    except (ZhisunError, OSError, Failure, KeyboardInterrupt) as error:
        end_with(error)
    sys.exit(code if isinstance(code, int) else 0)
