"""Names coined from pieces, so that the tagger learns how names are made and not a list of them."""

# ruff: noqa: PLR2004  (shares of what is drawn stand where they are used)
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random

from zhisun.engines.identity.divisions import short_names
from zhisun.engines.identity.names import common_surnames
from zhisun.engines.reading.words import pairs

_FILE = Path(__file__).resolve().parent / "name_text/pieces.txt"
_PIECES = {
    name: words.split(" ")
    for name, _, words in (
        line.partition(" ") for line in _FILE.read_text(encoding="utf-8").splitlines()
    )
}


def handle(rnd: Random) -> str:  # noqa: PLR0911 one for each way
    """甜酒, 迷路的松鼠, 月儿呀: what somebody is called in a chat."""
    luck = rnd.random()
    one = rnd.choice(_PIECES["objects"])
    if luck < 0.55:
        return one
    if luck < 0.68:
        return rnd.choice(_PIECES["how"]) + one
    if luck < 0.78:
        return one + rnd.choice(_PIECES["after"])
    if luck < 0.88:
        return rnd.choice("小阿老大") + rnd.choice(one)
    return rnd.choice(_PIECES["sounds"]).capitalize() + rnd.choice(
        ["", "", one, rnd.choice("哥姐酱总")]
    )


def shop(rnd: Random) -> str:
    """旧物仓小贝: a shop's name in a chat, with who speaks for it."""
    place = rnd.choice(_PIECES["shops"])
    return place + rnd.choice(["小", "阿", "老"]) + rnd.choice(rnd.choice(_PIECES["objects"]))


def nicked(rnd: Random) -> str:
    """姜胖子, 葛神医, 闫检: a family name and how people go on."""
    return rnd.choice(_surnames()) + rnd.choice(_PIECES["nicked"])


def word_name(rnd: Random) -> str:
    """高峰, 安静, 方便: a name that is a word."""
    word = rnd.choice(_word_names())
    return word + rnd.choice("龙军英华兰明") if rnd.random() < 0.12 else word


def program(rnd: Random) -> str:
    """众推惠, 星云矿池, 附近蜜友, GTC Markets."""
    luck = rnd.random()
    if luck < 0.06:
        said = rnd.choice(_PIECES["sounds"]) + rnd.choice(_PIECES["sounds"])
        said = rnd.choice([said.capitalize(), said.upper(), said.upper()[:4], said.capitalize()])
        return said + rnd.choice(
            ["", "", " " + rnd.choice(_PIECES["tails"]), rnd.choice(_PIECES["tails"])]
        )
    begin = "".join(rnd.choice(_PIECES["first"]) for _ in range(rnd.choice([2, 2, 2, 3, 3, 4])))
    if luck < 0.55:
        return begin
    return begin + rnd.choice(_PIECES["last"])


def ground(rnd: Random) -> str:
    """Two characters that a village, a road or an estate may be called by."""
    return rnd.choice(_PIECES["ground"]) + rnd.choice(_PIECES["ground"])


def road(rnd: Random) -> str:
    """曙光路, 文昌街."""
    return ground(rnd) + rnd.choice(_PIECES["roads"])


def town(rnd: Random) -> str:
    """双廊镇."""
    return ground(rnd) + rnd.choice(_PIECES["towns"])


def estate(rnd: Random) -> str:
    """紫荆苑."""
    return ground(rnd) + rnd.choice(_PIECES["estates"])


def firm(rnd: Random) -> str:
    """泓达, 玉缘: how a firm may be called."""
    name = rnd.choice(_PIECES["lucky"]) + rnd.choice(_PIECES["lucky"])
    return name + rnd.choice(_PIECES["lucky"]) if rnd.random() < 0.15 else name


def port(rnd: Random) -> str:
    """勐阿口岸."""
    return rnd.choice([rnd.choice(_PIECES["ports"]), ground(rnd)]) + "口岸"


def station(rnd: Random, road: Sequence[str]) -> str:
    """五一广场地铁站3号口."""
    name = rnd.choice([ground(rnd), rnd.choice(road), ground(rnd) + "路", ground(rnd) + "广场"])
    gate = rnd.choice(["", "", f"{rnd.randrange(1, 9)}号口", f"{rnd.choice('ABCD')}口", "C1出口"])
    return name + rnd.choice(["地铁站", "站", "火车站", "高铁站", "公交站"]) + gate


def small(rnd: Random) -> str:
    """白蒲镇, 前张村, 柳泉路146号, 东岳广场, 龙潭校区."""
    end = rnd.choice(_PIECES["grounds"])
    one = ground(rnd) + end
    if end in ("路", "街", "大道", "巷", "胡同"):
        one += rnd.choice(["", f"{rnd.randrange(1, 400)}号", "中段", "东段"])
    return one


@cache
def _surnames() -> list[str]:
    return sorted(common_surnames(300))


@cache
def _word_names() -> list[str]:
    families, barred = common_surnames(200), set("的了是在某们些么")
    words = pairs() - short_names().keys()
    return sorted(word for word in words if word[0] in families and word[1] not in barred)
