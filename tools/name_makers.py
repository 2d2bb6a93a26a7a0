"""Invented names of people, programs, places and organisations, for the tagger's texts."""

# ruff: noqa: PLR2004  (shares of what is drawn stand where they are used)
import re
from pathlib import Path
from random import Random

import name_coiner as coin

from zhisun.engines.identity.divisions import COUNTY, by_code, counties_within, short_names
from zhisun.engines.identity.names import GIVEN, common_surnames, compound_surnames
from zhisun.engines.reading.words import pairs

HERE = Path(__file__).resolve().parent / "name_text"


def _pools() -> dict[str, list[str]]:
    pools = {}
    for line in (HERE / "pools.txt").read_text(encoding="utf-8").splitlines():
        name, _, words = line.partition(" ")
        pools[name] = words.split(";") if ";" in words else words.split(" ")
    return pools


POOLS = _pools()


def forget(said: set[str]) -> None:
    """Take these names out of the pools: those of a set that is to be counted."""
    for name, words in POOLS.items():
        if name not in ("title", "given1", "given2", "surrare"):
            POOLS[name][:] = [word for word in words if word not in said] or words


_COMMON, _RARE = sorted(common_surnames(100)), sorted(set(POOLS["surrare"]) | common_surnames(300))
_COMPOUND = sorted(compound_surnames())
_GIVEN = sorted(GIVEN)
_PLACES = [
    (by_code()[code[:2]], by_code()[code[:4]], name)
    for code, name in sorted(by_code().items())
    if len(code) == COUNTY and name not in ("市辖区", "县") and code[:4] in by_code()
]
_SUFFIX = re.compile(r"(?:特别行政区|自治区|自治州|自治县|地区|省|市|区|县|旗|盟|州)$")


def family(rnd: Random) -> str:
    """A family name: frequent, rare, or of two characters."""
    luck = rnd.random()
    if luck < 0.05:
        return rnd.choice(_COMPOUND[:60])
    return rnd.choice(_COMMON if luck < 0.5 else _RARE)


def given(rnd: Random) -> str:
    """A given name: listed, or of two characters at random."""
    luck = rnd.random()
    if luck < 0.45:
        return rnd.choice(POOLS["given2"])
    if luck < 0.72:
        return rnd.choice(POOLS["given1"])
    if luck < 0.8:
        return rnd.choice(_GIVEN)
    return rnd.choice(_GIVEN) + rnd.choice(_GIVEN)


def full(rnd: Random) -> str:
    """张晓慧, 欧阳倩; one in nine of a people with other names."""
    if rnd.random() < 0.11:
        return ethnic(rnd)
    return family(rnd) + given(rnd)


def ethnic(rnd: Random) -> str:
    """扎西顿珠, 阿依古丽."""
    return rnd.choice([name for name in POOLS["ethnic"] if "某" not in name])


def masked(rnd: Random) -> str:
    """何某, 周某某, 李某辰, 张某甲."""
    if rnd.random() < 0.06:
        return rnd.choice([name for name in POOLS["ethnic"] if "某" in name])
    last = rnd.choice(POOLS["given1"] + ["甲", "乙", "丙", "丁"] * 12)
    end = rnd.choice(["某", "某", "某", "某", "某某", "某某", f"某{last}"])
    return family(rnd) + end


def hidden(rnd: Random) -> str:
    """*丽娟, **顺, 张*明, 李**."""
    first, last = family(rnd), rnd.choice(POOLS["given1"])
    return rnd.choice([f"*{given(rnd)}", f"**{last}", f"{first}*{last}", f"{first}**", f"*{last}"])


def some(rnd: Random) -> str:
    """何某."""
    return family(rnd) + "某"


def short(rnd: Random) -> str:
    """易帆: a family name and one character."""
    return rnd.choice(_RARE if rnd.random() < 0.5 else _COMMON) + rnd.choice(
        POOLS["given1"] if rnd.random() < 0.6 else _GIVEN
    )


def titled(rnd: Random, surname: str = "") -> str:
    """王经理, 赵警官."""
    return (surname or family(rnd)) + rnd.choice(POOLS["title"])


def colloquial(rnd: Random) -> str:
    """小刘, 阿强, 老周, 飞哥, 芳姐, 黑子, 强子, 莉莉."""
    one = rnd.choice(POOLS["given1"])
    said = rnd.random()
    surname = rnd.choice(_COMMON if rnd.random() < 0.6 else _RARE)
    if said < 0.3:
        return rnd.choice("小小小老老大阿") + rnd.choice([surname, one])
    if said < 0.5:
        base = rnd.choice([surname, one, one + one, rnd.choice(POOLS["given2"])])
        return base + rnd.choice("哥姐姐哥叔姨总嫂")
    if said < 0.72:
        little = rnd.choice("小阿") + rnd.choice([one, rnd.choice(POOLS["given2"])])
        return rnd.choice([one + one, one + rnd.choice("子儿仔妹宝"), little])
    return rnd.choice(POOLS["nick"])


def web(rnd: Random) -> str:
    """半夏微凉, 一颗糖."""
    if rnd.random() < 0.4:
        return coin.handle(rnd)
    name = rnd.choice(POOLS["webname"])
    if rnd.random() < 0.12:
        name += rnd.choice(["", "酱", "呀", "88", "姐", "哥", "_" + rnd.choice(POOLS["given2"])])
    return name


def anyone(rnd: Random) -> str:
    """A person said in any way."""
    makers = (full, masked, titled, colloquial, web, foreign, ethnic, coin.word_name)
    return rnd.choices(makers, (50, 8, 15, 13, 6, 3, 5, 2))[0](rnd)


def foreign(rnd: Random) -> str:
    """威廉·约翰逊, Kelvin林."""
    return rnd.choice(POOLS["foreign"])


def app(rnd: Random) -> str:  # noqa: PLR0911 one for each way
    """A coined program, a Latin one, or one that is known."""
    if rnd.random() < 0.4:
        return coin.program(rnd)
    luck = rnd.random()
    if luck < 0.13:
        return rnd.choice(POOLS["known"])
    if luck < 0.22:
        return rnd.choice(POOLS["applatin"])
    if luck < 0.7:
        return rnd.choice(POOLS["app"])
    first, second = rnd.choice(POOLS["appfirst"]), rnd.choice(POOLS["appfirst"])
    return rnd.choice([first + second, first, first + second[0], first]) + rnd.choice(
        POOLS["append"]
    )


SHORT = sorted(short_names())
WORDS = sorted(pair for pair in pairs() - short_names().keys() if not set(pair) & set("某叫"))
BEGUN = [pair for pair in WORDS if pair[0] in GIVEN]
"""Words that begin as a given name could: 先生 after 何某 is none."""
_CITIES = sorted(
    {_SUFFIX.sub("", city) for _, city, _ in _PLACES if city.endswith("市") and len(city) > 2}
)
_BRIEF = sorted(
    {name for _, name in counties_within() if name not in pairs() and len(name) <= 3} | set(_CITIES)
)


def place(rnd: Random) -> str:
    """A division as said: 山东济宁, 曲阜市, 孝感."""
    province, city, county = rnd.choice(_PLACES)
    short = [_SUFFIX.sub("", part) or part for part in (province, city, county)]
    short = [s if len(s) > 1 else f for s, f in zip(short, (province, city, county), strict=True)]
    if city.startswith(("市辖", "省直辖", "县", "自治区直辖")):
        city, short[1] = province, short[0]
    return rnd.choice([
        city, county, province + city, city + county, city + county, short[0] + short[1],
        short[1] + county, short[1], short[1], short[2], short[0] + short[2], short[1] + short[2],
        province + city + county,
    ])  # fmt: skip


def brief(rnd: Random) -> str:
    """大竹, 亳州, 嵊泗: a city or county without its ending."""
    return rnd.choice(_BRIEF if rnd.random() < 0.6 else _CITIES)


def town(rnd: Random) -> str:
    """大理市双廊镇, 拦江镇."""
    one = rnd.choice(POOLS["town"]) if rnd.random() < 0.25 else coin.town(rnd)
    city, county = _within(rnd)
    return rnd.choice([city, county, county, county, city + county, ""]) + one


def _within(rnd: Random) -> tuple[str, str]:
    _, city, county = rnd.choice(_PLACES)
    return (county if city.startswith(("市辖", "省直辖", "县", "自治区直辖")) else city), county


def on_road(rnd: Random) -> str:
    """包河区曙光路, 花都区新雅街道."""
    if rnd.random() < 0.4:
        return town(rnd)
    city, county = _within(rnd)
    return rnd.choice([city, county, county, city + county, ""]) + coin.road(rnd)


def crossing(rnd: Random) -> str:
    """龙山路与文昌街口, 东关菜场, 曙光路46号."""
    one, two = coin.road(rnd), coin.road(rnd)
    if rnd.random() < 0.3:
        return one + rnd.choice([f"{rnd.randrange(1, 400)}号", "中段", "路口", "步行街", "夜市"])
    joined = f"{one}{rnd.choice(['与', '与', '和', ''])}{two}"
    ends = ["口", "路口", "交叉口", "交叉口", "交汇处", "交会处", "转角", "十字路口"]
    corner = rnd.choice(["东南角", "西北角", "东北角", "西南角"]) if rnd.random() < 0.2 else ""
    return joined + rnd.choice(ends) + corner


def landmark(rnd: Random) -> str:
    """东关桥头."""
    return coin.ground(rnd) + rnd.choice(POOLS["landmark"])


def pickup(rnd: Random) -> str:
    """紫荆苑东门店."""
    base = rnd.choice([rnd.choice(POOLS["estate"]), coin.estate(rnd), coin.estate(rnd)])
    return base + rnd.choice(POOLS["pickup"])


def outlying(rnd: Random) -> str:
    """小王庄村3组, 罗卜甸村委会上寨小组, 基隆工业园标准厂房3栋, 曲阜火车站, 红卫农场第八作业站."""
    name, number = coin.small(rnd)[:2], rnd.randrange(1, 15)
    return rnd.choice([
        f"{name}村{number}组", f"{name}村{rnd.choice('一二三四五六七八九')}组", f"{name}村委会",
        f"{name}村委会{coin.small(rnd)[:2]}小组", f"{name}社区{number}组", f"{name}嘎查",
        f"{name}工业园", f"{name}工业区{number}号厂房", f"{name}产业园{number}栋", f"{name}停车场",
        f"{name}开发区标准厂房{number}栋", f"{name}火车站", f"{name}南站", f"{name}服务区",
        f"{name}农场{rnd.choice('一二三四')}队", f"{name}水库", f"{name}客运站", f"{name}煤矿宿舍",
    ])  # fmt: skip


def house(rnd: Random) -> str:
    """3号楼2单元1802."""
    a, b, c = rnd.randrange(1, 40), rnd.randrange(1, 6), rnd.randrange(101, 3200)
    return rnd.choice([
        f"{a}号楼{b}单元{c}室", f"{a}号楼{b}单元{c}", f"{a}栋{c}", f"{a}栋{c}室",
        f"{a}幢{b}单元{c}室",
        f"{a}-{b}-{c}", f"{a}号楼", f"{a}栋{b}单元", f"{b}期{a}栋", f"{b}组{a}号", f"{a}座{c}",
        f"{a}号",
        f"{a}幢乙单元{c}室", f"{a}#{c}", f"{b}单元{c}", f"{'ABCD'[b % 4]}座{c}", f"{c}室",
        f"{c}房间", "",
    ])  # fmt: skip


def detailed(rnd: Random) -> str:
    """历下区解放路幸福小区3栋1802, 南开区红旗南路宜必思酒店8012房间."""
    _, city, county = rnd.choice(_PLACES)
    if city.startswith(("市辖", "省直辖", "县", "自治区直辖")):
        city = county
    road, town, estate, spot = (
        rnd.choice(POOLS[pool]) if rnd.random() < 0.6 else coin.small(rnd)
        for pool in ("road", "town", "estate", "venue")
    )
    number = f"{rnd.randrange(1, 400)}号"
    head = rnd.choice([city + county, county, county, city, _SUFFIX.sub("", city), "", ""])
    tail = rnd.choice([
        road + number, road + estate + house(rnd), estate + house(rnd), estate + house(rnd),
        town + estate + house(rnd), town + estate, town, road + spot, road + spot + house(rnd),
        f"{road}与{rnd.choice(POOLS['road'])}交叉口", f"{road}{rnd.choice(POOLS['road'])}路口",
        road, f"{road}{number}{estate}",
        estate + rnd.choice(["南门", "北门", "西门", "东门", "正门"]),
        outlying(rnd), town + outlying(rnd), town + outlying(rnd),
        road + rnd.choice(["中段", "东段", "北段", "路口", "附近", ""]),
    ])  # fmt: skip
    return (head + tail).removesuffix("附近")


def spot(rnd: Random) -> str:
    """A place without a division: 翠湖, 春熙路, 润泽园南门驿站."""
    return rnd.choice([
        rnd.choice(POOLS["venue"]), rnd.choice(POOLS["road"]), rnd.choice(POOLS["estate"]),
        rnd.choice(POOLS["estate"])
        + rnd.choice(["南门", "北门", "西门", "驿站", "后门", "3栋", house(rnd)]),
        rnd.choice(POOLS["road"]) + rnd.choice(POOLS["venue"]),
    ])  # fmt: skip


def abroad(rnd: Random) -> str:
    """缅甸, 泰国曼谷."""
    return rnd.choice(POOLS["abroad"])


def address(rnd: Random) -> str:
    """Any place."""
    return rnd.choices((place, detailed, spot, abroad), (5, 4, 2, 1))[0](rnd)


def _seat(rnd: Random) -> str:
    """The place an office or firm stands in its name, often none."""
    _, city, county = rnd.choice(_PLACES)
    if city.startswith(("市辖", "省直辖", "县", "自治区直辖")):
        city = county
    return rnd.choice([city, county, city + county, _SUFFIX.sub("", city), _SUFFIX.sub("", city)])


def police(rnd: Random) -> str:
    """历下区公安分局, 城关派出所, 上海市公安局黄浦分局."""
    province, city, county = rnd.choice(_PLACES)
    if city.startswith(("市辖", "省直辖", "县", "自治区直辖")):
        city = county
    small, branch = _SUFFIX.sub("", county), rnd.choice(POOLS["branch"])
    station = rnd.choice([
        rnd.choice(POOLS["town"])[:2], rnd.choice(POOLS["road"]).removesuffix("路"),
        rnd.choice(POOLS["estate"]).removesuffix("小区"),
    ]) + "派出所"  # fmt: skip
    return rnd.choice([
        f"{city}公安局", f"{city}公安局{small}分局", f"{county}公安局", f"{county}公安分局",
        station, station, f"{city}公安局{small}分局{station}", f"{city}公安局反诈中心",
        f"{county}公安局刑侦大队", f"{city}公安局经侦支队", f"{county}人民法院", f"{county}法院",
        f"{city}中级人民法院", f"{county}人民检察院", f"{small}分局", f"{county}公安局{station}",
        f"{city}{county}人民法院", f"{city}{county}人民检察院", f"{province}{city}{county}公安局",
        f"{city}{county}法院", f"{county}检察院", f"{city}{small}公安分局", f"{small}公安分局",
        f"{county}公安局刑侦大队{rnd.choice('一二三')}中队",
        f"{small}分局{branch}",
        f"{city}公安局{branch}", f"{county}公安局{branch}", f"{small}区分局",
        f"{province}公安厅", f"{city}铁路公安局{small}公安处",
    ])  # fmt: skip


def firm(rnd: Random) -> str:
    """济南恒达商贸有限公司, 柴记粮油店, 青岚教育咨询（成都）有限公司."""
    name = rnd.choice(POOLS["firmname"])
    luck = rnd.random()
    if luck < 0.2:
        name = rnd.choice(POOLS["appfirst"])
    elif luck < 0.6:
        name = coin.firm(rnd)
    if rnd.random() < 0.1:
        name = rnd.choice(_COMMON) + rnd.choice(["记", "氏"])
    end = rnd.choice(POOLS["firmend"])
    if rnd.random() < 0.06:
        city = _SUFFIX.sub("", rnd.choice(_PLACES)[1])
        return f"{name}{rnd.choice(['教育咨询', '科技', '商贸', '供应链'])}（{city}）有限公司"
    seat = _seat(rnd) if rnd.random() < (0.67 if "公司" in end else 0.33) else ""
    return seat + name + end


def school(rnd: Random) -> str:
    """新疆师范大学, 光明小学."""
    luck = rnd.random()
    if luck < 0.25:
        return rnd.choice(POOLS["school"])
    return rnd.choice(
        [
            _seat(rnd),
            _SUFFIX.sub("", rnd.choice(_PLACES)[0]),
            rnd.choice(POOLS["firmname"]),
            rnd.choice(POOLS["road"]),
        ]
    ) + rnd.choice(POOLS["schoolend"])


def government(rnd: Random) -> str:
    """临泉县水利局, 银保监会."""
    if rnd.random() < 0.3:
        return rnd.choice(POOLS["nation"])
    return _seat(rnd) + rnd.choice(POOLS["govend"])


def hospital(rnd: Random) -> str:
    """济南市人民医院."""
    end = rnd.choice(POOLS["hospital"])
    return end if end[0] in "协湘华市县镇" else _seat(rnd) + end


def employer(rnd: Random) -> str:
    """富士康."""
    return rnd.choice(POOLS["employer"])


def organisation(rnd: Random) -> str:
    """Any organisation."""
    makers = (police, firm, school, government, hospital, employer)
    return rnd.choices(makers, (5, 5, 2, 3, 1, 1))[0](rnd)


def handle(rnd: Random) -> str:
    """Somebody as a chat calls him: 甜酒, 阿坤, 夜雨, Kelvin林."""
    return rnd.choices((coin.handle, web, colloquial, foreign), (5, 2, 3, 1))[0](rnd)
