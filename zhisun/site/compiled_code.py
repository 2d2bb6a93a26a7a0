"""The engines' compiled code: where it lies, and that it is that of these sources.

The compiler keeps what it made beside each file and looks at that file only. A kernel is built from
parts in several files; when one of the others changes (an upgrade in place), the kept kernel would
read tables laid out otherwise.
"""

import hashlib
import os
from pathlib import Path

from zhisun.site import environment

ENGINES = Path(__file__).resolve().parent.parent / "engines"
PLACE = "NUMBA_CACHE_DIR"


def keep() -> None:
    """Let compiled code lie beside the sources, or in our home when that cannot be written to.

    What was compiled from other sources is removed. Call it before an engine is imported.
    NUMBA_CACHE_DIR, where the operator set it, wins, and is his to clear.
    """
    if os.environ.get(PLACE):
        return
    folder = ENGINES
    if not os.access(ENGINES, os.W_OK):
        folder = environment.home() / "compiled"
        os.environ[PLACE] = str(folder)
    forget_others(folder, sources_of(ENGINES))


def sources_of(engines: Path) -> str:
    """One word for all sources of the engines as they lie there: names, sizes, times of change."""
    files = [(path, path.stat()) for path in sorted(engines.rglob("*.py"))]
    told = [f"{path} {known.st_size} {known.st_mtime_ns}" for path, known in files]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def forget_others(folder: Path, sources: str) -> None:
    """Remove what was compiled below `folder` unless it was from these sources."""
    stamp = folder / "__pycache__" / "compiled-from.txt"
    if stamp.is_file() and stamp.read_text(encoding="ascii") == sources:
        return
    for index in folder.rglob("*.nb[ic]"):
        index.unlink(missing_ok=True)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(sources, encoding="ascii")
