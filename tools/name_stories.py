"""Stories of the fraud grammars (tools/fraud_text) with their names labelled, for the tagger.

The slots that name somebody or something are filled by name_writer and bear marks, which become
labels. Most of a story names nobody: that is what these texts teach.
"""

# ruff: noqa: PLR2004, S311  (shares of what is drawn stand where they are used; no secret is made)
import re
from collections.abc import Callable, Iterator
from random import Random

import name_makers as make
from fraud_writer import CODES, Writer
from name_writer import Label, Text

_OPEN = {"person": "\ue001", "app": "\ue002", "address": "\ue003", "org": "\ue004"}
_CLOSE = "\ue005"
_FAMILY, _GIVEN = "\ue010", "\ue011"
_VARIANTS = 400
_TITLES = "|".join(
    sorted(
        set(make.POOLS["title"]) | {"局", "总", "师傅", "阿姨", "大爷", "某某", "某"},
        key=len,
        reverse=True,
    )
)
_NAMED = re.compile(
    rf"(?P<small>[小老](?={_FAMILY}))?{_FAMILY}(?P<family>[^{_FAMILY}]){_FAMILY}"
    rf"(?:{_GIVEN}(?P<given>[^{_GIVEN}]+){_GIVEN}|(?P<title>{_TITLES}))?"
)
_MARKED = re.compile(rf"([{''.join(_OPEN.values())}])([^{_CLOSE}]+){_CLOSE}|(姓)?{_NAMED.pattern}")
_OFFICE = re.compile(
    "公安局(?:..分局)?|公安分局|分局|派出所|(?:人民)?检察院|(?:中级)?(?:人民)?法院|市场监管局|司法局|税务局"
)
_KINDS = {mark: kind for kind, mark in _OPEN.items()}


def stories(seed: int, many: int, *, held: bool) -> Iterator[Text]:
    """`many` stories, two of five of no single case; the same ones each time."""
    writer = Writer(seed, held=held)
    rnd = Random(seed)
    _mark(writer, rnd)
    for _ in range(many):
        told = writer.near_miss() if rnd.random() < 0.4 else writer.fraud(rnd.choice(CODES))
        yield _labelled(told.text)


def _mark(writer: Writer, rnd: Random) -> None:
    """Put marked words into the slots that hold names."""

    def some(kind: str, maker: Callable[[Random], str], around: str = "%s") -> list[str]:
        return [around % f"{_OPEN[kind]}{maker(rnd)}{_CLOSE}" for _ in range(_VARIANTS)]

    slots = writer.common["slots"]
    slots["surname"] = [
        f"{_FAMILY}{name}{_FAMILY}"
        for name in (make.family(rnd) for _ in range(_VARIANTS))
        if len(name) == 1
    ]
    slots["given"] = [
        f"{_GIVEN}{rnd.choice([make.given(rnd), '某', '某某', make.given(rnd)])}{_GIVEN}"
        for _ in range(_VARIANTS)
    ]
    slots["person"] += [
        *some("person", make.full)[:40],
        *some("person", make.full)[:4],
    ]
    slots["place"] = some("address", make.place)
    quoted = some("app", make.app, "“%s”APP")
    bare = some("app", make.app, "%sAPP") + some("app", make.app)
    slots["app"] = [*quoted, *bare, *["一个不知名的APP", "一款陌生的软件", "某APP"] * 20]
    slots["im"] = [*slots["im"][0][1:-1].split("|")[:5] * 20, *some("app", make.app, "“%s”软件"),
                   *some("app", make.app)]  # fmt: skip
    slots["meeting"] = some("app", _meeting) + some("app", _meeting, "“%s”")
    for code, name, kind, maker in (
        ("GJF", "office", "org", make.police),
        ("GJF", "agency", "org", make.government),
        ("FEI", "city", "address", make.place),
        ("FEI", "estate", "address", lambda rnd: rnd.choice(make.POOLS["estate"])),
    ):
        old = writer.kinds[code]["slots"][name]
        writer.kinds[code]["slots"][name] = some(kind, maker) + old * (_VARIANTS // 3)


def _meeting(rnd: Random) -> str:
    known = "腾讯会议 全时云会议 钉钉 Zoom 云视讯 会议宝 会畅通讯 飞书会议 瞩目 视联通"
    return rnd.choice([*known.split(" "), rnd.choice(make.POOLS["app"]), make.app(rnd)])


def _labelled(told: str) -> Text:
    text, labels, at = "", list[Label](), 0
    for match in _MARKED.finditer(told):
        text += told[at : match.start()]
        at = match.end()
        if match[1]:
            kind, said = _KINDS[match[1]], match[2]
        else:
            small, given, title = match["small"] or "", match["given"] or "", match["title"] or ""
            kind = "person" if small or given or title else ""
            text += match[3] or ""
            said = f"{small}{match['family']}{given}{title}"
            if match[3]:
                kind = ""
        office = _OFFICE.match(told, at) if kind == "address" else None
        if office:
            kind, said, at = "org", said + office[0], office.end()
        if kind:
            labels.append(Label(kind, len(text), len(text) + len(said)))
        text += said
    rest = text + told[at:]
    clean = re.sub("[\ue000-\ue020]", "", rest)
    return Text(clean if clean == rest else "", tuple(labels), None)
