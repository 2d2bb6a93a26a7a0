"""How a command ends when it cannot do its work: one line for a person on stderr."""

import os
import re
import sys
from typing import NoReturn

import typer

from zhisun.kernel.errors import InputError, ZhisunError

# Typer carries its own click; this is the ancestor of all its complaints about arguments.
Failure: type[Exception] = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)
COMPLAINTS = {  # what a person mistypes; anything rarer stays in click's words
    r"valid integer": "应为整数",
    r"greater than or equal to (\d+)": r"不能小于 \1",
    r"less than or equal to (\d+)": r"不能大于 \1",
    r"unexpected extra argument\S* \((.*)\)": r"多了 \1",
    r"Option '(.*)' requires an argument": r"\1 后面要有值",
}
FAILED, WRONG_INPUT, INTERRUPTED = 1, 2, 130


def end_with(error: BaseException) -> NoReturn:
    """Say what was wrong and leave with the code of contracts.md."""
    if isinstance(error, KeyboardInterrupt):
        sys.exit(INTERRUPTED)
    if isinstance(error, BrokenPipeError):  # the reader of our output has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
    words, code = _judge(error)
    print(f"zhisun: {words}", file=sys.stderr)
    sys.exit(code)


def _judge(error: BaseException) -> tuple[str, int]:
    if isinstance(error, ZhisunError):
        return text_of(error), WRONG_INPUT if isinstance(error, InputError) else FAILED
    if isinstance(error, OSError):
        return _of_file(error), WRONG_INPUT
    return _of_arguments(error), WRONG_INPUT


def text_of(error: ZhisunError) -> str:
    """The text of the catalogue. Django is needed here only, so it is loaded here only."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False)
    from zhisun.shell.messages import text

    return text(error)


def _of_file(error: OSError) -> str:
    reason = {
        FileNotFoundError: "没有这个文件",
        PermissionError: "没有权限",
        IsADirectoryError: "这是一个文件夹",
        NotADirectoryError: "路径中有一段不是文件夹",
        FileExistsError: "已经存在",
    }.get(type(error), error.strerror or str(error))
    return f"{error.filename}：{reason}" if error.filename else str(reason)


def _of_arguments(error: BaseException) -> str:
    """Our words by the kind of complaint; the kinds are click's and keep their names."""
    told = str(getattr(error, "format_message", lambda: str(error))())
    kind = type(error).__name__
    if kind == "NoSuchOption":
        words = f"没有选项 {getattr(error, 'option_name', '')}"
    elif kind == "MissingParameter":
        words = f"缺少参数 {_name(error)}"
    elif kind == "BadParameter":
        words = f"参数 {_name(error)} 的值不对：{_in_chinese(str(getattr(error, 'message', told)))}"
    elif told.startswith("No such command"):
        words = f"没有命令 {told.removeprefix('No such command').strip(' .')}"
    else:
        words = f"参数不对：{_in_chinese(told)}"
    return f"{words}。用 zhisun --help 或 zhisun 命令 --help 查看用法和例子。"


def _name(error: BaseException) -> str:
    """The parameter as the caller writes it: --port, OUT.jsonl."""
    parameter = getattr(error, "param", None)
    written = next(iter(getattr(parameter, "opts", [])), "")
    return written if written.startswith("-") else getattr(parameter, "metavar", None) or written


def _in_chinese(complaint: str) -> str:
    for pattern, words in COMPLAINTS.items():
        if found := re.search(pattern, complaint):
            return found.expand(words)
    return complaint.rstrip(".")
