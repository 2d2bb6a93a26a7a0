"""What was compiled once is found again."""

import os
from pathlib import Path

import pytest

from zhisun.engines.screening import machine
from zhisun.site import warming

pytestmark = pytest.mark.skipif(
    "NUMBA_CACHE_DIR" in os.environ, reason="compiled code is kept elsewhere"
)


def test_engines_leave_their_compiled_code_for_the_next_process() -> None:
    warming.warm()
    engines = Path(machine.__file__).parents[1]
    for engine in warming.ENGINES:
        kept = engines / engine.__name__ / "__pycache__"
        assert list(kept.glob("*.nbi")), engine.__name__
        assert list(kept.glob("*.nbc")), engine.__name__
