"""The engines' compiled code, made once at installation and not while somebody waits."""

import hashlib
import importlib
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from zhisun import engines

ROOM = Path(engines.__file__).parent
MARK = "compiled-from"


def tracing() -> None:
    """Following money: half a minute where nothing is kept yet."""
    importlib.import_module("zhisun.engines.tracing.warm").warm()


def screening() -> None:
    """Holding events against the indicator base: its kernels are compiled as they are imported."""
    importlib.import_module("zhisun.engines.screening.matcher")


ENGINES: tuple[Callable[[], None], ...] = (tracing, screening)


def warm() -> None:
    """Compile what is not kept yet, an engine a process, and keep it for all later starts."""
    forget_stale()
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(len(ENGINES), mp_context=fresh) as processes:
        for done in [processes.submit(engine) for engine in ENGINES]:
            done.result()


def forget_stale(room: Path = ROOM) -> None:
    """Throw away what was compiled from other sources than today's.

    numba looks only at the file a kernel stands in; a part that was inlined from another file
    would live on in its compiled code.
    """
    for engine in ENGINES:
        sources = sorted((room / engine.__name__).glob("*.py"))
        digest = hashlib.sha256(b"\0".join(each.read_bytes() for each in sources)).hexdigest()
        kept = room / engine.__name__ / "__pycache__"
        mark = kept / MARK
        if not kept.is_dir() or (mark.exists() and mark.read_text() == digest):
            continue
        try:
            for compiled in (*kept.glob("*.nbi"), *kept.glob("*.nbc")):
                compiled.unlink(missing_ok=True)
            mark.write_text(digest)
        except OSError:  # not ours to change: kept elsewhere, by user
            continue
