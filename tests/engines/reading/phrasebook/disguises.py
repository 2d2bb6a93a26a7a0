"""Ways people write digits and web addresses so that filters do not see them (伪装)."""

from collections.abc import Callable
from random import Random

SPOKEN = str.maketrans("0123456789", "零幺二三四五六七八九")
SPOKEN_SEVEN = str.maketrans("0123456789", "洞幺两三四五六拐八勾")
FORMAL = str.maketrans("0123456789", "零壹贰叁肆伍陆柒捌玖")
PLAIN_CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
CIRCLED = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")
BLACK = str.maketrans("0123456789", "⓿❶❷❸❹❺❻❼❽❾")
KEYCAPS = {ord(digit): digit + "\ufe0f\u20e3" for digit in "0123456789"}


def in_groups(digits: str, size: int, gap: str) -> str:
    return gap.join(digits[i : i + size] for i in range(0, len(digits), size))


def lettered(digits: str) -> str:
    """o for 0 and l for 1, except at the ends."""
    return digits[0] + digits[1:-1].replace("0", "o").replace("1", "l") + digits[-1]


WRITTEN: dict[str, Callable[[str], str]] = {
    "plain": str,
    "spaced": " ".join,
    "dashed": "-".join,
    "dotted": ".".join,
    "fours": lambda d: in_groups(d, 4, " "),
    "fours dashed": lambda d: in_groups(d, 4, "-"),
    "threes": lambda d: in_groups(d, 3, " "),
    "full width": lambda d: d.translate(FULL_WIDTH),
    "circled": lambda d: d.translate(CIRCLED),
    "black circles": lambda d: d.translate(BLACK),
    "keycaps": lambda d: d.translate(KEYCAPS),
    "letters": lettered,
    "middle dots": "·".join,
    "stars between": "*".join,
}
SAID: dict[str, Callable[[str], str]] = {
    "spoken": lambda d: d.translate(SPOKEN),
    "radio": lambda d: d.translate(SPOKEN_SEVEN),
    "formal": lambda d: d.translate(FORMAL),
    "chinese": lambda d: d.translate(PLAIN_CHINESE),
}
DISGUISES = WRITTEN | SAID
DOTS = ("点", "。", "[.]", "(.)", " . ", "．", "｡", "[点]", "【.】", " 点 ", "·", "{.}", "[dot]")


def digits_in_disguise(rnd: Random, digits: str) -> str:
    """Plain every second time: most people hide nothing."""
    if rnd.random() < 0.5:
        return digits
    return DISGUISES[rnd.choice(sorted(DISGUISES))](digits)


def host_in_disguise(rnd: Random, host: str) -> str:
    if rnd.random() < 0.4:
        return host
    return host.replace(".", rnd.choice(DOTS))
