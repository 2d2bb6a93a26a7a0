"""A photo without what a telephone writes into it: place, device, time, a second picture behind.

Sources: ITU-T T.81 annex B (JPEG), Exif 2.32 §4.5–4.6 (orientation), PNG third edition (W3C) §5,
§11.3. What is kept is named; everything else is left out, also what comes after the end.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from zhisun.domains.dissuasion.terms import LARGEST_PICTURE
from zhisun.kernel.errors import InputError

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8"
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of a frame: they hold height and width."""

TABLES = frozenset({0xC4, 0xCC, 0xDB, 0xDD, 0xDC, 0xDE, 0xDF})
RESTARTS = frozenset(range(0xD0, 0xD8))
SCAN, END, ICC, ADOBE, EXIF = 0xDA, 0xD9, 0xE2, 0xEE, 0xE1
MARK = 0xFF
ORIENTATION = 0x0112
TURNS = range(2, 9)
"""Orientations that are not the plain one (1)."""

CHUNKS = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT"}
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that tells nothing but what is to be seen on it."""

    media_type: str
    content: bytes


def bare(content: bytes) -> Picture:
    """The same picture without its metadata (去除拍摄信息); it is not encoded anew.

    How a JPEG is to be turned is kept. Raises InputError for what is no JPEG or PNG, is broken or
    is larger than LARGEST_PICTURE points.
    """
    try:
        if content.startswith(PNG):
            return Picture("image/png", _bare_png(content))
        if content.startswith(JPEG):
            return Picture("image/jpeg", _bare_jpeg(content))
    except (IndexError, struct.error) as error:
        raise InputError("photo_broken", field="photo") from error
    raise InputError("photo_kind_refused", field="photo")


def _bare_jpeg(content: bytes) -> bytes:
    parts: list[bytes] = []
    turned, framed = 1, False
    for marker, body, whole in _segments(content):
        if marker == EXIF and body.startswith(b"Exif\0\0"):
            turned = _turned(body[6:])
        if marker in FRAMES:
            _demand_size(*struct.unpack_from(">HH", body, 1))
            framed = True
        if _kept(marker, body):
            parts.append(whole)
    if not framed:
        raise InputError("photo_broken", field="photo")
    turn = _turn(turned) if turned in TURNS else b""
    return b"".join([JPEG, turn, *parts, bytes((MARK, END))])


def _segments(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Marker, body and whole of each segment up to the end, a scan with its data."""
    marker, place = _marker(content, len(JPEG))
    while marker != END:
        (length,) = struct.unpack_from(">H", content, place)
        body = content[place + 2 : place + length]
        if length < 2 or len(body) != length - 2:  # noqa: PLR2004 the length counts itself
            raise InputError("photo_broken", field="photo")
        last = place + length
        if marker == SCAN:
            last = _end_of_scan(content, last)
        yield marker, body, bytes((MARK, marker)) + content[place:last]
        marker, place = _marker(content, last)


def _marker(content: bytes, place: int) -> tuple[int, int]:
    """The next marker and where what follows it begins. Fill bytes may stand before."""
    if content[place] != MARK:
        raise InputError("photo_broken", field="photo")
    while content[place] == MARK:
        place += 1
    return content[place], place + 1


def _end_of_scan(content: bytes, place: int) -> int:
    """Where a scan's data ends: at a marker that is neither stuffed nor a restart."""
    while (place := content.find(MARK, place)) >= 0:
        follows = content[place + 1]
        if follows and follows not in RESTARTS and follows != MARK:
            return place
        place += 1 if follows == MARK else 2
    raise InputError("photo_broken", field="photo")


def _kept(marker: int, body: bytes) -> bool:
    colours = marker == ICC and body.startswith(b"ICC_PROFILE\0")
    adobe = marker == ADOBE and body.startswith(b"Adobe")
    return colours or adobe or marker in FRAMES or marker in TABLES or marker == SCAN


def _turned(tiff: bytes) -> int:
    """The orientation in an Exif block, 1 when it says none."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (entries,) = struct.unpack_from(f"{order}H", tiff, first)
        for number in range(entries):
            tag, _kind, _count, value = struct.unpack_from(
                f"{order}HHIH", tiff, first + 2 + 12 * number
            )
            if tag == ORIENTATION:
                return int(value)
    except struct.error:  # a torn block: the picture itself may be whole
        return 1
    return 1


def _turn(orientation: int) -> bytes:
    """An Exif block that says nothing but the orientation."""
    entry = struct.pack(">HHIHH", ORIENTATION, 3, 1, orientation, 0)
    tiff = b"MM\0*" + struct.pack(">IH", 8, 1) + entry + bytes(4)
    body = b"Exif\0\0" + tiff
    return bytes((MARK, EXIF)) + struct.pack(">H", len(body) + 2) + body


def _bare_png(content: bytes) -> bytes:
    parts, place, kind = [PNG], len(PNG), b""
    while kind != b"IEND":
        (length,) = struct.unpack_from(">I", content, place)
        kind = content[place + 4 : place + 8]
        last = place + 12 + length
        (check,) = struct.unpack_from(">I", content, last - 4)
        if zlib.crc32(content[place + 4 : last - 4]) != check:
            raise InputError("photo_broken", field="photo")
        if (kind == b"IHDR") != (len(parts) == 1):
            raise InputError("photo_broken", field="photo")
        if kind == b"IHDR":
            _demand_size(*struct.unpack_from(">II", content, place + 8))
        if kind in CHUNKS:
            parts.append(content[place:last])
        place = last
    return b"".join(parts)


def _demand_size(height: int, width: int) -> None:
    """Raises InputError for a picture of nothing, or one that would fill a browser's memory."""
    if not 0 < height * width <= LARGEST_PICTURE:
        raise InputError("photo_too_many_points", field="photo", most=LARGEST_PICTURE // 1_000_000)
