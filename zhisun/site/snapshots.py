"""An indicator base as one file, mapped into memory when it is opened (碰撞底库快照)."""

from pathlib import Path

import numpy as np

from zhisun.engines.screening import normal
from zhisun.engines.screening.indicator_base import FORMAT, HOT, Base
from zhisun.kernel.errors import InputError
from zhisun.site import section_files
from zhisun.site.section_files import Kind

SNAPSHOT = Kind(b"ZHISUNIX", "snapshot_unreadable", "snapshot_signature_wrong", "snapshot_damaged")


def write(base: Base, path: Path, *, key: bytes = b"", **facts: str | int) -> str:
    """Write a base; gives the SHA-256 of its manifest, its identity. facts: kept beside it.

    The same base and facts give the same bytes. Raises OSError.
    """
    return section_files.write(SNAPSHOT, path, base.sections, base.facts | facts, key=key)


def is_one(path: Path) -> bool:
    """Whether a file begins as these files do. Raises OSError."""
    return section_files.is_one(SNAPSHOT, path)


def read(path: Path, *, key: bytes = b"", whole: bool = True) -> tuple[Base, str]:
    """Map a base; gives its identity beside it. What is written to it stays in this process.

    whole: check the SHA-256 of every section, 0.7 s a GB; without it only the signature and what
    the kernels rely on. Raises OSError, InputError (`snapshot_…`).
    """
    sections, facts, identity = section_files.read(SNAPSHOT, path, key=key, whole=whole)
    if (facts["format"], facts["normal_form"]) != (FORMAT, normal.VERSION):
        raise InputError("snapshot_of_other_version", file=str(path))
    base = Base(sections, facts)
    if not _sound(base):
        raise InputError("snapshot_damaged", file=str(path), section="offsets")
    for name in HOT:  # read for every event: in memory of this process, on few pages
        sections[name] = sections[name].copy()
    return base, identity


def _sound(base: Base) -> bool:
    """Whether no kernel can read outside: offsets rise and stay inside, rows exist."""
    found = base.sections
    rows = len(found["kinds"])
    ends = found["offsets"]
    lengths = {len(found[name]) for name in ("valid_from", "valid_to", "severity", "fraud_type")}
    slots = found["slots"] & np.uint64(0xFFFFFFFF)
    margin = 64
    return bool(
        len(ends) == rows + 1
        and (not rows or lengths == {rows})
        and ends[0] == margin
        and int(ends[-1]) + margin == len(found["text"])
        and (ends[1:] >= ends[:-1]).all()
        and (slots <= rows).all()
        and (slots == 0).any()
        and (found["number_rows"] <= rows).all()
        and (found["number_rows"] == 0).any()
        and len(found["number_rows"]) == len(found["number_keys"])
        and len(found["heavy"]) > 1
        and not len(found["heavy"]) & (len(found["heavy"]) - 1)
        and len(found["chain"]) in (0, rows)
        and (found["chain"] < np.arange(len(found["chain"]))).all()
        and (found["chain"] >= -1).all()
        and all(len(found[name]) for name in HOT)
    )
