"""What can stand in a `{slot}` of a template: words, and the elements in them (槽位)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random

from tests.engines.reading.phrasebook import moments, names, sums
from tests.engines.reading.phrasebook.disguises import digits_in_disguise, host_in_disguise
from zhisun.engines.identity.cards import luhn_digit
from zhisun.engines.identity.resident_ids import check_digit

BINS = ("622202", "621700", "622848", "621661", "621799", "622588", "622622", "622700")
HOTLINES = ("96110", "110", "95588", "12381", "12345", "10086")
QQ_CUES = names.POOLS["qq_cues"]
WECHAT_CUES = names.POOLS["wechat_cues"]
TELEGRAM_CUES = ("TG：", "电报", "纸飞机：", "飞机号", "telegram: ", "tg ")
MADE = ("http://", "https://", "hxxp://", "hxxps://", "", "", "", "www.")
TAILS = ("", "", "", "/", "/h5", "/login?id=3", "/a/b.html")
SHORT_BANKS = (
    ("兴业", "兴业银行"),
    ("民生", "中国民生银行"),
    ("招商", "招商银行"),
    ("中信", "中信银行"),
)
TLDS = ("com", "cn", "top", "vip", "xyz", "net", "cc", "club", "com.cn")
WORDS = names.POOLS["hosts"]


@dataclass(frozen=True)
class Filled:
    """`words` with one element at start … end; `kind` empty when they hold none."""

    words: str
    kind: str
    start: int
    end: int
    norm: str | None
    approx: bool = False


def _all(kind: str, words: str, norm: str | None, *, approx: bool = False) -> Filled:
    return Filled(words, kind, 0, len(words), norm, approx)


def _after(kind: str, cue: str, words: str, norm: str) -> Filled:
    return Filled(cue + words, kind, len(cue), len(cue) + len(words), norm)


def _digits(rnd: Random, count: int) -> str:
    return "".join(str(rnd.randrange(10)) for _ in range(count))


def mobile(rnd: Random, _: datetime) -> Filled:
    number = rnd.choice(["130", "137", "152", "170", "186", "199", "165", "189"]) + _digits(rnd, 8)
    said = digits_in_disguise(rnd, number)
    prefix = "+86 " if said == number and rnd.random() < 0.1 else ""
    return _all("phone", prefix + said, number)


def landline(rnd: Random, _: datetime) -> Filled:
    area, local = rnd.choice([("0531", 8), ("010", 8), ("0537", 7), ("021", 8)])
    digits = str(rnd.randrange(2, 9)) + _digits(rnd, local - 1)
    return _all("phone", f"{area}{rnd.choice(['-', '', '－'])}{digits}", area + digits)


def service(rnd: Random, _: datetime) -> Filled:
    number = "400" + _digits(rnd, 7)
    said = rnd.choice([number, f"400-{number[3:6]}-{number[6:]}", f"4{number[1:4]}-{number[4:]}"])
    return _all("phone", said, number)


def abroad(rnd: Random, _: datetime) -> Filled:
    body = str(rnd.randrange(2, 9)) + _digits(rnd, 8)
    said, norm = rnd.choice([("00", "00"), ("+", "")])
    code = rnd.choice(["60", "852", "44", "1"])
    return _all("phone", said + code + body, norm + code + body)


def card(rnd: Random, _: datetime) -> Filled:
    body = rnd.choice(BINS) + _digits(rnd, 12)
    number = body + luhn_digit(body)
    return _all("card", digits_in_disguise(rnd, number), number)


def resident(rnd: Random, _: datetime) -> Filled:
    place, born = (
        rnd.choice(["02", "11", "81"]),
        f"19{rnd.randrange(60, 99)}0{rnd.randrange(1, 10)}",
    )
    body = f"3708{place}{born}1{_digits(rnd, 4)}"
    return _all("idcard", body + check_digit(body), body + check_digit(body))


def qq(rnd: Random, _: datetime) -> Filled:
    number = str(rnd.randrange(10**7, 10**10))
    return _after("qq", rnd.choice(QQ_CUES), digits_in_disguise(rnd, number), number)


def wechat(rnd: Random, _: datetime) -> Filled:
    handle = rnd.choice(["wxid_", "abc", "lin", "Ming-", "zq", "kf_"]) + _digits(
        rnd, rnd.randrange(4, 8)
    )
    return _after("wechat", rnd.choice(WECHAT_CUES), handle, handle)


def telegram(rnd: Random, _: datetime) -> Filled:
    handle = rnd.choice(["@fast_", "@Boss", "@kf"]) + _digits(rnd, 4)
    return _after("telegram", rnd.choice(TELEGRAM_CUES), handle, handle)


def url(rnd: Random, _: datetime) -> Filled:
    scheme = rnd.choice(MADE)
    host = rnd.choice(["", "m.", "www.", "h5."]) if scheme else ""
    host += f"{rnd.choice(WORDS)}{rnd.randrange(10, 999)}.{rnd.choice(TLDS)}"
    tail = rnd.choice(TAILS)
    if scheme == "www.":
        scheme, host = "", "www." + host.removeprefix("www.")
    said = scheme + (host_in_disguise(rnd, host) if tail in ("", "/") else host) + tail
    return _all("url", said, scheme.replace("xx", "tt") + host + tail)


def amount(rnd: Random, _: datetime) -> Filled:
    said, norm, approx = sums.sum_of_money(rnd)
    return _all("amount", said, norm, approx=approx)


def bare(rnd: Random, _: datetime) -> Filled:
    said, norm, approx = sums.bare_sum(rnd)
    return _all("amount", said, norm, approx=approx)


def time(rnd: Random, ref: datetime) -> Filled:
    return _all("time", *moments.said_time(rnd, ref))


def ago(rnd: Random, ref: datetime) -> Filled:
    return _all("time", *moments.ago(rnd, ref))


def newsday(rnd: Random, _: datetime) -> Filled:
    return _all("time", *moments.news_time(rnd))


def slang(rnd: Random, _: datetime) -> Filled:
    said, norm, approx = sums.slang_sum(rnd)
    return _all("amount", said, norm, approx=approx)


def cents(rnd: Random, _: datetime) -> Filled:
    said, norm, _approx = sums.in_cents(rnd)
    return _all("amount", said, norm)


def glued(rnd: Random, _: datetime) -> Filled:
    handle = f"{rnd.choice(['lxy', 'shan', 'zq', 'mm'])}_{_digits(rnd, rnd.randrange(3, 6))}"
    return _after("wechat", rnd.choice(["微信", "v", "薇号", "微x", "微信号"]), handle, handle)


def company_account(rnd: Random, _: datetime) -> Filled:
    number = rnd.choice(["9550", "8110", "4000"]) + _digits(rnd, 15)
    return _all("card", number, number)


def plain_qq(rnd: Random, _: datetime) -> Filled:
    number = str(rnd.randrange(10**7, 10**10))
    return _all("qq", number, number)


def _when(make: Callable[[Random, datetime], moments.Said]) -> Callable[[Random, datetime], Filled]:
    def filled(rnd: Random, ref: datetime) -> Filled:
        said, norm = make(rnd, ref)
        return _all("time", said, None if norm == "*" else norm)

    return filled


def bank(rnd: Random, _: datetime) -> Filled:
    return _all("bank", *names.bank(rnd))


def _same(kind: str, make: Callable[[Random], str]) -> Callable[[Random, datetime], Filled]:
    def filled(rnd: Random, _: datetime) -> Filled:
        words = make(rnd)
        return _all(kind, words, words)

    return filled


SLOTS: dict[str, Callable[[Random, datetime], Filled]] = {
    "phone": mobile, "landline": landline, "service": service, "abroad": abroad, "card": card,
    "idcard": resident, "qq": qq, "wechat": wechat, "telegram": telegram, "url": url,
    "amount": amount, "bare": bare, "time": time, "ago": ago, "newsday": newsday, "bank": bank,
    "person": _same("person", names.full_name), "hidden": _same("person", names.hidden_name),
    "titled": _same("person", names.titled_name), "polite": _same("person", names.polite_name),
    "little": _same("person", names.small_name), "address": _same("address", names.address),
    "org": _same("org", names.organisation), "firm": _same("org", names.firm),
    "app": _same("app", lambda rnd: rnd.choice(names.POOLS["apps"])),
    "wan": slang, "cents": cents, "glued": glued, "company_account": company_account,
    "qqplain": plain_qq, "dotday": _when(moments.dotted_day), "clock": _when(moments.clock_today),
    "yesterday": _when(moments.yesterday), "festival": _when(moments.festival),
    "moonday": _when(moments.moon_day), "ahead": _when(moments.ahead),
    "stamp": _when(moments.stamp),
    "shortbank": lambda rnd, _: _all("bank", *rnd.choice(SHORT_BANKS)),
    "hotline": _same("hotline", lambda rnd: rnd.choice(HOTLINES)),
}  # fmt: skip
