"""Web addresses, e-mail and wallets of digital currency (网址、邮箱、钱包地址)."""

import re
from collections.abc import Iterator

from zhisun.engines.identity.urls import DOT, TLDS, address_valid, refanged
from zhisun.engines.identity.wallets import chain_of, checksum_valid
from zhisun.engines.reading.elements import Found, Page, left_of
from zhisun.engines.reading.runs import DIGITS

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?+"
_SCHEME = r"h[tx]{1,2}ps?\s?:\s?/\s?/\s?"
_PATH = r"(?::\d{2,5})?(?:[/?#][!-~]*+)?"
_NUMBERS = r"\d{1,3}(?:(?:\.|\[\.\])\d{1,3}){3}(?![\d.])"
_URL = re.compile(
    rf"(?P<scheme>{_SCHEME})?(?<![a-z0-9@._\-])(?P<host>{_NUMBERS}|{_LABEL}(?:{DOT}{_LABEL}){{1,6}}+)"
    rf"(?!_[a-z0-9])(?P<path>{_PATH})",
    re.IGNORECASE | re.ASCII,
)
_SPELT = re.compile(
    r"(?<![a-z0-9@._-])(?:[a-z0-9-]{2,20}(?:[，,][a-z0-9-]{2,30}){1,3}[，,]"
    r"|(?=[a-z0-9-]*[a-z])(?=[a-z0-9-]*\d)[a-z0-9-]{4,20}、)(?:com|cn|net|cc|top|vip|xyz|org|pw|icu|club)"
    r"(?![a-z0-9@._，,-]|(?<=、(?-i:[A-Z]{2}))|(?<=、(?-i:[A-Z]{3}))|[会等级客账经厅号、一二三四五六七八九十两几])",
    re.IGNORECASE | re.ASCII,
)
"""icbc，abc，cc and yl3355、cc: commas for dots, with a known ending."""
_COMMAS = re.compile("[，,、]")
_LISTED_NAME = re.compile(r"(?:[账帐昵群牌微][号称名信里]|微信名|网名|名叫|[有是叫])[:为是]?$")
"""账号lxy2020、VIP会员 is a list."""
_SPELT_END = re.compile(
    r"[，,、点] ?(?=[cintvxop])(?:com|cn|net|cc|top|vip|xyz|org|pw|icu|club)", re.IGNORECASE
)
"""No address of these two kinds is without."""
_FIGURES = "零〇幺一二三四五六七八九"
_DASH = "(?:[横中短]?杠|横线|减号)"
_READ_OUT = re.compile(
    rf"(?<![a-z0-9-])(?:[三3]个w|[a-z0-9](?:[a-z0-9-]{{0,18}}[a-z0-9])?+)"
    rf"(?: ?(?:点|{_DASH}|[{_FIGURES}]{{1,8}}+|[a-z0-9]{{1,20}}+)){{0,8}}?"
    rf" ?点 ?(?:com|cn|net|cc|top|vip|xyz|org)(?: ?点 ?(?:cn|hk|tw))?(?![a-z0-9])"
    rf"(?:/[a-z0-9/_?=&-]{{1,60}})?",
    re.IGNORECASE,
)
"""ab 八八 点 com, 三个w点zhuanz杠shop点top, as it is read out."""
_SURELY_READ = re.compile(f"[三3]个w|{_DASH}", re.IGNORECASE)
_THREE_W, _DASHES = re.compile("[三3]个w", re.IGNORECASE), re.compile(f" ?{_DASH} ?")
_APART = re.compile(
    r"(?<![a-z0-9@])(?<![a-z0-9] )[a-z0-9](?:(?: | ?[.] ?)[a-z0-9-]){1,24}? ?(?:[.。]|点) ?"
    r"(?:c o m|c n|n e t|c c|t o p|v i p|x y z|o r g|com|cn|net|cc|top|vip|xyz|org)(?! ?[a-z0-9.])",
    re.IGNORECASE | re.ASCII,
)
"""w l d k 7 . t o p, each letter for itself."""
_FIGURES_ONLY = re.compile(r"[\d ]+[。点]")
_APART_END = re.compile(
    r"(?:[.。]|点) ?[cntvxo] [a-z]|[a-z\d] [a-z\d] [a-z\d] ?(?:[.。]|点) ?[cntvxo]",
    re.IGNORECASE | re.ASCII,
)
_IN_TELEGRAM = re.compile(r"(?:https?://)?t\.me/(?P<id>[a-z][a-z0-9_]{3,31}+)/?", re.IGNORECASE)
_WECHAT_LEFT = re.compile(r"(?:微信|[薇徽威]信|V信|vx|wx)(?:号|是|[: ]){0,2}$", re.IGNORECASE)
_OFTEN_IDS = re.compile(r"[a-z]\w*\d\.(?!com|cn|net|cc|top|xyz)[a-z]+", re.IGNORECASE)
"""微信ab12.vip: an id with a dot."""
_DOTTED = re.compile(rf"[A-Za-z0-9](?i:{DOT})[A-Za-z0-9]", re.ASCII)
"""No address is without."""
_LAST_LABEL = re.compile(rf"{DOT}(?P<tld>[a-z0-9-]{{2,24}})$", re.IGNORECASE | re.ASCII)
_EMAIL = re.compile(
    rf"(?<![a-z0-9._%+\-])[a-z0-9._%+\-]{{1,64}}+@{_LABEL}(?:\.{_LABEL}){{1,4}}+",
    re.IGNORECASE | re.ASCII,
)
_WALLET = re.compile(
    r"[0T13b](?<![0-9A-Za-z].)(?:(?<=0)x[0-9a-fA-F]{40}|(?<!0)[0-9A-Za-z]{25,72}+)(?![0-9A-Za-z])"
)
_ANY_ENDING = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,24}", re.IGNORECASE)
"""Behind http:// a name ends as it likes: http://dwz.sn/9qW."""
_GLUED_ON = re.compile(
    r"(?<=\.com|\.net|\.org|\.top|\.vip|\.xyz)(?:[A-Z][A-Za-z]*|https?|www|vx|qq|app)$|(?<=\.c[nc])(?:https?|www|vx|qq|app)$"
    r"|(?<=\.com|\.net|\.org)\.(?!CN|HK|TW)[A-Z][A-Za-z]+$"
)
"""http://abc.comVX: the next word without a blank."""
_LONE_FIGURE, _FIGURE_LEFT = re.compile(r"\d。"), re.compile(r"\d $")
"""密码是1 2 3 4 5 6。vip客户: the last figure of a row and the next sentence."""
_TRAILING = ".,;:!?'\"*([{<"
_PAIRS = {")": "(", "]": "[", "}": "{", ">": "<"}
_PLAIN_DOT = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE | re.ASCII)


def links(page: Page) -> Iterator[Found]:
    """E-mail first: its host would read as an address of its own."""
    if "@" in page.text:
        yield from _emails(page)
    yield from _wallets(page)
    yield from _spelt(page.text)
    if _DOTTED.search(page.text) is None:
        return
    for match in _URL.finditer(page.text):
        found = _url(match)
        if found is not None:
            yield found


def _spelt(text: str) -> Iterator[Found]:
    """Addresses whose dots are commas, whose figures are spoken or whose letters stand apart."""
    if _APART_END.search(text) is not None:
        for match in _APART.finditer(text):
            if _FIGURES_ONLY.match(match[0]) and "\u4e00" <= text[match.end() :][:1] <= "\u9fff":
                continue  # 密码是1 2 3 4 5 6。vip客户
            yield Found("url", *match.span(), refanged(match[0].replace(" ", "")), 0.97)
    if _SPELT_END.search(text) is None:
        return
    for match in _SPELT.finditer(text):
        if "、" in match[0] and _LISTED_NAME.search(text, max(0, match.start() - 6), match.start()):
            continue
        norm = _COMMAS.sub(".", match[0]).lower()
        yield Found("url", *match.span(), norm, 0.98)
    for match in _READ_OUT.finditer(text):
        norm = _DASHES.sub("-", _THREE_W.sub("www", match[0]))
        norm = norm.translate(DIGITS).replace("点", ".").replace(" ", "").lower()
        surely = " " in match[0] or _SURELY_READ.search(match[0]) is not None
        yield Found("url", *match.span(), norm, 0.98 if surely else 0.8)


def _emails(page: Page) -> Iterator[Found]:
    for match in _EMAIL.finditer(page.text):
        if match[0].rpartition(".")[2].lower() in TLDS:
            yield Found("email", match.start(), match.end(), match[0], 0.98)


def _wallets(page: Page) -> Iterator[Found]:
    for match in _WALLET.finditer(page.text):
        chain = chain_of(match[0])
        mixed = chain != "bitcoin" or not match[0].isdecimal()
        if chain and mixed:
            valid = checksum_valid(match[0])
            extra = {"chain": chain} | ({} if valid is None else {"checksum_valid": valid})
            yield Found("crypto", match.start(), match.end(), match[0], 0.98, extra)


def _url(match: re.Match[str]) -> Found | None:
    host, path = _host(match)
    start = match.start("scheme") if match["scheme"] else match.start("host")
    lone = _LONE_FIGURE.match(host) and _FIGURE_LEFT.search(left_of(match.string, start, 2))
    if lone or not host:
        return None
    end = match.start("host") + len(host) + len(_trimmed(path))
    text = match.string[start:end]
    if name := _IN_TELEGRAM.fullmatch(text):
        return Found("telegram", start, end, "@" + name["id"], 0.97)
    if _OFTEN_IDS.fullmatch(text) and _WECHAT_LEFT.search(left_of(match.string, start, 6)):
        return None
    disguised = _PLAIN_DOT.fullmatch(host) is None
    return Found("url", start, end, refanged(text), 0.9 if disguised else 0.97)


def _host(match: re.Match[str]) -> tuple[str, str]:
    """Host and path of an address; no host where it is none."""
    host, path = match["host"], match["path"]
    if match["scheme"]:
        host = _GLUED_ON.sub("", host)
        if not _is_domain(host) and _is_domain(shorter := _ended_at_tld(host)):
            return shorter, ""
        if _ANY_ENDING.fullmatch(host):
            return host, path if len(host) == len(match["host"]) else ""
    if not path and not address_valid(_refanged_numbers(host)):
        host = _ended_at_tld(host)
    return (host, path) if address_valid(_refanged_numbers(host)) or _is_domain(host) else ("", "")


def _refanged_numbers(host: str) -> str:
    """45.77.10[.]6 without its brackets."""
    return host.replace("[.]", ".")


def _is_domain(host: str) -> bool:
    last = _LAST_LABEL.search(host)
    if last is None:
        return False
    known = last["tld"].lower() in TLDS or last["tld"].lower().startswith("xn--")
    return known and any(char.isalpha() and char.isascii() for char in host)


def _ended_at_tld(host: str) -> str:
    """The host without labels after its last known ending: a sentence may go on after a dot."""
    while (last := _LAST_LABEL.search(host)) is not None and not _is_domain(host):
        host = host[: last.start()]
    return host


def _trimmed(path: str) -> str:
    """A path without the punctuation of the sentence it stands in."""
    while path and (path[-1] in _TRAILING or _unpaired(path)):
        path = path[:-1]
    return path


def _unpaired(path: str) -> bool:
    opening = _PAIRS.get(path[-1])
    return opening is not None and path.count(path[-1]) > path.count(opening)
