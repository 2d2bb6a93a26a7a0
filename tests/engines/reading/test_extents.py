"""Where a place begins and ends when the tagger left a part of it."""

import pytest

from zhisun.engines.reading.reader import read


def of_kind(text: str, kind: str) -> list[str]:
    return [element.text for element in read(text, ref_time=None) if element.type == kind]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            "我家在重庆市永川区胜利路街道汇龙大道兴龙湖畔3幢25-4，妈妈是袁莉。",
            "重庆市永川区胜利路街道汇龙大道兴龙湖畔3幢25-4",
        ),
        ("住金水湾3栋25-4号，姓王。", "金水湾3栋25-4号"),
        ("我这边是常熟市虞山街道湖苑三区二十六栋楼下", "常熟市虞山街道湖苑三区二十六栋"),
        (
            "住通辽市科左后旗甘旗卡镇铁南社区平房区三委12组，电话15147508236。",
            "通辽市科左后旗甘旗卡镇铁南社区平房区三委12组",
        ),
    ],
)
def test_a_house_or_group_is_put_back_to_its_place(text: str, place: str) -> None:
    assert of_kind(text, "address") == [place]


@pytest.mark.parametrize(
    "place",
    [
        "永城市沱滨路职业学院2号宿舍楼415",
        "昆明市呈贡区雨花片区云南民族大学梓楠苑宿舍5栋318",
    ],
)
def test_a_school_and_the_dwelling_behind_it_are_one_place(place: str) -> None:
    text = f"答：段鹏程，住在{place}，2月26日接到电话。"
    assert (of_kind(text, "address"), of_kind(text, "org")) == ([place], [])


def test_the_students_of_a_hall_are_not_cut_in_two() -> None:
    place = "乌鲁木齐市沙依巴克区友好南路新疆农业大学学生公寓11号楼"
    assert of_kind(f"我叫阿依古丽，是{place}的留学预科生。", "address") == [place]


def test_a_firm_and_the_address_it_has_are_two() -> None:
    text = "宁波栎川机电有限公司杭州市西湖区文三路3幢201，李晓报案。"
    assert of_kind(text, "org") == ["宁波栎川机电有限公司"]
    assert of_kind(text, "address") == ["杭州市西湖区文三路3幢201"]


def test_a_town_has_a_name_of_two_characters_at_least() -> None:
    assert of_kind("民警拨通了网岭镇居民贺某的电话。", "address") == ["网岭镇"]
    assert of_kind("小镇居民都说好，乡镇企业也说好。", "address") == []


def test_the_town_of_an_old_town_keeps_its_city() -> None:
    assert of_kind("他到中山市古镇镇曹二村。", "address") == ["中山市古镇镇曹二村"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("家住掇刀区杨柳铺路六合苑二栋三单元四〇二，上午", "掇刀区杨柳铺路六合苑二栋三单元四〇二"),
        ("现人在象山一路农业银行门口", "象山一路"),
        ("位置：机场路立交桥东200米，老郭", "机场路立交桥东200米"),
        ("车停在敖汉旗新惠镇惠文小区东侧路边", "敖汉旗新惠镇惠文小区"),
        ("家住红旗中路金座大厦1106，", "红旗中路金座大厦1106"),
        ("住如家酒店306，被骗", "如家酒店306"),
        ("在如家酒店110报警", "如家酒店"),
        ("包裹已到清河小区北门14号铺，请取", "清河小区北门14号铺"),
        ("我在蓬莱区刘家沟镇不会弄", "蓬莱区刘家沟镇"),
        ("住雷山县丹江镇脚猛村也蒿寨，", "雷山县丹江镇脚猛村也蒿寨"),
    ],
)
def test_a_place_ends_where_it_ends(text: str, place: str) -> None:
    assert of_kind(text, "address") == [place]
