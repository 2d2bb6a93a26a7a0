"""Persons (姓名) whom the words all but name: titles, 某, forms, holders of accounts.

The tagger finds the others; these are what is sure, and what tells it where places end.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator

from zhisun.engines.identity.names import (
    GIVEN,
    RARELY_GIVEN,
    common_surnames,
    compound_surnames,
    surnames,
)
from zhisun.engines.reading.beside_names import latin_names, listed_names, masked_names
from zhisun.engines.reading.elements import Found, Page
from zhisun.engines.reading.everyday_words import NOT_NAMES
from zhisun.engines.reading.name_cues import NEVER_FAMILY, STRONG_RIGHT
from zhisun.engines.reading.name_ends import AFTER_NAME, ENDS_NAME
from zhisun.engines.reading.some_names import DOUBTFUL, some_names
from zhisun.engines.reading.words import pairs, wordiness

_HARDLY, _OFTEN = 30, 90
_HAN = r"[\u4e00-\u9fff]"
_COMPOUND = (
    rf"(?=[{''.join(sorted({name[0] for name in compound_surnames()}))}])"
    rf"(?:{'|'.join(sorted(compound_surnames()))})"
)
_FREQUENT = "".join(sorted({*common_surnames(), *(name[0] for name in compound_surnames())}))
_ANY = "".join(sorted(surnames()))
_GIVEN = "".join(sorted(GIVEN | RARELY_GIVEN))
_SURE_FAMILY = "".join(sorted(c for c in surnames() if wordiness(c) <= _HARDLY))
_SURNAME = rf"(?:{_COMPOUND}|[{_ANY}])"

_SURE_TITLES = r"先生|女士|男士|小姐|同志"
_TITLES = (
    r"老师|警官|经理|主任|科长|队长|支队长|处长|院长|校长|书记|老板娘?|医生|律师|专员|教授|会计"
    r"|师傅|大爷|大妈|大娘|大婶|大嫂|老奶奶|大伯|大叔|大姐|大哥|阿姨|阿婆|奶奶|爷爷|叔叔|伯伯|婶"
    r"|嫂|班长|部长|行长|组长"
    r"|会长|店长|团长|连长|排长|政委|护士长?|讲师|助教|顾问|管家|博士|局长|同学|总监|秘书|所长"
    r"|股长"
    r"|主管|助理|法官|检察官|教官|教练|站长|村长|镇长|厂长|馆长|主播|导师|大夫|医师|督察|警司"
    r"|参谋|干事"
    r"|太太|夫人|老太太?|姑娘|爷子|老弟|指导员|辅导员|工程师|审判员|书记员|处(?=[，。说让])"
    r"|[局董](?![面部势域事长])"
    r"|总(?![共是之体计部会有数额结要行算局署])|[哥姐叔姨](?![哥姐叔姨])|工(?=[ ,，。说让在您])"
    r"|队(?=[说让在,，。])"
)
_BEFORE_TITLED = frozenset(
    "的是叫给和与向被让找跟对称为由同到位名及有个我着系据了请房处部科局室院校队组所厂店行站镇村街道区县"
    "市省商管大是"
)
_TITLES_BEGIN = (
    "老警经主科队支处院校书医律专教会师大阿奶爷叔伯婶嫂班部行组店团连排政护讲助顾管博局所股秘法检站村镇厂馆导督参干太夫姑指辅工审"
    "董总哥姐姨同长代"
)
_TITLE = re.compile(
    rf"(?=[{_FREQUENT}{_SURE_FAMILY}])(?:(?P<sure>{_COMPOUND}|[{_FREQUENT}{_SURE_FAMILY}])"
    rf"(?:{_SURE_TITLES})"
    rf"|(?P<family>{_COMPOUND}|[{_FREQUENT}])(?=[{_TITLES_BEGIN}])(?:{_TITLES}))"
)
_LETTERED = re.compile(r"[A-Z](?<![A-Za-z0-9].)(?:先生|女士|男士|小姐|某{1,2})")
_LABELLED = re.compile(
    rf"(?:报警人|报案人|事主|受害人|被害人|受害者|当事人|嫌疑人|被告人|负责人|户名|姓名|收款人|持卡人|我叫|真名叫?|名叫"
    rf"|请问是|您是|你是|我找|尊敬的|之[子女妻夫父母])[是为叫:“\"(]{{0,2}}(?P<name>(?:{_COMPOUND}"
    rf"|[{_FREQUENT}{_SURE_FAMILY}])[{_GIVEN}]{{1,2}}?)"
    r"(?=(?P<mark>[，,、。；;()（）\s”\"]|$|先生|女士|小姐)|称|说|报警|报案|来|于|被|的(?!话)|因"
    r"|在|到|接|手机|持|住|转|[昨今][天日])"
)
_ROLES = ("受害人", "被害人", "受害者", "当事人", "嫌疑人", "被告人", "负责人")
_HOLDER = re.compile(
    rf"(?:给了?|往了?|向了?|到了?|至了?|入了?|进了?|叫做?)(?P<name>{_SURNAME}{_HAN}{{1,2}}?)"
    r"(?=的?(?:名下|卡上?|账[户号]|帐[户号]|户头)|(?<=叫...)的|(?<=叫..)的|的[工农建中交招邮]行)"
)
_NICKNAME = re.compile(
    rf"(?:叫|名叫|昵称|网名)(?:做|为|是|:)*[“\"‘](?:(?P<quoted>[小阿老]{_HAN}{{1,2}})[”\"’]"
    rf"|(?P<said>{_HAN}{{2,4}})[”\"’]的?(?:男|女|人|网友|姑娘|好友|网民|导师|老师|陌生人))"
)
_OLD = re.compile(rf"(?P<name>[{_FREQUENT}]老(?:太太?|汉|爷子|(?=先生|人家|师傅|退休|[，,])))")
_NEXT = re.compile(rf"[\s,，(:]{{0,3}}(?P<name>{_SURNAME}{_HAN}{{1,2}})")
_LONG = 3
_MANY = 40
_OTHERWISE = ("小红书", "小米手机", "大众点评")


def persons(page: Page, taken: list[Found]) -> Iterator[Found]:
    """Names in the text; `taken` are the accounts and banks found before, which vouch for names."""
    text = page.text
    found = [*_labelled(text), *_beside(text, taken)]
    found += [*_holders(text), *_titled(text), *_nicknames(text)]
    found += [*masked_names(text), *latin_names(text)]
    if "某" in text:
        found += some_names(text)
    found = _told_shorter(found)
    found += listed_names(text, list(found))
    yield from found
    yield from _again(page.text, found)


def _is_word(text: str) -> bool:
    return text in NOT_NAMES or text in pairs()


def _told_shorter(found: list[Found]) -> list[Found]:
    """郝艳刚(开始) is 郝艳 when she is called so elsewhere and 郝艳刚 only once."""
    told = Counter(one.norm or "" for one in {(f.start, f.norm): f for f in found}.values())
    return [
        one._replace(end=one.end - 1, norm=one.norm[:2])
        if one.norm
        and "某" not in one.norm
        and len(one.norm) == _LONG
        and told[one.norm] == 1
        and told[one.norm[:2]] > 0
        else one
        for one in found
    ]


def _person(start: int, name: str, confidence: float) -> Found:
    return Found("person", start, start + len(name), name, confidence)


def _titled(text: str) -> Iterator[Found]:
    for match in _LETTERED.finditer(text):
        yield _person(match.start(), match[0], 0.9)
    for match in _TITLE.finditer(text):
        if match[0][0] in "师上" or match[0] == "支队长":
            continue
        family = match["sure"] or match["family"]
        begun = text[match.start() - 1 : match.start() + 1] in pairs()
        if begun and match[0].endswith("同志"):
            continue  # 公安同志
        if (family in NEVER_FAMILY and (family not in DOUBTFUL or begun)) or (
            match["family"]
            and (_titled_word(text, match) or not _begins_titled(text, match, begun=begun))
        ):
            continue
        start = match.start()
        start -= start > 0 and text[start - 1] in "阿老小" and match[0][-1] in "哥姐嫂叔姨婶"
        yield _person(start, text[start : match.end()], 0.92)


def _titled_word(text: str, match: re.Match[str]) -> bool:
    """高管家 is a word; 马队 who says something is a person."""
    return _is_word(match[0]) and STRONG_RIGHT.match(text, match.end()) is None


def _begins_titled(text: str, match: re.Match[str], *, begun: bool) -> bool:
    """风控王主管 begins at 王; 招商经理, 大堂经理 do not begin at 商 and 堂."""
    at = match.start()
    if at == 0 or not "\u4e00" <= text[at - 1] <= "\u9fff" or text[at - 1] in _BEFORE_TITLED:
        return True
    return not begun and (wordiness(match[0][0]) <= _OFTEN or text[at - 2 : at] in pairs())


def _labelled(text: str) -> Iterator[Found]:
    """事主向阳，: after such words even what is a word elsewhere."""
    for match in _LABELLED.finditer(text):
        name = match["name"]
        word = name[0] in NEVER_FAMILY or name in pairs()
        if word and match[0].startswith(_ROLES):
            continue
        if name[:2] not in NOT_NAMES and not (word and match["mark"] is None):
            yield _person(match.start("name"), name, 0.87)


def _beside(text: str, taken: list[Found]) -> Iterator[Found]:
    """A name right after an account: 6222… 某某那里."""
    for account in taken:
        match = _NEXT.match(text, account.end) if account.type == "card" else None
        name = None if match is None else _cut(text, match.start("name"), match["name"])
        if match is not None and name is not None and _likely(text, match.start("name"), name):
            yield _person(match.start("name"), name, 0.78)


def _holders(text: str) -> Iterator[Found]:
    """A name the money went to the account of: 打到某某名下, 往某某的卡上; 一个叫某某的."""
    for match in _HOLDER.finditer(text):
        name = match["name"]
        if _frequent(name) and name[:2] not in NOT_NAMES and not ENDS_NAME & set(name[1:]):
            yield _person(match.start("name"), name, 0.8)


def _nicknames(text: str) -> Iterator[Found]:
    for match in _NICKNAME.finditer(text):
        group = "quoted" if match["quoted"] else "said"
        yield Found("person", *match.span(group), match[group], 0.75)
    for match in _OLD.finditer(text) if "老" in text else ():
        if match["name"] not in pairs():
            yield _person(match.start(), match["name"], 0.72)


def _again(text: str, found: list[Found]) -> Iterator[Found]:
    """A name that stood once is the same person wherever it stands again."""
    names = {f.norm for f in found if f.norm and len(f.norm) > 1}
    if len(names) > _MANY:
        yield from _again_of_many(text, names)
        return
    for name in names:
        at = text.find(name)
        while at >= 0:
            if not text.startswith(_OTHERWISE, at):
                yield _person(at, name, 0.85)
            at = text.find(name, at + len(name))


def _again_of_many(text: str, names: Collection[str]) -> Iterator[Found]:
    """The same in one walk over a long text."""
    begins = {name[0] for name in names}
    lengths = sorted({len(name) for name in names}, reverse=True)
    for at, char in enumerate(text):
        if char in begins:
            for length in lengths:
                if text[at : at + length] in names:
                    yield _person(at, text[at : at + length], 0.85)
                    break


def _cut(text: str, start: int, name: str) -> str | None:
    """The name without a last character that begins the next word; None when it is no name."""
    family = 2 if name[:2] in compound_surnames() else 1
    if name[0] in NEVER_FAMILY and family == 1:
        return None
    longest = 2 if name[0] == name[1] else min(family + 2, len(text) - start)
    for length in range(longest, family, -1):
        candidate = text[start : start + length]
        if any(
            char in ENDS_NAME or not "\u4e00" <= char <= "\u9fff" for char in candidate[family:]
        ):
            continue
        if not (candidate[:2] in NOT_NAMES or candidate[:2] in pairs()) and AFTER_NAME.match(
            text, start + length
        ):
            return candidate
    return None


def _likely(text: str, start: int, name: str) -> bool:
    quoted = text[start - 1 : start] in ("“", '"', "‘", "(")
    return _frequent(name) and (quoted or _given_name_likely(name))


def _frequent(name: str) -> bool:
    return name[0] in _FREQUENT or name[:2] in compound_surnames()


def _given_name_likely(name: str) -> bool:
    """Most characters after the family name are those given names are made of."""
    given = name[2:] if name[:2] in compound_surnames() else name[1:]
    return name[0] in _ANY and sum(char in GIVEN for char in given) * 2 >= len(given) > 0
