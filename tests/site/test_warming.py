"""What was compiled once is found again, and only while its sources are the same."""

import os
from pathlib import Path

import pytest

from zhisun.site import warming


@pytest.mark.skipif("NUMBA_CACHE_DIR" in os.environ, reason="compiled code is kept elsewhere")
def test_engines_leave_their_compiled_code_for_the_next_process() -> None:
    warming.warm()
    for engine in warming.ENGINES:
        kept = warming.ROOM / engine.__name__ / "__pycache__"
        assert list(kept.glob("*.nbi")), engine.__name__
        assert list(kept.glob("*.nbc")), engine.__name__


def test_code_compiled_from_other_sources_is_thrown_away(tmp_path: Path) -> None:
    kept = tmp_path / "tracing" / "__pycache__"
    kept.mkdir(parents=True)
    source, compiled = tmp_path / "tracing" / "walk.py", kept / "walk.step-1.py311.1.nbc"
    source.write_text("a = 1")
    warming.forget_stale(tmp_path)
    compiled.write_bytes(b"x")
    warming.forget_stale(tmp_path)
    assert compiled.exists()
    source.write_text("a = 2")
    warming.forget_stale(tmp_path)
    assert not compiled.exists()
