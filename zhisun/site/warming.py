"""What makes a first time slow, done before anybody waits for it.

The engines' compiled code is made once, at installation; every web process loads it, with the
tables and weights it works on, before it takes its first request.
"""

import importlib
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

from django.urls import get_resolver


def tracing() -> None:
    """Following money: half a minute where nothing is kept yet."""
    importlib.import_module("zhisun.engines.tracing.warm").warm()


def screening() -> None:
    """Holding events against the indicator base: its kernels are compiled as they are imported."""
    importlib.import_module("zhisun.engines.screening.matcher")


def reading() -> None:
    """Reading what people say: ten seconds where nothing is kept yet."""
    importlib.import_module("zhisun.engines.reading.warm").warm()


ENGINES: tuple[Callable[[], None], ...] = (tracing, screening, reading)


def warm() -> None:
    """Compile what is not kept yet, an engine a process, and keep it for all later starts."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(len(ENGINES), mp_context=fresh) as processes:
        for done in [processes.submit(engine) for engine in ENGINES]:
            done.result()


def pages() -> None:
    """Load what the first visit to a desk would load: every page's code, and what reading needs.

    For a process that serves pages, with Django set up. It needs no database. What the other
    engines keep loads in a twentieth of a second: not worth 17 MB in every process.
    """
    get_resolver().url_patterns  # noqa: B018 it reads the addresses, and with them the desks, in
    reading()
