"""Full names (全名) in running text: family name, given name, and what stands on both sides.

Each side gives points, so does the making of the name; a word of everyday Chinese that begins in
the name or reaches into it takes the name away. The points are ours.
"""

import re
from collections.abc import Iterator

from zhisun.engines.identity.divisions import short_names
from zhisun.engines.identity.names import GIVEN, common_surnames, compound_surnames
from zhisun.engines.reading.elements import Found
from zhisun.engines.reading.everyday_words import NOT_NAMES
from zhisun.engines.reading.words import pairs

NEVER_FAMILY = frozenset(
    "成但有和时从是都于向把被经由对与及将可别过自正其得只要因该在多你我他她它一这那以并而且"
    "或为之当等让给"
    "很再又也就还会能不没来去请如若所使同应全"
)
_FREQUENT = "".join(sorted(common_surnames() - NEVER_FAMILY | {"于"}))
_COMPOUND = "|".join(sorted(compound_surnames()))
_GIVEN = "".join(sorted(GIVEN))
_FIRST = "".join(sorted({*_FREQUENT, *(name[0] for name in compound_surnames())}))
_CANDIDATE = re.compile(rf"(?=[{_FIRST}])(?:{_COMPOUND}|[{_FREQUENT}])(?=[{_GIVEN}])")

_CUE_LEFT = re.compile(
    r"(?:[转打汇付借]给了?|[民干女]警|警官|嫌疑人|被告人?|受害人|被害人|当事人|报警人"
    r"|报案人|事主|记者|主任|局长|所长|队长|科长|处长|院长|校长"
    r"|法官|律师|检察[官长]|教授|经理|总裁|老板|董事长|法人|代表人?|会计|出纳|财务|男子"
    r"|女子|男孩|女孩|青年|老人|村民|市民"
    r"|居民|网友|学生|老师|教师|员工|业主|司机|店主|会员|同学|同事|朋友|好友|男友|女友"
    r"|丈夫|妻子|老公|老婆|儿子|女儿"
    r"|父亲|母亲|[名化]叫|叫做|叫|自称|姓名[:：为是]?|户名[:：为是]?|名字[:：为是]?"
    r"|收款人[:：为是]?|同伙|主犯|上线|下线|头目"
    r"|其[父母子女妻夫弟兄]|之[子女妻父母夫]|房东|闺女|闺蜜|舍友|室友|专员|柜员|讲师|顾问"
    r"|运营|助理|店长|教练|民警|辅警|群众|证人|负责人|联系人|志愿者|书记|社工|辅警|支行"
    r"|公司)[“\"‘(（:]?$"
)
_LOOSE_LEFT = frozenset("据了的是叫给和与向被让找跟对称为由同到及有个我将把等从往使令即以因经、或")
_MARKS = frozenset('，。；！？：:“”"’‘（(【[《》>|/ \n\t,.;!?)）】')
STRONG_RIGHT = re.compile(
    r"[也都就便遂又还却则已曾]?(?:旅客|的(?:妻子|丈夫|儿子|女儿|父亲|母亲|朋友|同事|爱人"
    r"|家人|账户|银行卡)"
    r"|[\d一二两三四五六七八九十半]{1,3}(?:分钟|个?小时|天|个?月)前|\d{1,4}(?:年|月|-)"
    r"|[上这本]周|[昨今][天日早晚]|前天|大前天|证言|来所|来电|接警|报称|您好|你好"
    r"|之[子女父母妻夫]|说[，,：:道“]|称[，,：:“]|表示|告诉|介绍|提醒|认为|坦言|回忆|透露"
    r"|报警|报案|交代|供述|伙同|等\d*[名人]|等[二三四五六七八九十]"
    r"|一案|到案|归案|落网|犯|来到|接到|收到|意识到|信以为真|自称|谎称|名下|先生|女士|警官"
    r"|律师|涉嫌|[（(](?:男|女|化名|身份证|电话"
    r"|手机|1\d|\d\d岁|住)|[，,](?:男|女)[，,]|的?(?:银行)?[卡账帐]|[工农建中交招]行|那里"
    r"|警号|工号|称|某|因[^为此而]|反映)"
)
_WEAK_RIGHT = re.compile(
    r"[说被将到负先通在于与和向的以对是为任系及遂便就又还也都立随根按毫没感觉心给让从用把联"
    r"打转汇付存拿带去来想看已曾"
    r"正却才则均各共今昨前上下听想再未不添加下载点击发现同意多立两三]"
)
_TITLED = re.compile("先生|女士|警官|律师|小姐|同志")
_MARK_RIGHT = frozenset('，。；！？：:“”"’‘（(【[、》 \n\t,.;!?)）】/')
_NEAR = 2000
_SURE, _SURE_OF_WORD = 2.5, 4
_CUED = 2
_RARE = common_surnames() - common_surnames(220)
"""Family names that are mostly other words: 相, 上, 谈."""


def full_names(text: str) -> Iterator[Found]:
    """Names whose making and surroundings speak for a person."""
    known = pairs()
    for match in _CANDIDATE.finditer(text):
        at = match.start()
        if text[at : at + 2] in NOT_NAMES or _is_place(text, at):
            continue
        family = len(match[0])
        word = family == 1 and text[at : at + 2] in known
        doubtful = word or (family == 1 and text[at] in _RARE)
        best = max(_candidates(text, at, family, whole=word), default=None)
        if best is not None and best[0] >= (_SURE_OF_WORD if doubtful else _SURE):
            name = text[at : best[1]]
            titled = _TITLED.match(text, best[1])
            yield Found("person", at, best[1], name, 0.94 if titled else 0.74)


def told_again(text: str, start: int, end: int) -> bool:
    """Whether the same characters stand once more, not too far away."""
    name = text[start:end]
    before = text.find(name, max(0, start - _NEAR), start)
    return before >= 0 or text.find(name, end, end + _NEAR) >= 0


def _is_place(text: str, at: int) -> bool:
    return text[at : at + 2] in short_names() or text[at : at + 3] in short_names()


def _candidates(text: str, at: int, family: int, *, whole: bool) -> Iterator[tuple[float, int]]:
    """Points and end of each possible name; `whole`: only those with a given name of two."""
    left = _left(text, at)
    if left is None:
        return
    for length in (family + 2,) if whole else (family + 2, family + 1):
        end = at + length
        if end > len(text) or not all(char in GIVEN for char in text[at + family : end]):
            continue
        right = _right(text, at + family, end)
        if right is not None:
            again = told_again(text, at, end)
            yield left + right + 1 + again + (0.5 if length == family + 2 else 0), end


def _left(text: str, at: int) -> float | None:
    """Points of what stands before; None when a word reaches into the name."""
    if _CUE_LEFT.search(text, max(0, at - 6), at):
        return _CUED
    if at == 0 or text[at - 1] in _MARKS:
        return 1
    if text[at - 1 : at + 1] in pairs():
        return None
    loose = 0.5 if text[at - 1] in _LOOSE_LEFT else -1
    return max(loose, 0) if text[max(0, at - 2) : at] in pairs() else loose


def _right(text: str, given: int, end: int) -> float | None:
    """Points of what follows; None when a word begins inside the given name and goes past it."""
    if end == len(text) or text[end] in _MARK_RIGHT:
        points = 1.0
    elif STRONG_RIGHT.match(text, end):
        points = 2.0
    elif (
        text[end - 1 : end + 1] in pairs()
        or text[end] in "币链镇乡"
        or text.startswith("警方", end)
    ):
        return None
    elif _WEAK_RIGHT.match(text, end) or text[end : end + 2] in pairs():
        points = 0.5
    else:
        points = -1
    if end - given == 1 or text[given:end] not in pairs():
        return points
    return points - 0.25
