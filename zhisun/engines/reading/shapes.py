"""Traditional and other shapes of a character as the simplified one (繁体、异体归简)."""

from zhisun.engines.reading.shapes_table import PAIRS

_SHAPES = "".join(PAIRS.split())
SIMPLIFIED = dict(zip(_SHAPES[::2], _SHAPES[1::2], strict=True))
"""By another shape the simplified character: one for one, so that offsets stay."""
