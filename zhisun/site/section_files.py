"""Arrays as one file, mapped into memory when it is opened: snapshots and ledgers.

A mark, length of the manifest, manifest (JSON), signature, sections on page boundaries. The
manifest names every section with its type, place and SHA-256; the signature is over the manifest:
HMAC-SHA256 with a key, plain SHA-256 without one. Files appear when they are whole: a reader that
has the old file mapped keeps it.
"""

import hashlib
import hmac
import json
import mmap
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np

from zhisun.kernel.errors import InputError

PAGE = 4096
SIGNATURE = 32
LONGEST_MANIFEST = 1 << 24
TYPES = ("|u1", "|i1", "<u2", "<u4", "<u8", "<i4", "<i8")

Sections = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: its mark, eight bytes, and the codes of what can be wrong with one."""

    mark: bytes
    unreadable: str
    signature_wrong: str
    damaged: str


def write(
    kind: Kind, path: Path, sections: Sections, facts: Mapping[str, Any], *, key: bytes = b""
) -> str:
    """Write a file; gives the SHA-256 of its manifest, its identity. facts: kept in the manifest.

    The same sections and facts give the same bytes. Raises OSError.
    """
    place = PAGE
    told = {}
    for name, section in sorted(sections.items()):
        dtype = section.dtype.newbyteorder("<").str
        digest = _digest(section)
        told[name] = {"type": dtype, "at": place, "count": len(section), "sha256": digest}
        place += -(-section.nbytes // PAGE) * PAGE
    about = {**facts, "sections": told}
    manifest = json.dumps(about, ensure_ascii=False, sort_keys=True).encode()
    head = kind.mark + len(manifest).to_bytes(8, "little") + manifest + _signed(manifest, key)
    shift = -(-len(head) // PAGE) * PAGE - PAGE
    unfinished = path.with_name(path.name + ".unfinished")
    try:
        with unfinished.open("wb") as file:
            file.write(head)
            for name, section in sorted(sections.items()):
                file.seek(told[name]["at"] + shift)
                file.write(np.ascontiguousarray(section).data)
            file.truncate(place + shift)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return hashlib.sha256(manifest).hexdigest()


def is_one(kind: Kind, path: Path) -> bool:
    """Whether a file begins as these files do. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(kind.mark)) == kind.mark


def read(
    kind: Kind, path: Path, *, key: bytes = b"", whole: bool = True
) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Map a file: its sections, facts and identity. What is written to it stays in this process.

    whole: check the SHA-256 of every section, 0.7 s a GB; without it only the signature.
    Raises OSError, InputError (the codes of the kind).
    """
    with path.open("rb") as file:
        manifest = _manifest(kind, file, path, key)
        shift = -(-file.tell() // PAGE) * PAGE - PAGE
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    facts = json.loads(manifest)
    sections = {}
    for name, told in facts.pop("sections").items():
        sections[name] = _section(kind, mapped, told, shift, path)
        if whole and _digest(sections[name]) != told["sha256"]:
            raise InputError(kind.damaged, file=str(path), section=name)
    return sections, facts, hashlib.sha256(manifest).hexdigest()


def _digest(section: Any) -> str:
    whole: Any = np.ascontiguousarray(section)
    return hashlib.sha256(whole).hexdigest()


def _manifest(kind: Kind, file: IO[bytes], path: Path, key: bytes) -> bytes:
    """The manifest, its signature checked; the file stands behind it."""
    known = file.read(len(kind.mark)) == kind.mark
    length = int.from_bytes(file.read(8), "little")
    if not known or length > LONGEST_MANIFEST:
        raise InputError(kind.unreadable, file=str(path))
    manifest, signature = file.read(length), file.read(SIGNATURE)
    if not hmac.compare_digest(signature, _signed(manifest, key)):
        raise InputError(kind.signature_wrong, file=str(path))
    return manifest


def _signed(manifest: bytes, key: bytes) -> bytes:
    if key:
        return hmac.new(key, manifest, hashlib.sha256).digest()
    return hashlib.sha256(manifest).digest()


def _section(kind: Kind, mapped: mmap.mmap, told: dict[str, Any], shift: int, path: Path) -> Any:
    size = np.dtype(told["type"]).itemsize if told["type"] in TYPES else 0
    at, count = told["at"] + shift, told["count"]
    if not size or count < 0 or at % PAGE or at + size * count > len(mapped):
        raise InputError(kind.damaged, file=str(path), section="manifest")
    return np.frombuffer(mapped, told["type"], count, at) if count else np.zeros(0, told["type"])
