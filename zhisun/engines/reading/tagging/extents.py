"""Where a place begins and ends (地址起止): what the tagger cut off is put back."""

import re
from collections.abc import Iterator

from zhisun.engines.reading.elements import Found

_NUMBERED = frozenset("号楼栋幢座层城厦场区")
_CITY_OF = frozenset("警政营事间办族")
"""义乌市民警, 民政, 民营: here 市 belongs to the place."""
_COUNTED = r"[元块万千百年月日号时点分个人名位多余家户台套张本次笔wWkK]"
_DOOR = re.compile(
    r"(?:(?:[\dA-Z]{1,4}|[一二三四五六七八九十]{1,3})(?:楼|层|室|[栋幢座]|单元|区)){1,3}"
    rf"(?:[A-Z]?-?\d{{3,4}}(?:[室房](?![租东产价子间主屋款门客卡贷])|(?![\d.,:]|\s?{_COUNTED})))?(?![下上])"
)
_DOOR_DASHED = re.compile(
    r"(?<=[栋幢座楼元])(?:[A-Z]-?\d{3,4}(?:室|(?![\d.,:]))|\d{1,2}[-–—]\d{1,4}(?:-\d{1,4})?(?![\d.,:\-元])"
    r"|[一二三四五六七八九十]{1,3}[杠之][一二三四五六七八九十零]{1,4})"
)
"""14幢二单元9-3, 六栋三单元七杠一, 9栋A2703."""
_BEHIND_THE_DOOR = re.compile(
    r"(?<=宿舍)楼(?:\d{1,2}[楼层])?|(?:(?<=单元)|(?<=[楼层]))[东西南北中]户(?![型主口])"
    r"|(?:(?<=[栋幢座楼]\d)|(?<=[栋幢座楼]\d\d))[-–—]\d{1,4}(?:-\d{1,4})?号?(?![\d.,:\-元])"
    r"|(?<=[路街巷道弄里])\d{1,4}-\d{1,4}号(?![码楼店])|(?:(?<=\d-\d)|(?<=\d-\d\d)|(?<=\d-\d{3})|(?<=\d-\d{4}))号(?![码店线楼文])"
    r"|(?<=[单元层楼]{2})[一二三四五六七八九零〇]{3,4}[室房号]?(?![十百千万元块])"
    r"|(?:(?<=[东南西北侧]\d\d)|(?<=[东南西北侧]\d{3}))米|(?<=大厦)\d{3,4}[室房]?(?![\d.,:元块万平米年月]|[A-Za-z])|(?<=号)铺(?![面货垫])"
    r"|(?<=\d)房(?![租东产价子间主屋款门客卡贷])"
    r"|(?<=[宾旅酒][馆店])(?!110|120|119)\d{3,4}(?:[室房](?![租东产价子间主屋款门客卡贷])|(?![\d.,:元块年转报人押的给提存付晚多]))"
    r"|(?<=\d号)之(?:[一二三四五六七八九十]{1,2}(?![分手])|\d{1,2}(?![\d元万千]))|(?<=[区场地城厦园])[A-Z]\d{1,3}(?![A-Za-z\d.])"
)
"""宿舍楼, 2单元东户, 如家宾馆306房, 2606房, 38号之二, 宠物基地A12."""
_HAMLET = re.compile(
    r"(?<=村)(?:[一-龥]{2,3}(?:屯|寨|[村自]?组|社(?!区))|\d{1,2}(?:组|社|队)|[一二三四五六七八九十]{1,2}(?:组|社|队))"
    r"(?:\d{1,4}号)?"
    r"|(?:(?<=村[一-龥]{2})|(?<=村[一-龥]{3}))[屯寨]"
    r"|(?:(?<=村[一-龥]{2})|(?<=村[一-龥]{3})|(?<=委会[一-龥]{2}))组(?![长员织成建合])"
    r"|(?<=[镇乡木])[一-龥]{2,4}嘎查|(?<=[村乡])路口"
    r"|(?<=[区道镇房])[\d一二三四五六七八九十]{1,3}委(?:[\d一二三四五六七八九十]{1,3}组|(?![员会派托任书屈]))"
    r"|(?<=[一-龥])[一二三四五六七八九十][路街巷](?![口边])"
    r"|(?<=[师镇])[\d一二三四五六七八九零〇]{2,4}团(?:[\d一二三四五六七八九十]{1,2}连)?"
)
"""凤梧村下勒洞屯23号, 竹坪村五组: what a village is parted in, 三委12组 of a north-eastern
town, and a regiment of the Corps."""
_SHORT_TOWN = re.compile(r"(?:[一-龥]镇|[一-龥](?<![新萍宁桐])乡)(?![一-龥]{0,3}[省市县区])")
_TOWNS_NAME = re.compile(r"[一-龥](?<![省市区县州旗盟在到去的从住了于是和与往回由我他她来该本各])")
"""岭镇 in 拨通了网岭镇: a town's name has two characters at least; 新乡 and 桐乡 are cities."""
_NOT_OF_IT = re.compile(
    r"(?<=[镇乡村区县市路街])(?:不太?会|不|没|怎么|会|给我|帮我)弄$|(?<=[厦集场])[拉找做搞等]$"
    r"|(?<=[镇乡村区县市道])\d{1,3}[起宗例]$|(?<=街道)办$|(?<=[栋楼元])楼下[一-龥]{1,3}$"
)
"""刘家沟镇不会弄: to do, no lane; the office of a street; 龙山街道3起; 14栋楼下广场舞."""
_LAST_OF_IT = frozenset("弄拉找做搞等办起宗例")
_MEASURED = re.compile(r"旁?(?:独栋|单层|[东南西北])?\d{2,5}$")
_MEASURES = ("平", "㎡", "多平", "余平")
"""涞坊路旁单层1200平: how large. How far (立交桥东200米) belongs to the place."""
_AT_THE_SIDE = re.compile(r"[东南西北]侧?路$")
"""东侧路边 is no road."""
_NOT_OF_ITS_NAME = re.compile(r"新店|到访地址|自提点|位于")
_SCHOOLS = ("学院", "大学", "学校", "中学", "小学", "厂", "公司", "医院")
_DWELLING = re.compile(
    r"(?![一-龥]{2,7}?(?:[省市县镇乡路街]|区(?<![校厂园院东西南北新老]区)))[一-龥]{0,8}(?:\d{1,3}|[A-Z]|[一二三四五六七八九十]{1,3})?号?(?:楼|栋|幢|宿舍|公寓|斋|舍)"
)
_LIKELY = 0.7
_STOPS = frozenset("，。、；：:,.;（）()“”\n ！!？?的") | {""}
"""What no place goes on with."""


def extent(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the place that was told from `start` to `end` of the folded `text` really stands."""
    if _SHORT_TOWN.match(text, start, end) and start and _TOWNS_NAME.match(text, start - 1):
        start -= 1
    start = head.end() if (head := _NOT_OF_ITS_NAME.match(text, start, end)) else start
    for cut in _cuts(text, end):
        end = found.start() if (found := cut.search(text, start + 1, end)) else end
    return start, _to_the_door(text, _before_citizens(text, end))


def _cuts(text: str, end: int) -> Iterator[re.Pattern[str]]:
    """What to cut off the end of a place, by what follows it."""
    if text[end - 1] in _LAST_OF_IT or "楼下" in text[end - 5 : end]:
        yield _NOT_OF_IT
    if text.startswith(_MEASURES, end):
        yield _MEASURED
    if text.startswith("边", end):
        yield _AT_THE_SIDE


def joined(text: str, found: list[Found]) -> list[Found]:
    """`found`, where a school or works and the dwelling right behind it are one place.

    云南民族大学 and 梓楠苑宿舍5栋318. text: the folded text, in whose offsets `found` counts.
    """
    offices = {
        one.end: one
        for one in found
        if one.type == "org" and text.endswith(_SCHOOLS, one.start, one.end)
    }
    if not offices:
        return found
    left = []
    for one in found:
        office = _office_before(text, one, offices)
        left.append(one if office is None else _one(text, office, one))
    starts = {one.start for one in left if one.type == "address"}
    return [one for one in left if one.type != "org" or one.start not in starts]


def _office_before(text: str, one: Found, offices: dict[int, Found]) -> Found | None:
    """The school or works a dwelling belongs to; 学 between them is of 学生."""
    if one.type != "address" or not _DWELLING.match(text, one.start, one.end):
        return None
    cut = text[one.start] == "生" and text[one.start - 1 : one.start] == "学"
    return offices.get(one.start - 1 if cut else one.start)


def _one(text: str, office: Found, place: Found) -> Found:
    whole = text[office.start : place.end]
    return Found("address", office.start, place.end, whole, min(_LIKELY, place.confidence))


def _before_citizens(text: str, end: int) -> int:
    """The end of 南通 in 南通市民, which is not 南通市."""
    at = end - 1 if text.startswith("市民", end - 1) else end - 2
    return at if text.startswith("市民", at) and text[at + 2 : at + 3] not in _CITY_OF else end


def _to_the_door(text: str, end: int) -> int:
    """The end of 中山路88号二楼: a floor or a door goes on with what has a number already."""
    if text[end : end + 1] in _STOPS:
        return end
    further = _HAMLET.match(text, end)
    end = further.end() if further else end
    further = _DOOR.match(text, end) if text[end - 1] in _NUMBERED else None
    end = further.end() if further else end
    for further in (_DOOR_DASHED.match(text, end), _BEHIND_THE_DOOR.match(text, end)):
        end = further.end() if further else end
    return end
