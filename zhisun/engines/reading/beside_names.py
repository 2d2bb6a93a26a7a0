"""Names that stand beside names (并列姓名), masked names (张*明) and names from abroad (Linda)."""

import re
from collections.abc import Iterable, Iterator

from zhisun.engines.identity.names import GIVEN, RARELY_GIVEN, common_surnames
from zhisun.engines.reading.elements import Found
from zhisun.engines.reading.everyday_words import NOT_NAMES
from zhisun.engines.reading.name_cues import NEVER_FAMILY, called
from zhisun.engines.reading.words import pairs

_HAN = r"[\u4e00-\u9fff]"
_FAMILIES = common_surnames() - NEVER_FAMILY
_MASKABLE = "".join(
    sorted((_FAMILIES & common_surnames(300)) - set("年月元方路时楼上单相门花水石公平日点万"))
)
_NEXT = re.compile(
    rf"(?:、|和|与|及|以及|跟)(?P<name>{_HAN}{{2,3}}?)"
    r"(?=[、，,。；;（(）)！\n等两三四五六七八]|和|与|及|以及|跟|都|的(?!话)|一起|一块|各|也|均|在"
    r"|是|先后|为|将|被|把|之|到|于|$)"
)
_BEFORE = re.compile(rf"(?<!{_HAN})(?P<name>{_HAN}{{2,3}})(?:、|和|与|及|跟)$")
_MASKED = re.compile(
    rf"(?P<family>[{_MASKABLE}])(?:\*{{1,2}}{_HAN}?|[xX×]{{1,2}}(?![A-Za-z0-9×]))(?![\d*])"
    rf"|(?<![A-Za-z0-9*])(?P<given>\*{{1,2}}{_HAN}{{1,2}})(?=[，。；、（(\s]|$)"
)
_ABROAD = """
Aaron Abby Adam Alan Alex Alexander Alice Allen Amanda Amy Andrea Andrew Andy Angel Angela Anna
Anne Annie Anthony April
Ashley Barbara Ben Benjamin Betty Bill Bob Brian Brown Bruce Candy Carl Carol Caroline Catherine
Charles Charlie Cherry
Chris Christina Cindy Claire Coco Crystal Cathy Daisy Daniel Dave David Davis Dennis Diana Dick
Donna Dora Doris Dylan
Eason Eddie Edison Edward Elaine Elena Elizabeth Ella Ellen Emily Emma Eric Ethan Eva Evan Eve
Fiona Frank Fred Gary
George Gina Grace Harry Helen Henry Howard Ian Iris Irene Ivan Ivy Jack Jackie Jackson Jacky Jacob
James Jane Janet Jason
Jay Jeff Jennifer Jenny Jeremy Jerry Jessica Jessie Jim Jimmy Joe John Johnny Joseph Joy Joyce
Judy Julia Julie Justin
Karen Kate Kathy Katy Keith Kelly Ken Kenny Kevin Kitty Kris Kim Larry Laura Lauren Lee Leo Leon
Lily Linda Lisa Lois
Louis Lucas Lucky Lucy Luis Luke Lynn Maggie Maria Mark Martin Mary Mason Matt Max May Maya Megan
Melody Mia Michael
Michelle Mike Miller Molly Monica Nancy Natalie Nathan Nick Nicole Nina Oliver Olivia Oscar Pamela
Patrick Paul Peggy
Peter Phil Philip Polly Queenie Rachel Ray Rebecca Richard Rita Robert Robin Rose Ruby Ryan Sally
Sam Samuel Sandy Sara
Sarah Scott Sean Selina Shirley Simon Smith Sophia Sophie Stella Stephen Steve Steven Sue Sunny
Susan Suzy Sylvia Tiffany
Tim Tina Tom Tommy Tony Tracy Tyler Vanessa Vera Vicky Victor Victoria Vincent Vivian Wendy
William Wilson Winnie Yuki
Yoyo Zoe Zack
"""
FIRST_NAMES = frozenset(_ABROAD.split())
_LATIN = re.compile(
    rf"(?P<name>[A-Z](?<![A-Za-z0-9@._/].)[a-z]{{1,9}})(?P<more>{_HAN}?)(?![A-Za-z0-9@._])"
)
_NO_PERSON_AFTER = re.compile(
    r"\s?(?:APP|软件|平台|网站|公司|集团|会议|牌|品牌|交易|直播|聊|钱包|系统)", re.IGNORECASE
)
_CHAIN = 12
_LONG = 3


def masked_names(text: str) -> Iterator[Found]:
    """张*明, 刘XX, *国庆."""
    if not any(mask in text for mask in "*xX×"):
        return
    for match in _MASKED.finditer(text):
        at = match.start()
        reached = at > 0 and text[at - 1 : at + 1] in pairs() and not called(text, at)
        if match["given"] or not reached:
            yield Found("person", *match.span(), match[0], 0.86)


def latin_names(text: str) -> Iterator[Found]:
    """Linda, Kevin老师's first word, Leo陈."""
    for match in _LATIN.finditer(text):
        if match["name"] in FIRST_NAMES and not _NO_PERSON_AFTER.match(text, match.end("name")):
            yield Found("person", *match.span("name"), match["name"], 0.8)


def listed_names(text: str, found: Iterable[Found]) -> Iterator[Found]:
    """家长宋晓峰、郗娟、白雪: what stands in a list with names."""
    for one in found:
        at = one.end
        for _ in range(_CHAIN):
            match = _NEXT.match(text, at)
            if match is None or not _may_be(match["name"]):
                break
            at = match.end()
            yield Found("person", *match.span("name"), match["name"], 0.76)
        before = _BEFORE.search(text, max(0, one.start - 5), one.start)
        if before is not None and _may_be(before["name"]):
            yield Found("person", *before.span("name"), before["name"], 0.74)


def _may_be(name: str) -> bool:
    """Whether a name can be made so; a word of two characters too, when it is nothing else."""
    given = name[1:]
    if name[0] not in _FAMILIES or name in NOT_NAMES or name in _NO_NAMES:
        return False
    if len(name) == _LONG and name[:2] in NOT_NAMES:
        return False
    return all(char in GIVEN or char in RARELY_GIVEN for char in given)


_NO_NAMES = frozenset(
    [
        "方法",
        "方式",
        "安全",
        "经济",
        "石头",
        "高利",
        "金钱",
        "白天",
        "黄金",
        "水电",
        "江河",
        "时间",
        "成本",
        "成功",
        "平台",
        "包裹",
        "马路",
        "万元",
        "万余",
        "计划",
        "金额",
        "金融",
        "时机",
        "石油",
        "明星",
        "和平",
        "余额",
        "家人",
        "家长",
        "朋友",
        "白酒",
        "金条",
        "银行",
        "房产",
        "车辆",
        "车票",
        "司机",
        "文件",
        "文化",
        "管理",
        "高额",
    ]
)
