"""The engines' compiled code, made once at installation and not while somebody waits."""

import importlib
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor


def tracing() -> None:
    """Following money: half a minute where nothing is kept yet."""
    importlib.import_module("zhisun.engines.tracing.warm").warm()


def screening() -> None:
    """Holding events against the indicator base: its kernels are compiled as they are imported."""
    importlib.import_module("zhisun.engines.screening.matcher")


ENGINES: tuple[Callable[[], None], ...] = (tracing, screening)


def warm() -> None:
    """Compile what is not kept yet, an engine a process, and keep it for all later starts."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(len(ENGINES), mp_context=fresh) as processes:
        for done in [processes.submit(engine) for engine in ENGINES]:
            done.result()
