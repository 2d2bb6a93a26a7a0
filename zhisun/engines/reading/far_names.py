"""Names told by their own shape (少数民族姓名、外国姓名、复姓): 买买提·吐尔逊, 古丽娜尔, 欧阳倩.

They are read before places, since 阿里木江 is nobody's 阿里 and 濮阳光 is no town.
"""

import re
from collections.abc import Iterator

from zhisun.engines.identity.divisions import short_names
from zhisun.engines.identity.names import GIVEN, compound_surnames
from zhisun.engines.reading.elements import Found, Page
from zhisun.engines.reading.words import pairs

_HAN = r"[\u4e00-\u9fff]"
_SOUNDS = (
    "阿艾爱买麦提吐吾乌尔逊木江尼孜热依帕古丽力娜尔肉则汗别克卡哈吉布都拉迪塔赛苏合孙努尼亚西曼米莱"
    "多次仁扎卓玛旺央金尕桑格洛珠顿白曲朗措姆贡嘉拉图雅特巴日斯根其其格那松岩玉罕沙石补且莫"
    "伍各尔曲比子热卜甫夏杜里岩温堆乐敖藏让才索南丹增平罗边宝音萨高托朝鲁敦不佳达瓦惹呷牛铁恩嘎勒"
)
_PIECES = (
    "古丽|古力|吐尔|吾尔|买买提|买提|艾山|艾力|木江|力江|别克|提汗|罕古|娜尔|次仁|多吉"
    "|卓玛|扎西|旺姆|央金|尼玛|白玛|格桑|巴特尔|图雅|其其格|日松|木合|热合曼|热依|阿卜|阿布都"
    "|阿不都|帕提"
    "|依木|吉布|木呷|伍呷|尔古|拉姆|达瓦|洛桑|阿依|努尔|尕藏|旺堆|日格乐|格日勒|其木格|巴雅尔"
    "|那仁|苏日|乌云其"
    "|娜仁|高娃|巴图|斯琴|托娅|朝鲁|敖敦|额尔敦|特木尔|桑吉|拉毛|才让|仁青|贡保|索南|丹增|平措"
    "|顿珠|罗布|边巴"
    "|普布|旦增|曲珍|德吉|白珍|措姆|卓嘎|木乃|尔体|日古|沙马|吉克|马海|阿西|热娜|玛依|再娜|吐逊"
    "|亚森|赛买|依明"
    "|图尔荪|艾则|艾合|艾孜|热合|麦麦|库尔班|玉素|萨拉姆|海拉|迪丽|帕孜|阿迪力|尼亚孜|斯曼|伊力"
    "|塔依|吾斯|达吾提"
)
_FOREIGN = (
    "阿埃艾爱安奥巴柏班邦包保鲍贝本比彼毕宾波伯博勃布查察达戴丹道德登邓狄迪蒂丁顿多杜厄恩尔"
    "法范菲费芬佛弗福富盖甘冈戈哥格葛根古瓜圭"
    "哈海汉汗豪赫亨胡华怀惠霍基吉季加迦嘉贾简杰金京卡凯坎康考柯科克肯孔库夸昆拉莱兰朗劳勒雷"
    "黎里理丽利莉立连列林琳留龙隆卢鲁路露伦罗洛吕"
    "马玛迈麦曼芒毛梅门蒙孟米密敏明摩莫默姆穆拿那娜纳乃奈南内尼妮涅宁纽农努诺欧帕派潘庞佩彭"
    "皮珀普奇齐恰强乔切钦琼丘让热仁日荣茹儒瑞"
    "萨塞赛桑瑟森沙莎山尚舍申圣施史士斯丝松苏孙索塔泰坦汤唐陶特藤提廷图托瓦娃万旺威韦维魏温"
    "文沃乌吾武西希锡夏香肖谢欣辛休许雪雅亚延扬"
    "耶叶伊依因英永尤约泽扎詹珍朱卓兹佐措姜木江孜买赵俊吐逊合肉则帝罕朝其嘎买热力玉素甫卡地夫"
)
_DOTTED = re.compile(rf"[{_FOREIGN}]{{1,6}}(?:[·•‧・][{_FOREIGN}某]{{1,7}}){{1,2}}")
_NOT_DOTTED = re.compile(r"国际|机场|大学|大厦|号|街")
_SOUND = re.compile(_PIECES)
_SOUNDED = re.compile(
    rf"(?=[{_SOUNDS}])(?:[{_SOUNDS}]{{1,5}}?(?:{_PIECES})[{_SOUNDS}]{{0,5}}+"
    rf"|(?:{_PIECES})(?:{_PIECES}|[{_SOUNDS}]){{1,5}}+)"
)
_SOUNDED_SHORT = re.compile(
    "扎西|卓玛|多吉|巴特尔|图雅|央金|格桑|洛桑|次仁|白玛|尼玛|尕藏|斯琴|高娃|丹增|旦增|平措|顿珠"
    "|阿依努尔|卓嘎|才让"
)
_SOUNDED_SOME = re.compile(rf"[{_SOUNDS}]{{1,5}}某(?:[{_SOUNDS}](?=[、，。等（和是的与]))?")
_NOT_BEFORE_SOME = frozenset("在和与及有被由到于从")
_NOT_A_NAME = re.compile(r"[市县区州镇乡村路街旗盟省寺山河湖]|地区|平台|机场|草原|电视")
_BEGINS = frozenset(
    "，。；！？：:“”\"'‘（( \n、的是叫给和与向被让找跟对称由有人子友生女弟兄夫妻学工到为据同个名警"
)
_COMPOUND = "|".join(sorted(compound_surnames()))
_GIVEN = "".join(sorted(GIVEN))
_DOUBLE = re.compile(rf"(?:{_COMPOUND})(?=[{_GIVEN}])")
_DOUBLE_NEXT = re.compile(
    r"$|[^\u4e00-\u9fff]|[的称说在被和与及把将给让向到报也就是有等来去从用按认下转打汇之因"
    r"为于先同已又还收接]"
)
_WORDS = frozenset(
    {"东方", "南方", "宇文", "公孙", "西门", "东门", "北宫", "东郭", "百里", "第五", "长孙"}
)
_SHORT_NAME = 2


def far_names(page: Page) -> Iterator[Found]:
    """Dotted names, names of the sounds of other languages, compound family names."""
    text = page.text
    if any(dot in text for dot in "·•‧・"):
        yield from _dotted(text)
    yield from _sounded(text)
    yield from _double(text)


def _dotted(text: str) -> Iterator[Found]:
    for match in _DOTTED.finditer(text):
        if _NOT_DOTTED.match(text, match.end()):
            continue
        name = match[0].removesuffix("博士")
        if text[match.end() : match.end() + 1] == "人":
            name = name.removesuffix("夫")  # 霍尔登夫人
        yield Found("person", match.start(), match.start() + len(name), name, 0.9)


def _sounded(text: str) -> Iterator[Found]:
    for match in _SOUNDED.finditer(text) if _SOUND.search(text) else ():
        if _begins(text, match.start()) and not _NOT_A_NAME.match(text, match.end()):
            yield _person(match, 0.86)
    for match in _SOUNDED_SHORT.finditer(text):
        if _begins(text, match.start()) and _DOUBLE_NEXT.match(text, match.end()):
            yield _person(match, 0.7)
    for match in _SOUNDED_SOME.finditer(text) if "某" in text else ():
        if _begins(text, match.start()) and _sounds_like_one(match[0]):
            yield _person(match, 0.9)


def _person(match: re.Match[str], confidence: float) -> Found:
    return Found("person", *match.span(), match[0], confidence)


def _begins(text: str, at: int) -> bool:
    return at == 0 or text[at - 1] in _BEGINS or text[max(0, at - 2) : at] in pairs()


def _sounds_like_one(name: str) -> bool:
    """阿卜杜某, 热某: some family, more than one sound or one no family has."""
    sounds = name[: name.index("某")]
    if sounds[0] in _NOT_BEFORE_SOME or sounds in short_names() or sounds in pairs():
        return False
    return len(sounds) > 1 or sounds in "热阿吉尔沙玉木拉"


def _double(text: str) -> Iterator[Found]:
    """欧阳倩: two given characters before one, where what follows lets a name end."""
    for match in _DOUBLE.finditer(text):
        start, given = match.span()
        family = match[0]
        town = family in short_names() or family in _WORDS
        for length in (_SHORT_NAME, 1):
            end = given + length
            name = text[start:end]
            fits = all(char in GIVEN for char in text[given:end]) and len(name) == length + 2
            if not fits or not _DOUBLE_NEXT.match(text, end):
                continue
            if length == _SHORT_NAME and text[given + 1 : end + 1] in pairs():
                continue
            if town and text.count(name, max(0, start - 500), end + 500) < _SHORT_NAME:
                continue
            if text[start - 1 : start + 1] not in pairs() or start == 0:
                yield Found("person", start, end, name, 0.85)
            break
