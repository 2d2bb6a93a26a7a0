"""Full names (全名) in running text: family name, given name, and what stands on both sides.

Each side gives points, so does the making of the name; a word of everyday Chinese that begins in
the name or reaches into it takes the name away. The points are ours.
"""

import re
from collections.abc import Iterator

from zhisun.engines.identity.divisions import short_names
from zhisun.engines.identity.names import (
    GIVEN,
    RARELY_GIVEN,
    common_surnames,
    compound_surnames,
    surnames,
)
from zhisun.engines.reading.elements import Found
from zhisun.engines.reading.everyday_words import NOT_NAMES
from zhisun.engines.reading.words import pairs, wordiness

NEVER_FAMILY = frozenset(
    "成但有和时从是都于向把被经由对与及将可别过自正其得只要因该在多你我他她它一这那以并而且"
    "或为之当等让给"
    "很再又也就还会能不没来去请如若所使同应全"
)
_PURE = 8
_WORDS_TOO = frozenset("淘焉乃么吁但咎俱却另犹啜敕侥揣皱拾斩堵懂傲朋俊悦敏铙闰奎羌丑")
_DOUBTED = frozenset("时成应全由来")
"""Family names only after a word that calls for one."""
_COMMON = common_surnames() - NEVER_FAMILY | {"于"} | _DOUBTED
_PURE_FAMILY = frozenset(
    family for family in surnames() - NEVER_FAMILY - _WORDS_TOO if wordiness(family) <= _PURE
)
"""Family names that stand in hardly any word: 郗, 谭, 蔺."""
_FAMILIES = "".join(sorted(_COMMON | _PURE_FAMILY))
_COMMON_CLASS = "".join(sorted(_COMMON - _PURE_FAMILY))
_PURE_CLASS = "".join(sorted(_PURE_FAMILY))
_COMPOUND = (
    rf"(?=[{''.join(sorted({name[0] for name in compound_surnames()}))}])"
    rf"(?:{'|'.join(sorted(compound_surnames()))})"
)
_GIVEN = "".join(sorted(GIVEN | RARELY_GIVEN))
_FIRST = "".join(sorted({*_FAMILIES, *(name[0] for name in compound_surnames())}))
_CANDIDATE = re.compile(
    rf"(?=[{_FIRST}])(?:(?:{_COMPOUND})(?=[{_GIVEN}])|[{_COMMON_CLASS}](?=[{_GIVEN}])"
    rf"|[{_PURE_CLASS}](?=[\u4e00-\u9fff]))"
)

_CUE_WORDS = """
转给 打给 汇给 付给 借给 转给了 打给了 汇给了 付给了 借给了 交给 民警 干警 女警 警官 警员 辅警
嫌疑人 被告人 被告
受害人 被害人 当事人 报警人 报案人 事主 记者 主任 局长 所长 队长 科长 处长 院长 校长 法官 律师
检察官
检察长 教授 经理 总裁 老板 董事长 法人 代表 代表人 会计 出纳 财务 男子 女子 男孩 女孩 青年 老人
村民 市民
居民 网友 学生 老师 教师 员工 业主 司机 店主 会员 同学 同事 朋友 好友 男友 女友 丈夫 妻子 老公
老婆
儿子 女儿 父亲 母亲 化名 名叫 叫做 自称 姓名 户名 名字 收款人 收款方 同伙 主犯 上线 下线 头目 其父
其母
其子 其女 其妻 其夫 其弟 其兄 其妹 其姐 之子 之女 之妻 之父 之母 之夫 房东 闺女 闺蜜 舍友 室友
专员 柜员 讲师
顾问 运营 助理 店长 教练 群众 证人 负责人 联系人 志愿者 书记 社工 支行 公司 导师 医生 护士 真名
大名 本名
爱人 老伴 对象 媳妇 儿媳 儿媳妇 女婿 孙子 孙女 外甥 侄子 侄女 哥哥 弟弟 姐姐 妹妹 堂哥 堂弟 堂姐
堂妹
表哥 表弟 表姐 表妹 舅舅 叔叔 姑姑 嫂子 姨妈 婆婆 公公 岳父 岳母 妈妈 爸爸 母女 父子 邻居 亲戚
老乡 战友
工友 客户 店员 组长 班长 村主任 网格员 楼长 保安 主管 总监 持卡人 开户人 户主 卡主 机主 本人 我叫
她叫 他叫
收款户名 转款人 付款人 介绍人 中间人 债主 房客 租客 买家 卖家 主播 队友 师傅 徒弟 家长 收件人
寄件人 处长
行长 科员 秘书 董事 股东 法定代表人 认识 结识 老同学 前男友 前女友 男朋友 女朋友 大爷 大妈 阿姨
学长 学姐 学妹
学弟 辅导员 班主任 团长 连长 指导员 骗子 卡农 车手 马仔 中介 客服 接待员 坐席 话务员 审判员 公证人
柜姐
被询问人 询问人 被讯问人 恭喜 还有 答: 群主 管理员 庄家 卡商 号商 水房 老总 头儿 助教 房主 车主
货主 店家 老板娘 供货商 经办人 操作员 财务人员 客服经理 同案 同行
闺密 发小 哥们 姐妹 小姨 舅妈 大伯 大姨 二姨 二叔 三叔 伯伯 干妈 干爹 未婚妻 未婚夫 前夫 前妻 侄儿
外孙 外孙女 亲家 街坊
"""
_CUES = frozenset(_CUE_WORDS.split()) | {
    who + kin for who in "我他她你其咱俺" for kin in "妈爸爷奶姐哥弟妹叔舅姑嫂婶姨伯儿女妻夫娘爹"
}
_LINKS = frozenset('“”"‘(（:：是叫为做像个 ')
_LOOSE_LEFT = frozenset(
    "他她说据了的是叫给和与向被让找跟对称为由同到及有个我将把等从往使令即以因经、或"
)
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
    r"|警号|工号|称|某|因[^为此而]|反映|让人|[啊呀](?![\u4e00-\u9fff])|和(?:妻子|丈夫|家人|老公"
    r"|老婆)|一同|一起|住|被骗|遭|失联|跑路|在逃|死亡|去世|轮番|获得|正在|代[为述]|的(?:名字"
    r"|名义|身份|电话|手机|微信|弟弟|哥哥|姐姐|妹妹|儿子|女儿|账号|说法|介绍)|出生|说他|说她"
    r"|两人|二人|俩|夫妇|家中|家里"
    r"|(?:是|在)(?:[干做哪谁]|什么|咱|我)|手里|这个人)"
)
_WEAK_RIGHT = re.compile(
    r"[说被将到负先通在于与和向的以对是为任系及遂便就又还也都立随根按毫没感觉心给让从用把联"
    r"打转汇付存拿带去来想看已曾"
    r"正却才则均各共今昨前上下听想再未不添加下载点击发现同意多立两三他她我花你男俩啊呀推管打代陪领帮替请问答回喊骂哭急失拉]"
)
_TITLED = re.compile("先生|女士|警官|律师|小姐|同志")
_MARK_RIGHT = frozenset('，。；！？：:“”"’‘（(【[、》 \n\t,.;!?)）】/')
_NEAR = 2000
_SURE, _SURE_OF_LONG, _SURE_OF_WORD = 2.5, 3.5, 4
_JOINING = 0.75
_JOINS = frozenset("和同有会可如将才先开在来为")
_LONGEST_CUE = 4
_LINKED, _MOST_STRANGE, _SHORT = 3, 0.75, 2
_FREE = frozenset("的了是在说和与被把给让叫")
_NEVER_GIVEN = frozenset(
    "的了是在和与及把被给让向从到对说称叫打转付汇存取收报要就又再也都还只将已曾因为按通下上里外等前后却这那此"
    "其谎自或并且而于以所用没不无去来看找听想会能可得过着介款们个您你我他她它么什吗呢吧啊哦嗯什怎某钱号卡行"
    "账户骗局案部群店厂院校站区县市省村街路元块万千百十多少些很太最更每各该本拿做事时候天年月日点分秒"
)
_CUED = 2
_RARE = common_surnames() - common_surnames(220) - _PURE_FAMILY
"""Family names that are mostly other words: 相, 上, 谈."""


def full_names(text: str) -> Iterator[Found]:
    """Names whose making and surroundings speak for a person."""
    known = pairs()
    for match in _CANDIDATE.finditer(text):
        at = match.start()
        if text[at : at + 2] in NOT_NAMES or (_is_place(text, at) and not called(text, at)):
            continue
        family = len(match[0])
        if family == 1 and (
            text[at : at + 2] in compound_surnames()
            or (text[at] in _DOUBTED and not called(text, at))
        ):
            continue
        word = family == 1 and text[at : at + 2] in known
        doubtful = word or (family == 1 and text[at] in _RARE)
        best = max(_candidates(text, at, family, whole=word), default=None)
        if best is not None and best[0] >= _bar(text, at, best[1], doubtful=doubtful):
            name = text[at : best[1]]
            titled = _TITLED.match(text, best[1])
            yield Found("person", at, best[1], name, 0.94 if titled else 0.74)


def _bar(text: str, at: int, end: int, *, doubtful: bool) -> float:
    """Points a name needs: more where it begins as a word does, less of them after a cue."""
    if not doubtful:
        return _SURE
    return _SURE_OF_LONG if end - at > _SHORT or called(text, at) else _SURE_OF_WORD


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
    cued = left >= _CUED
    pure = family == 1 and text[at] in _PURE_FAMILY
    for length in (family + 2,) if whole and not cued else (family + 2, family + 1):
        end = at + length
        strange = _strange(text, at + family, end)
        if end > len(text) or (strange > _MOST_STRANGE and not (strange < 2 and cued and pure)):  # noqa: PLR2004
            continue
        right = _right(text, at + family, end)
        if right is None and cued and length == family + 2 and not strange:
            right = -0.5
        if right is not None:
            again = told_again(text, at, end)
            strange += _JOINING * (text[end - 1] in _JOINS)
            made = 1 + again + (0.5 if length == family + 2 else 0) + (0.5 if pure else 0)
            yield left + right + made - strange, end


def _strange(text: str, given: int, end: int) -> float:
    """Points against a given name: 1 for a character no name is made of, 9 when it is no name."""
    strange = 0.0
    for char in text[given:end]:
        if char in GIVEN:
            continue
        if char in RARELY_GIVEN:
            strange += 0.25 if end - given > 1 else 0.75
        elif char in _NEVER_GIVEN or not "\u4e00" <= char <= "\u9fff":
            return 9
        else:
            strange += 1
    return strange


def _left(text: str, at: int) -> float | None:
    """Points of what stands before; None when a word reaches into the name."""
    if called(text, at):
        return _CUED
    if at == 0 or text[at - 1] in _MARKS:
        return 1
    if text[at - 1 : at + 1] in pairs():
        return None
    loose = 0.5 if text[at - 1] in _LOOSE_LEFT else -1
    return max(loose, 0) if text[max(0, at - 2) : at] in pairs() else loose


def called(text: str, at: int) -> bool:
    """Whether the words before call for a name: 收款人是, 我叫, 老伴."""
    end = at
    while end and end > at - _LINKED and text[end - 1] in _LINKS:
        end -= 1
    if "叫" in text[end:at]:
        return True
    left = text[max(0, end - _LONGEST_CUE) : end]
    return left in _CUES or left[-3:] in _CUES or left[-2:] in _CUES


def _right(text: str, given: int, end: int) -> float | None:
    """Points of what follows; None when a word begins inside the given name and goes past it."""
    if end == len(text) or text[end] in _MARK_RIGHT:
        points = 1.0
    elif STRONG_RIGHT.match(text, end):
        points = 2.0
    elif (
        (text[end] not in _FREE and text[end - 1 : end + 1] in pairs())
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
