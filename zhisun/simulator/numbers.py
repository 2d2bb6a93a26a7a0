"""Invented identifiers that pass every check and belong to nobody.

Cards carry a real BIN, so that the platform finds the bank, and four zeros behind it; resident
ids carry the sequence number 000, which is never issued.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from zhisun.engines.identity.cards import luhn_digit
from zhisun.engines.identity.resident_ids import check_digit
from zhisun.simulator.roster import House

AREAS = (
    ("370811", "任城区"),
    ("370812", "兖州区"),
    ("370826", "微山县"),
    ("370827", "鱼台县"),
    ("370828", "金乡县"),
    ("370829", "嘉祥县"),
    ("370830", "汶上县"),
    ("370831", "泗水县"),
    ("370832", "梁山县"),
    ("370881", "曲阜市"),
    ("370883", "邹城市"),
)
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国玉兰海波晓燕文博子涵雨欣"
STREETS = ("太白路", "建设路", "古槐路", "供销路", "金宇路", "红星路", "共青团路", "洸河路")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist."""

    name: str
    id_number: str
    phone: str
    address: str
    area: str


def card(house: House, chance: Random) -> str:
    """An account number of an institution: a Luhn card of its BIN, or a payment account."""
    if house.pays:
        return house.prefix + _digits(chance, house.length - len(house.prefix))
    body = house.prefix + "0000" + _digits(chance, house.length - len(house.prefix) - 5)
    return body + luhn_digit(body)


def person(chance: Random) -> Person:
    """An inhabitant of the sample city."""
    area, county = chance.choice(AREAS)
    born = date(1950, 1, 1) + timedelta(days=chance.randrange(19_000))
    body = f"{area}{born:%Y%m%d}000"
    given = "".join(chance.sample(GIVEN, chance.choice((1, 2, 2))))
    house_no = chance.randrange(1, 300)
    return Person(
        name=chance.choice(SURNAMES) + given,
        id_number=body + check_digit(body),
        phone="199000" + _digits(chance, 5),
        address=f"济宁市{county}{chance.choice(STREETS)}{house_no}号",
        area=area,
    )


def _digits(chance: Random, length: int) -> str:
    return "".join(str(chance.randrange(10)) for _ in range(length))
