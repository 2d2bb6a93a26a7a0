import unicodedata

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from zhisun.engines.reading.fraud_types.features import BUCKETS, SIZES, buckets
from zhisun.engines.reading.fraud_types.squeezing import squeezed
from zhisun.engines.reading.shapes import SIMPLIFIED

ANY = st.text(st.characters(), max_size=200)


@given(ANY)
@settings(deadline=None, max_examples=300)
def test_each_squeezed_character_comes_from_the_one_at_its_origin(text: str) -> None:
    seen = squeezed(text)
    assert len(seen.text) == len(seen.codes) == len(seen.origin)
    assert (np.diff(seen.origin) > 0).all()
    for letter, place in zip(seen.text, seen.origin.tolist(), strict=True):
        folded = unicodedata.normalize("NFKC", text[place]).lower()
        assert letter in {folded, SIMPLIFIED.get(folded), text[place], "0", "u"}


@given(ANY)
@settings(deadline=None, max_examples=200)
def test_squeezing_keeps_no_space(text: str) -> None:
    assert not any(letter.isspace() for letter in squeezed(text).text)


def test_numbers_links_and_masks_become_one_sign() -> None:
    assert squeezed("转了３．５万").text == "转了0万"
    assert squeezed("登录 WWW.icbc-jf.COM/a 兑换").text == "登录u兑换"
    assert squeezed("尊敬 的 NAME 积分 DIGIT 请 登陆 URL").text == "尊敬的积分0请登陆u"
    assert squeezed("加QQ聊").text == "加qq聊"
    assert squeezed("A.点击 B．删除").text == "a.点击b.删除"


@given(ANY)
@settings(deadline=None, max_examples=100)
def test_buckets_agree_with_hashing_each_n_gram_by_hand(text: str) -> None:
    codes = squeezed(text).codes
    slow = set()
    for size in SIZES:
        for start in range(len(codes) - size + 1):
            slow.add(_bucket([int(code) for code in codes[start : start + size]]))
    found = buckets(codes).tolist()
    assert set(found) == slow
    assert found == sorted(found)
    assert all(0 <= each < BUCKETS for each in found)


def _bucket(gram: list[int]) -> int:
    """The hash in whole numbers of any size, cut to 32 bits at each step."""
    mixed = len(gram)
    for place, code in enumerate(gram):
        mixed = ((mixed ^ code) * (2654435761, 2246822519, 3266489917)[place % 3]) % (1 << 32)
        mixed ^= mixed >> 15
    return mixed >> 15
