"""Names in chat services (微信号、Telegram) that are not plain numbers."""

import re
from collections.abc import Iterator

from zhisun.engines.identity.phones import segment_of
from zhisun.engines.reading.cues import WECHAT_CUE
from zhisun.engines.reading.elements import Found, Page
from zhisun.engines.reading.said_ids import NO_ID, said_ids, without_signs

_FILLER = (
    r"(?:\d{1,2}(?=:)|号码?|账号|同号"
    r"|是|为|叫|[❤♥]|[: \"'“‘(\[【「《=>→~/\-]|的|客服|好友|加|我|他|她"
    r"|ID|id|新|也|就|给|搜(?:索|一下)?|添加|备注|昵称"
    r"|[“\"'][^”\"']{1,10}[”\"']|(?<=昵称)[: ]?[一-龥]{1,6}|(?<=[: ])[一-龥]{2,4}(?=[ ,，])"
    r"|转账?(?=[ ，,])|[，,](?=加[我他她])"
    r"|[一-龥]{2,4}(?=\()|(?<=[一-龥”\"])[,，](?=ID|id|号)|[”’）)]){0,8}"
)
_GLUED = (
    r"(?:(?:qq|vx|wx|tg|tel|weixin|wechat|telegram|v)(?=: ?[@A-Za-z0-9])"
    r"|(?<=(?-i:[a-z0-9]))-?(?-i:QQ)(?=\d{6,11}(?![A-Za-z0-9_]))"
    r"|qq(?=\d{6,11}(?:tel|vx|wx|tg))|tel(?=1\d{10}(?!\d)))"
)
"""The next cue, glued to the id before it: abc12345qq:900055721, abc12345QQ900055721, and in small
letters when a third cue follows or a telephone does."""
_AFTER_ID = r"[一-龥，,。；;、()（）】\]\n]|$"
_HANDLE = (
    r"(?![lI][3-9][\doO]{9}|(?:pay|vip|app|lv|no|ios|id|rmb|cny|usd|hkd) ?\d)"
    rf"[A-Za-z](?:(?:(?!{_GLUED})[-_A-Za-z0-9]|\.(?=[A-Za-z0-9])){{5,19}}+"
    r"(?:(?<=[A-Za-z]) \d{1,6}(?=[，,。；;)）\n]|$))?"
    r"|(?: [-_A-Za-z0-9]|[-_](?=[A-Za-z0-9] )[A-Za-z0-9]){5,19}+"
    r"|[A-Za-z]{1,4} \d{3,8}(?=[，,。；;)）\n]| [一-龥]|$)"
    rf"|(?=[-_A-Za-z\d ]{{7,26}}(?:{_AFTER_ID}))(?=[A-Za-z _-]{{0,20}}[\d_])"
    r"(?!(?:wx|vx|id|my|is) )[A-Za-z][-_A-Za-z0-9]{0,4}_?"
    rf"(?: (?!(?:qq|vx|wx|tg|tel|app)(?![A-Za-z]))[-_A-Za-z0-9]{{1,6}}){{1,12}}(?={_AFTER_ID})"
    r"|(?=[A-Za-z \d]{8,26}(?:[一-龥，,。；;)）】\]\n]|$))[A-Za-z]{1,4}(?: \d{1,4})+"
    r"(?: [A-Za-z]{1,4}(?: \d{1,4})*)+"
    r"(?! ?[A-Za-z0-9]))"
)
"""A space inside when figures follow it and nothing else: xls-gp 8868. No telephone l38…"""
_BEGINS = "唯小微薇威徽維徵维嶶溦魏围葳卫绿加➕+添联扫私伽佳嘉家十VWvwν"
"""What a cue can begin with, asked before forty alternatives are tried."""
_WECHAT = re.compile(
    rf"(?=[{_BEGINS}])(?:{WECHAT_CUE}){_FILLER}(?P<id>{_HANDLE})(?:(?={_GLUED})|(?![A-Za-z0-9_.@]))",
    re.IGNORECASE,
)
_WECHAT_GLUED = re.compile(
    r"(?=[加➕+伽v微徽联号十])(?:(?:[加➕+伽]了?[我他她]?|(?<=[，,。；;:(、\s\u4e00-\u9fff])|^)v(?!x|ip)"
    r"|(?<=[\n\u4e00-\u9fff])微|(?:(?<=[，,。；;:(、\n一-龥])(?<!安)|^)徽是?"
    r"|(?<=[，,。；;\s])十(?=[a-z]+[-_])"
    r"|(?<=[，,。请可先速])(?:加|联系)(?:客服|老师|助理)?[: ]?"
    r"(?=[a-z.]{2,}[-_.]?[a-z]*\d)(?!tg|qq|dc)"
    r"|[加联](?:系|上)?[我他她](?![qvwt][qxvg])|(?<=[，,])号是[: ]?)"
    r"(?P<id>(?=[-_.A-Za-z]*[-_\d])[A-Za-z](?:[-_A-Za-z0-9]|\.(?=[A-Za-z0-9])){5,19}+)"
    r"(?![A-Za-z0-9_.@])",
    re.IGNORECASE,
)
"""加vabc_12, 加我abc_12: v belongs to the cue when a whole id follows."""
_MOBILE = re.compile(
    r"[Vv微徽](?<![^\s，,。；;:(、一-龥].)(?<![安电].)号?是?[: ]?"
    r"(?P<id>1[3-9]\d{9})(?!\d)(?![A-Za-z])"
)
"""经理V186…: nothing but a letter between who is told and the mobile that finds him in WeChat."""
_AFTERWARDS = re.compile(
    r"(?=[a-z])(?<![A-Za-z0-9_.@/:-])(?P<id>(?=[-_A-Za-z]*[-_\d])[A-Za-z][-_A-Za-z0-9]{5,19}+)"
    r"(?:\((?:[微薇徽威]信?|V信?|VX|WX)\)|(?:这个|是[我他她]的?|加我)?微信(?![群公支转红里上扫付]))",
    re.IGNORECASE,
)
"""xiaoya520(微信), xiaoya520这个微信."""
_ANOTHER = re.compile(
    r"(?:\([^()]{1,12}\))?"
    r"(?: ?(?:、|和|及|以及|或者?|/) ?"
    r"|[,，;；]?[又再后]?[换改](?:成|为|到|了)?新?(?:微信)?号?[:是]? ?)"
    r"(?P<id>(?=[-_A-Za-z]*[-_\d])[A-Za-z][-_A-Za-z0-9]{5,19}+)"
    r"(?![A-Za-z0-9_.@])"
)
_BESIDE = re.compile(
    r" {1,3}(?!(?:sf|yt|yd|jd|jt|zt|sto|ems)[a-z]{0,2}\d{8})"
    r"(?P<id>(?=[-_a-z]*\d)(?=[a-z])[-_A-Za-z0-9]{6,20}+)(?=$|[\s，,。；;、)）/或和])"
)
"""abc12345 def67890: small letters that go on with figures, no parcel's; see `NO_ID`."""
_OTHERS = re.compile(r"(?:qq|tg)\d+", re.IGNORECASE)
"""QQ1900055721 is a cue with its number."""
_TELEGRAM = re.compile(
    r"(?=[t电纸飞✈])(?:(?<![A-Za-z])(?:TG|telegram)|电报|纸飞机|飞机号?|✈)"
    r"(?:号|账号|群|频道|是|为|[: (“\"]|ID|id|加|的){0,6}"
    r"(?P<id>@?[A-Za-z][A-Za-z0-9_]{3,31}+)(?![A-Za-z0-9_.])",
    re.IGNORECASE,
)
_AT = re.compile(r"@(?<![A-Za-z0-9_.@].)[A-Za-z][A-Za-z0-9_]{4,31}+(?![A-Za-z0-9_.@])")
_LETTERS = re.compile(
    r"[A-Za-z](?:[-_A-Za-z0-9 .·]{3}|[A-Za-z0-9]{0,3}(?:下划|横杠|中杠|杠|减号)"
    r"|[-_A-Za-z]{0,12}[零〇幺一二三四五六七八九]{3}|[A-Za-z0-9]{0,9}[+*#=~])"
)
_LEFT_OUT = re.compile(
    r"\((?:中间的?)?(?:那个)?(?P<sign>下划线|横杠|横线|杠)(?:删[掉除]|去掉|不要|不用打)\)"
)
_SIGNED = re.compile(
    r"(?P<id>[A-Za-z](?<![A-Za-z0-9+*#=~.].)[A-Za-z0-9]{0,9}(?:(?P<sign>[+*#=~.])[A-Za-z0-9]{1,10}){1,4})"
    r"\((?:去掉?|不要|不用|删掉?|没有)(?:加号|星号|井号|等号|波浪号?|点|符号)\)"
)
"""xn+piao+520(去加号)."""
_THINGS = re.compile(
    r"^(?:word|excel|ppt|office|win(?:dows)?|vivo|oppo|iphone|ipad|mate|nova|redmi|mi|huawei|honor"
    r"|[rg]tx|ios|android|usb|wifi|vip|app|at|hk|us|unit|sf|yt|zt|jd)(?![A-Za-z])"
    r"|(?<= )(?:pro|max|plus|ultra|air|[ap]m|[gt]b|part|lesson|page|us)(?![A-Za-z])",
    re.IGNORECASE,
)
"""iPhone 15 pro, at 12 30 pm: groups with blanks that are no id."""
_MOST_IN_A_LIST = 6
_WORDS = frozenset({"wechat", "weixin", "telegram", "iphone", "android", "https", "alipay"})


def handles(page: Page) -> Iterator[Found]:
    """WeChat and Telegram ids beside a word that says which."""
    for match in _MOBILE.finditer(page.text):
        if segment_of(match["id"]) is not None:
            yield Found("wechat", *match.span("id"), match["id"], 0.8)
    if _LETTERS.search(page.text) is None:
        return
    for match in _TELEGRAM.finditer(page.text):
        norm = "@" + match["id"].removeprefix("@")
        if match["id"].lower() not in _WORDS:
            yield Found("telegram", *match.span("id"), norm, 0.95)
    for match in _AT.finditer(page.text):
        yield Found("telegram", *match.span(), match[0], 0.6)
    for found in (*_in_wechat(page.text), *said_ids(page.text)):
        yield _as_typed(page.text, found)


def _as_typed(text: str, found: Found) -> Found:
    """abc_17-93d(横杠删掉): without the sign that is to be left out."""
    left_out = _LEFT_OUT.match(text, found.end)
    if left_out is None or found.norm is None:
        return found
    sign = "_" if left_out["sign"] == "下划线" else "-"
    return found._replace(norm=found.norm.replace(sign, ""))


def _in_wechat(text: str) -> Iterator[Found]:
    for match in _WECHAT.finditer(text):
        yield from _wechat(match, 0.95)
        yield from _listed(text, match)
    for match in _SIGNED.finditer(text):
        yield Found("wechat", *match.span("id"), re.sub(r"[^A-Za-z0-9]", "", match["id"]), 0.9)
    for match in _AFTERWARDS.finditer(text):
        yield from _wechat(match, 0.7)
    for match in _WECHAT_GLUED.finditer(text):
        yield from _wechat(match, 0.7)
        yield from _listed(text, match)


def _listed(text: str, match: re.Match[str]) -> Iterator[Found]:
    """What goes on a list that begins with `match`."""
    at = match.end()
    for _ in range(_MOST_IN_A_LIST):
        another = _ANOTHER.match(text, at) or _beside(text, match["id"], at)
        if another is None:
            break
        yield from _wechat(another, 0.8)
        at = another.end()


def _beside(text: str, first: str, at: int) -> re.Match[str] | None:
    """A second id behind a blank, when the first has figures too."""
    another = _BESIDE.match(text, at) if any(map(str.isdecimal, first)) else None
    return None if another is None or NO_ID.match(another["id"]) else another


def _wechat(match: re.Match[str], confidence: float) -> Iterator[Found]:
    norm = without_signs(match["id"]).replace(" ", "")
    if " " in match["id"] and _THINGS.search(match["id"]):
        return
    if norm.lower() not in _WORDS and not _OTHERS.fullmatch(norm):
        yield Found("wechat", *match.span("id"), norm, confidence)
