"""Small pictures as a telephone makes them, with the place it was at written into them."""

import struct
import zlib

PLACE = b"GPS 36.6512 N 117.1201 E"


def segment(marker: int, body: bytes) -> bytes:
    """One segment of a JPEG."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def exif(orientation: int = 6) -> bytes:
    """An Exif block that names an orientation, then a place."""
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)
    return b"Exif\0\0II*\0" + struct.pack("<IH", 8, 1) + entry + bytes(4) + PLACE


def jpeg(*, width: int = 8, height: int = 8, orientation: int = 6, grey: int = 0) -> bytes:
    """A grey JPEG of 8 × 8 points with Exif, XMP, a comment and a film behind its end.

    grey: −8 to 7; another grey is another picture.
    """
    magnitude = abs(grey)
    size = magnitude.bit_length()
    bits = f"{size:03b}" + (
        f"{grey if grey > 0 else (1 << size) - 1 + grey:0{size}b}" if size else ""
    )
    coded = bits + "0"  # the end of the block
    coded = coded.ljust(-(-len(coded) // 8) * 8, "1")
    data = int(coded, 2).to_bytes(len(coded) // 8, "big").replace(b"\xff", b"\xff\0")
    direct = bytes([0, 0, 0, 7, *[0] * 13, *range(7)])
    alternating = bytes([0x10, 1, *[0] * 15, 0])
    return b"".join(
        [
            b"\xff\xd8",
            segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
            segment(0xE1, exif(orientation)),
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + PLACE),
            segment(0xFE, PLACE),
            segment(0xDB, bytes([0, *[16] * 64])),
            segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\0"),
            segment(0xC4, direct),
            segment(0xC4, alternating),
            segment(0xDA, b"\x01\x01\0\0\x3f\0"),
            data,
            b"\xff\xd9",
            b"ftypmp42" + PLACE,
        ]
    )


def chunk(kind: bytes, body: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*, width: int = 2, height: int = 2) -> bytes:
    """A black PNG with a place in Exif and in a text."""
    rows = zlib.compress((b"\0" + bytes(width)) * min(height, 4))
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
            chunk(b"eXIf", PLACE),
            chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + PLACE),
            chunk(b"IDAT", rows),
            chunk(b"IEND", b""),
            PLACE,
        ]
    )
