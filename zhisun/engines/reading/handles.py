"""Names in chat services (微信号、Telegram) that are not plain numbers."""

import re
from collections.abc import Iterator

from zhisun.engines.reading.cues import WECHAT_CUE
from zhisun.engines.reading.elements import Found, Page

_FILLER = (
    r"(?:号码?|账号|是|为|叫|❤|[: \"'“‘(\[【=>→~\-]|的|客服|好友|加|我|他|她"
    r"|ID|id|新|也|就|给|搜索?|添加|备注|昵称|[“\"'][^”\"']{1,10}[”\"']|(?<=昵称)[一-龥]{1,6}|[”’）)]){0,8}"
)
_HANDLE = r"[A-Za-z](?:[-_A-Za-z0-9]{5,19}+|(?: [-_A-Za-z0-9]){5,19}+)"
_WECHAT = re.compile(
    rf"(?:{WECHAT_CUE}){_FILLER}(?P<id>{_HANDLE})(?![A-Za-z0-9_.@])",
    re.IGNORECASE,
)
_WECHAT_GLUED = re.compile(
    r"(?:(?:[加➕+伽]了?[我他她]?|(?<=[，,。；;\s\u4e00-\u9fff])|^)v(?!x|ip)|[加联](?:系|上)?[我他她](?![qvwt][qxvg]))"
    r"(?P<id>(?=[-_A-Za-z]*[-_\d])[A-Za-z][-_A-Za-z0-9]{5,19}+)(?![A-Za-z0-9_.@])",
    re.IGNORECASE,
)
"""加vabc_12, 加我abc_12: v belongs to the cue when a whole id follows."""
_TELEGRAM = re.compile(
    r"(?:(?<![A-Za-z])(?:TG|telegram)|电报|纸飞机|飞机号?|✈)"
    r"(?:号|账号|群|频道|是|为|[: (“\"]|ID|id|加|的){0,6}"
    r"(?P<id>@?[A-Za-z][A-Za-z0-9_]{3,31}+)(?![A-Za-z0-9_.])",
    re.IGNORECASE,
)
_AT = re.compile(r"(?<![A-Za-z0-9_.@])@[A-Za-z][A-Za-z0-9_]{4,31}+(?![A-Za-z0-9_.@])")
_LETTERS = re.compile(r"[A-Za-z][-_A-Za-z0-9 ]{3}")
_WORDS = frozenset({"wechat", "weixin", "telegram", "iphone", "android", "https", "alipay"})


def handles(page: Page) -> Iterator[Found]:
    """WeChat and Telegram ids beside a word that says which."""
    if _LETTERS.search(page.text) is None:
        return
    for match in _TELEGRAM.finditer(page.text):
        norm = "@" + match["id"].removeprefix("@")
        if match["id"].lower() not in _WORDS:
            yield Found("telegram", *match.span("id"), norm, 0.95)
    for match in _AT.finditer(page.text):
        yield Found("telegram", *match.span(), match[0], 0.6)
    for match in _WECHAT.finditer(page.text):
        yield from _wechat(match, 0.95)
    for match in _WECHAT_GLUED.finditer(page.text):
        yield from _wechat(match, 0.7)


def _wechat(match: re.Match[str], confidence: float) -> Iterator[Found]:
    norm = match["id"].replace(" ", "")
    if norm.lower() not in _WORDS:
        yield Found("wechat", *match.span("id"), norm, confidence)
