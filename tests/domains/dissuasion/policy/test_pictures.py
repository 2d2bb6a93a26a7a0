"""What a picture tells beside what is to be seen on it is gone; what is no picture is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.photos import PLACE, jpeg, png
from zhisun.domains.dissuasion.policy.pictures import bare
from zhisun.kernel.errors import InputError


@pytest.mark.parametrize("whole", [jpeg(), png()], ids=["jpeg", "png"])
def test_no_place_is_left_and_doing_it_again_changes_nothing(whole: bytes) -> None:
    assert PLACE in whole
    once = bare(whole)
    assert PLACE not in once.content
    assert bare(once.content) == once


@pytest.mark.parametrize("orientation", range(1, 9))
def test_how_a_picture_is_turned_is_kept(orientation: int) -> None:
    content = bare(jpeg(orientation=orientation)).content
    told = b"\x01\x12\0\x03\0\0\0\x01" + bytes((0, orientation))
    assert (told in content) == (orientation > 1)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7 x", "photo_kind_refused"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "photo_kind_refused"),
        (b"<svg onload=alert(1)>", "photo_kind_refused"),
        (b"\0\0\0\x18ftypheic", "photo_kind_refused"),
        (b"", "photo_kind_refused"),
        (b"\xff\xd8\xff\xd9", "photo_broken"),
        (b"\xff\xd8%PDF-1.7", "photo_broken"),
        (jpeg()[:-40], "photo_broken"),
        (png()[:-40], "photo_broken"),
        (png().replace(b"IDAT", b"IDOT"), "photo_broken"),
        (jpeg(width=60_000, height=60_000), "photo_too_many_points"),
        (png(width=60_000, height=60_000), "photo_too_many_points"),
        (jpeg(width=0), "photo_too_many_points"),
    ],
)
def test_what_is_no_picture_is_refused_with_the_reason(content: bytes, code: str) -> None:
    with pytest.raises(InputError) as refused:
        bare(content)
    assert refused.value.code == code


@given(st.sampled_from([jpeg(), png()]), st.data())
def test_a_torn_or_changed_file_is_refused_or_told_clean_and_is_never_a_fault(
    whole: bytes, data: st.DataObject
) -> None:
    torn = bytearray(whole)
    for _change in range(data.draw(st.integers(1, 4))):
        torn[data.draw(st.integers(0, len(torn) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(torn[: data.draw(st.integers(0, len(torn)))])
    try:
        kept = bare(cut)
    except InputError as refused:
        assert refused.code.startswith("photo_")  # noqa: PT017 either way is right
    else:
        assert bare(kept.content) == kept
