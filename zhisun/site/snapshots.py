"""An indicator base as one file, mapped into memory when it is opened (碰撞底库快照).

`ZHISUNIX`, length of the manifest, manifest (JSON), signature, sections on page boundaries. The
manifest names every section with its type, place and SHA-256; the signature is over the manifest:
HMAC-SHA256 with a key, plain SHA-256 without one. Files appear when they are whole: a reader that
has the old file mapped keeps it.
"""

import hashlib
import hmac
import json
import mmap
import os
from pathlib import Path
from typing import IO, Any

import numpy as np

from zhisun.engines.screening import normal
from zhisun.engines.screening.indicator_base import FORMAT, HOT, Base, Section
from zhisun.kernel.errors import InputError

MAGIC = b"ZHISUNIX"
PAGE = 4096
SIGNATURE = 32
LONGEST_MANIFEST = 1 << 24
TYPES = ("|u1", "<u2", "<u4", "<u8", "<i4", "<i8")


def write(base: Base, path: Path, *, key: bytes = b"", **facts: str | int) -> str:
    """Write a base; gives the SHA-256 of its manifest, its identity. facts: kept beside it.

    The same base and facts give the same bytes. Raises OSError.
    """
    place = PAGE
    sections = {}
    for name, section in sorted(base.sections.items()):
        kind = section.dtype.newbyteorder("<").str
        digest = _digest(section)
        sections[name] = {"type": kind, "at": place, "count": len(section), "sha256": digest}
        place += -(-section.nbytes // PAGE) * PAGE
    about = base.facts | {"sections": sections} | facts
    manifest = json.dumps(about, ensure_ascii=False, sort_keys=True).encode()
    head = MAGIC + len(manifest).to_bytes(8, "little") + manifest + _signed(manifest, key)
    shift = -(-len(head) // PAGE) * PAGE - PAGE
    unfinished = path.with_name(path.name + ".unfinished")
    try:
        with unfinished.open("wb") as file:
            file.write(head)
            for name, section in sorted(base.sections.items()):
                file.seek(sections[name]["at"] + shift)
                file.write(np.ascontiguousarray(section).data)
            file.truncate(place + shift)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return hashlib.sha256(manifest).hexdigest()


def is_one(path: Path) -> bool:
    """Whether a file begins as these files do. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def read(path: Path, *, key: bytes = b"", whole: bool = True) -> tuple[Base, str]:
    """Map a base; gives its identity beside it. What is written to it stays in this process.

    whole: check the SHA-256 of every section, 0.7 s a GB; without it only the signature and what
    the kernels rely on. Raises OSError, InputError (`snapshot_…`).
    """
    with path.open("rb") as file:
        manifest = _manifest(file, path, key)
        shift = -(-file.tell() // PAGE) * PAGE - PAGE
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    facts = json.loads(manifest)
    if (facts["format"], facts["normal_form"]) != (FORMAT, normal.VERSION):
        raise InputError("snapshot_of_other_version", file=str(path))
    sections = {}
    for name, told in facts.pop("sections").items():
        sections[name] = _section(mapped, told, shift, path)
        if whole and _digest(sections[name]) != told["sha256"]:
            raise InputError("snapshot_damaged", file=str(path), section=name)
    base = Base(sections, facts)
    if not _sound(base):
        raise InputError("snapshot_damaged", file=str(path), section="offsets")
    for name in HOT:  # read for every event: in memory of this process, on few pages
        sections[name] = sections[name].copy()
    return base, hashlib.sha256(manifest).hexdigest()


def _digest(section: Any) -> str:
    whole: Any = np.ascontiguousarray(section)
    return hashlib.sha256(whole).hexdigest()


def _manifest(file: IO[bytes], path: Path, key: bytes) -> bytes:
    """The manifest, its signature checked; the file stands behind it."""
    known = file.read(len(MAGIC)) == MAGIC
    length = int.from_bytes(file.read(8), "little")
    if not known or length > LONGEST_MANIFEST:
        raise InputError("snapshot_unreadable", file=str(path))
    manifest, signature = file.read(length), file.read(SIGNATURE)
    if not hmac.compare_digest(signature, _signed(manifest, key)):
        raise InputError("snapshot_signature_wrong", file=str(path))
    return manifest


def _signed(manifest: bytes, key: bytes) -> bytes:
    if key:
        return hmac.new(key, manifest, hashlib.sha256).digest()
    return hashlib.sha256(manifest).digest()


def _section(mapped: mmap.mmap, told: dict[str, Any], shift: int, path: Path) -> Section:
    size = np.dtype(told["type"]).itemsize if told["type"] in TYPES else 0
    at, count = told["at"] + shift, told["count"]
    if not size or count < 0 or at % PAGE or at + size * count > len(mapped):
        raise InputError("snapshot_damaged", file=str(path), section="manifest")
    return np.frombuffer(mapped, told["type"], count, at) if count else np.zeros(0, told["type"])


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
