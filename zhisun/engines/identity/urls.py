"""Web addresses and domains (网址、域名): undo disguises, one normal form."""

import re

_TLDS = """
click hair makeup boats homes yachts motorcycles download stream gdn men racing faith accountant
cricket webcam ren studio pics financial gold solutions systems agency sale deals promo su cx best
ooo mom baby guru gift help care clinic health lat cam land estate house rent property tips zip mov
llc tel
com cn net org gov edu top vip xyz cc club shop site online app info biz asia mobi name ink red
kim beer group world today email plus cool fit run art design press host website buzz monster
cyou sbs bond cfd rest quest lol skin beauty autos wiki life zone chat team cash fund finance
money capital credit market markets exchange trading casino bet games game poker video media
news pro wang ltd link work space win loan bid date party review science trade cloud one pw icu
fun live store tech dev page blog digital network services support center city company global hk
tw mo tv me io co ru us uk jp kr sg my ph th vn in eu de fr it es nl ws la mx br ca au nz id ai
im gg to so ly gl st vc ms pm ga tk ml cf gq kh mm lk pk ae tr ua pl cz se no fi dk be ch at int
mil bank pay example 中国 公司 网络
"""
TLDS = frozenset(_TLDS.split())
"""Top-level domains seen in reports; a run of letters and dots ending elsewhere is no domain."""

DOT = (
    r"(?: ?(?:\.|[·•丶]|点|。|\[ ?(?:\.|点|dot) ?\]|\( ?(?:\.|点|dot) ?\)"
    r"|【 ?(?:\.|点) ?】|\{\.\}) ?| dot (?=[a-z]))"
)
"""A dot and its disguises in folded text."""

_DOT = re.compile(DOT, re.IGNORECASE)
_SCHEME = re.compile(r"h[tx]{1,2}ps?(?: ?: ?/ ?/)", re.IGNORECASE)
_DEFAULT_PORT = {"http": ":80", "https": ":443"}


def refanged(url: str) -> str:
    """Lower case, disguised dots and schemes undone; scheme, path and query stay as they are."""
    scheme = _SCHEME.match(url)
    head = ""
    if scheme:
        head = "https://" if "s" in scheme[0].lower() else "http://"
        url = url[scheme.end() :]
    cut = next((i for i, char in enumerate(url) if char in "/?#"), len(url))
    return (head + _DOT.sub(".", url[:cut]) + url[cut:]).replace(" ", "").lower()


def host(url: str) -> str:
    """The host of an address: no scheme, user, port or path; punycode is kept as written."""
    rest = refanged(url).partition("://")[2] or refanged(url)
    rest = re.split(r"[/?#]", rest, maxsplit=1)[0].rpartition("@")[2]
    return rest.partition(":")[0].strip(".")


def normal(url: str) -> str:
    """The comparable form: refanged, no default port, no trailing slash or fragment."""
    scheme, divider, rest = refanged(url).rpartition("://")
    rest = rest.partition("#")[0]
    where, slash, path = rest.partition("/")
    if port := _DEFAULT_PORT.get(scheme):
        where = where.removesuffix(port)
    return f"{scheme}{divider}{where}{slash}{path}".rstrip("/")


def registrable(domain: str) -> str:
    """The last two labels, three under com.cn-like second levels. A hint, not the public list."""
    labels = host(domain).split(".")
    second = {"com", "net", "org", "gov", "edu", "ac", "co"}
    keep = 3 if len(labels) > 2 and labels[-2] in second and len(labels[-1]) == 2 else 2  # noqa: PLR2004 labels and letters, not tuning
    return ".".join(labels[-keep:])


def address_valid(text: str) -> bool:
    """Whether `text` is four numbers 0–255 with dots between (IPv4)."""
    parts = text.split(".")
    return len(parts) == 4 and all(part.isdecimal() and int(part) <= 255 for part in parts)  # noqa: PLR2004 the shape of IPv4
