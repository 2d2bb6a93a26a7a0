"""Invented people, places, firms and programs, each as it is written and as it should be read."""

from collections import defaultdict
from pathlib import Path
from random import Random

from zhisun.engines.identity.divisions import COUNTY, by_code


def _pools() -> dict[str, list[str]]:
    pools: defaultdict[str, list[str]] = defaultdict(list)
    for line in Path(__file__).with_name("pools.txt").read_text(encoding="utf-8").splitlines():
        name, *words = line.split(" ")
        pools[name] += words
    return dict(pools)


POOLS = _pools()
Said = tuple[str, str]


def full_name(rnd: Random) -> str:
    family = rnd.choice(POOLS["compound"]) if rnd.random() < 0.03 else rnd.choice(POOLS["family"])
    return family + rnd.choice(POOLS["given"])


def hidden_name(rnd: Random) -> str:
    """As the news write: 何某, 周某某, 李某辰, 张某甲."""
    family = rnd.choice(POOLS["family"])
    ends = [
        "某",
        "某",
        "某某",
        "某" + rnd.choice(POOLS["given"])[-1],
        "某" + rnd.choice("甲乙丙丁"),
    ]
    return family + rnd.choice(ends)


def titled_name(rnd: Random) -> str:
    return rnd.choice(POOLS["family"]) + rnd.choice(POOLS["titles"])


def polite_name(rnd: Random) -> str:
    return rnd.choice(POOLS["family"]) + rnd.choice(["先生", "女士"])


def small_name(rnd: Random) -> str:
    return "小" + rnd.choice("王李张刘陈杨赵周吴徐孙林何郭宋韩唐冯丽强芳敏娟")


def _counties() -> list[tuple[str, str, str]]:
    table = by_code()
    return [
        (table[code[:2]], table[code[:4]], name)
        for code, name in sorted(table.items())
        if len(code) == COUNTY and code[:4] in table and not table[code[:4]].endswith("辖区")
        if len(table[code[:4]]) > 2 and name[-1] in "市区县" and len(name) in (3, 4)
        if not table[code[:4]].startswith(("市", "县", "省直辖", "自治区直辖"))
    ]


COUNTIES = _counties()


def address(rnd: Random) -> str:
    province, city, county = rnd.choice(COUNTIES)
    house = f"{rnd.randrange(1, 30)}号楼{rnd.randrange(1, 6)}单元{rnd.randrange(101, 2900)}室"
    road = rnd.choice(POOLS["roads"])
    return rnd.choice(
        [
            f"{province}{city}",
            f"{city}{county}",
            f"{province}{city}{county}",
            f"{county}{rnd.choice(POOLS['towns'])}",
            f"{city}{county}{rnd.choice(POOLS['towns'])}",
            f"{county}{rnd.choice(POOLS['estates'])}{house}",
            f"{city}{county}{road}{rnd.randrange(1, 400)}号",
            f"{city}{county}{road}与{rnd.choice(POOLS['roads'])}交叉口",
            f"{city}{county}{rnd.choice(POOLS['estates'])}",
        ]
    )


def organisation(rnd: Random) -> str:
    _, city, county = rnd.choice(COUNTIES)
    return rnd.choice([city, county]) + rnd.choice(POOLS["organisations"])


def firm(rnd: Random) -> str:
    _, city, _ = rnd.choice(COUNTIES)
    return city.removesuffix("市") + rnd.choice(POOLS["firm_names"]) + rnd.choice(POOLS["firms"])


def bank(rnd: Random) -> Said:
    written, _, norm = rnd.choice(POOLS["banks"]).partition("=")
    return written, norm
