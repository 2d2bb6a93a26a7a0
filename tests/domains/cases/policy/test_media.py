"""What a file is, its bytes say."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhisun.domains.cases.policy.media import OFFICE, media_type_of
from zhisun.domains.cases.terms import EVIDENCE_TYPES


def zipped(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\x00\x00\x00\x18ftypheic\x00", "image/heic"),
        (b"\x00\x00\x00\x18ftypmp42\x00", "video/mp4"),
        (b"\x00\x00\x00\x18ftypM4A \x00", "audio/mp4"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"ID3\x04\x00", "audio/mpeg"),
        (b"\xff\xfb\x90\x44", "audio/mpeg"),
        (b"\xff\xf1\x50\x80", "audio/aac"),
        (b"#!AMR\n", "audio/amr"),
        (
            zipped("[Content_Types].xml", "word/document.xml"),
            OFFICE["word/"],
        ),
        (
            zipped("[Content_Types].xml", "xl/workbook.xml"),
            OFFICE["xl/"],
        ),
        ("我转了两万八".encode(), "text/plain"),
        ("我转了两万八".encode("gb18030"), "text/plain"),
    ],
)
def test_kinds_of_evidence_are_known_by_their_bytes(content: bytes, kind: str) -> None:
    assert media_type_of(content) == kind
    assert kind in EVIDENCE_TYPES


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00\x03",
        b"\x7fELF\x02",
        b"PK\x03\x04 torn",
        zipped("run.exe"),
        zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        b"<html><script>alert(1)</script>",
        b"  <svg xmlns='x' onload='x'>",
        b"\x00\x00\x00\x18ftypqt  \x00",
        b"RIFF\x24\x00\x00\x00AVI ",
    ],
)
def test_what_is_no_evidence_is_nothing(content: bytes) -> None:
    assert media_type_of(content) is None


@given(st.binary(max_size=200))
def test_any_bytes_are_one_of_the_kinds_or_nothing(content: bytes) -> None:
    assert media_type_of(content) in EVIDENCE_TYPES | {None}
