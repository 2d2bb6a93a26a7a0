"""What a file is, by its own first bytes. What a browser says of it is a guess by its name.

Sources: PNG (W3C), JPEG (ITU-T T.81), RIFF, ISO/IEC 14496-12 (`ftyp` brands), ISO 32000 (PDF),
ISO/IEC 11172-3 (MP3), PKWARE APPNOTE and ECMA-376 (office files).
"""

import io
import re
import zipfile
from collections.abc import Callable

HEAD = 4096
"""Bytes looked at; an office file's directory stands at its end."""

BRANDS: dict[bytes, str] = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"), "image/heic"),
    **dict.fromkeys((b"M4A ", b"M4B "), "audio/mp4"),
    **dict.fromkeys((b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42"), "video/mp4"),
    **dict.fromkeys((b"avc1", b"dash", b"M4V ", b"MSNV", b"3gp4", b"3gp5", b"3gp6"), "video/mp4"),
}
"""Major brand of a `ftyp` box → type."""

RIFF: dict[bytes, str] = {b"WAVE": "audio/wav", b"WEBP": "image/webp"}

OFFICE: dict[str, str] = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Folder inside a zipped office file → type. Macros (`vbaProject.bin`) are refused."""

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"%PDF-", "application/pdf"),
    (b"ID3", "audio/mpeg"),
    (b"#!AMR", "audio/amr"),
)
_ACTIVE = re.compile(rb"<\s*(!doctype|html|script|svg|\?xml|body|iframe)", re.IGNORECASE)
_SYNC, _LAYER, _AAC = 0xE0, 0x06, 0xF6


def media_type_of(content: bytes) -> str | None:
    """The media type of a file by its bytes; None for a kind that is no evidence."""
    for tell in _TELLERS:
        if found := tell(content):
            return found
    return None


def _by_start(content: bytes) -> str | None:
    return next((kind for start, kind in _STARTS if content.startswith(start)), None)


def _by_container(content: bytes) -> str | None:
    if content[4:8] == b"ftyp":
        return BRANDS.get(content[8:12])
    return RIFF.get(content[8:12]) if content.startswith(b"RIFF") else None


def _by_frame(content: bytes) -> str | None:
    """An MP3 or AAC stream without a header: eleven or twelve set bits, then a layer."""
    if len(content) < 2 or content[0] != 0xFF or content[1] & _SYNC != _SYNC:  # noqa: PLR2004 a frame's two first bytes
        return None
    if content[1] & _AAC == 0xF0:  # noqa: PLR2004 twelve set bits and layer 0: ADTS
        return "audio/aac"
    return "audio/mpeg" if content[1] & _LAYER else None


def _by_directory(content: bytes) -> str | None:
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, EOFError):
        return None
    if "[Content_Types].xml" not in names or any(n.endswith("vbaProject.bin") for n in names):
        return None
    folders = (kind for folder, kind in OFFICE.items() if any(n.startswith(folder) for n in names))
    return next(folders, None)


def _as_text(content: bytes) -> str | None:
    """Plain text in UTF-8 or GB 18030, without what a browser would run."""
    if not content or any(byte < 32 and byte not in b"\t\n\r\f" for byte in content[:HEAD]):  # noqa: PLR2004 control characters
        return None
    if _ACTIVE.search(content[:HEAD]):
        return None
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return "text/plain"
    return None


_TELLERS: tuple[Callable[[bytes], str | None], ...] = (
    _by_start,
    _by_container,
    _by_frame,
    _by_directory,
    _as_text,
)
