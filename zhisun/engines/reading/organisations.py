"""Companies, schools and authorities (单位)."""

import re
from collections.abc import Iterator

from zhisun.engines.identity.divisions import names, short_names
from zhisun.engines.reading.elements import Found, Page
from zhisun.engines.reading.words import pairs


def _each(before: str, rest: str) -> str:
    """`rest` after each of the words and alone.

    What begins with a letter is looked for faster than what may begin with one of some words.
    """
    return "|".join(word + rest for word in (*before.split(), ""))


_WORKS = "厂(?![家商长房里区子外门址])"
_SUFFIX = re.compile(
    rf"(?:{_each('股份 集团 责任', '有限(?:责任)?公司')}|公司|集团"
    rf"|{_each('师范 科技 理工 职业 医科', '大学')}"
    r"|职业技术学院|学院"
    rf"|{'|'.join(f'{number}中' for number in '一二三四五六七八九十')}"
    r"|中学|小学|幼儿园|医院|公安(?:厅|局)|公安分局|分局|派出所"
    r"|人民法院|法院"
    r"|人民检察院|检察院|人民政府|政府|管委会|税务局|管理局|监管局|监督局|教育局|委员会"
    r"|合作社|商行|经营部|工作室|大使馆|领事馆|协会|研究院|研究所|海关|事务所"
    r"|社保中心|服务中心|交易中心|养老院|敬老院|证券交易所|食品厂|制衣厂|服装厂|机械厂"
    r"|家具厂|电子厂|加工厂|酒厂|药店|旗舰店"
    rf"|{'|'.join(f'{ware}[金修具箱]?{_WORKS}' for ware in '五汽玩纸砖铝钢木皮鞋')}"
    r"|典当行|拍卖行|车行|卫生院"
    r"|诊所|控股|实业"
    r"|疾控中心|养老服务中心|培训机构|培训学校|律所|检疫站|监狱|看守所|戒毒所|福利院|博物馆"
    r"|证监会|银保监会|卫健委|医保局|人社局|民政局|工商局|邮政局|供电公司|日用品店|五金[行店]|门窗[店厂]"
    r"|门诊部|警务室|影城)"
    r"(?![路街城生员长规])"
)
_WORD = re.compile(r"[\u4e00-\u9fffA-Za-z0-9()·]")
_CUT = re.compile(
    r".*(?:经(?![济开营])|(?<![登书传标惦])记(?=.{2,9}公安)|一(?=工作室|商行|公司)"
    r"|[的是在向到给往称由被将把让和与跟及于了从为名叫属去找入进即对着说家位约以至赴来靠披"
    r"据丨们]|自称|冒充"
    r"|报警|举报|负责|联系|接到|指令|会同|协同|请(?=[^请]{2,9}(?:公安|派出所|分局))|涉嫌|转入|汇入|告知|对方|成立|通过|带至|移送|移交|依法|目前|随即"
    r"|前往|抽调|致电|经查"
    r"|来自|但|包括|使用|配发|拖欠|按照|买下|经营|获悉|公布|联合|组织|伙同|抓获|打掉|该局|记者"
    r"|案件|转自|转(?=.{2,9}(?:公安|派出所|分局))|货款打|打(?=[^击])|付款|账户|系(?!统)|我)"
)
_GENERIC = re.compile(
    r"(?:某|该|本|各|周边|附近|安全|楼下|一|两|几|这|那|类|名|对方|们|你|他|辖区|当地|上级|有关|相关|多|国际"
    r"|其他|外地|异地|不同|所谓|正规"
    r"|贷款|快递|保险|物流|理财|投资|网络|通信|电信|证券|装修|中介|信息|航空|金融|小额贷款"
    r"|财务|科技|催收|要账|讨债"
    r"|厂家|国有|一个|一家|大型|上市|私营|皮包|空壳|母|子|分|总|传媒|家政|劳务|外贸|旅游"
    r"|房产|装饰|游戏|市|县|区|省"
    r"|工作|中国|国家|人民|社区|社会|街道|客户|售后|一站式|便民|政务|行业|业主|居民|村民"
    r"|旗舰|官方|反诈|反诈骗|行政|市场监督|移民|部分|关联|只能|很多|平时|\d)*"
)
_CRIME = re.compile(
    "先生|女士|或者|加盟|婚介|租车|电商|如要|打着|冒充|诈骗|犯罪|电诈|团伙|[这那某该]|[一二两三四五六七八九十几多]家|\\d"
)
_BARE = frozenset({"公司", "集团", "商行", "经营部", "合作社", "工作室"})
_LONGEST_PLACE = 7
_REACH = 26
_FEWEST = 2
_NO_LINK = "(?!联合|会同|协同|指令|已|提前|通知|接|决定|成立|抽调)"
_CHAIN = re.compile(
    _NO_LINK
    + r"[\u4e00-\u9fff]{2,8}?(?:公安分局|分局|派出所|支行|分行|分公司|第[一二三四五]附属医院)"
    r"|(?<=局)" + _NO_LINK + r"[\u4e00-\u9fff]{1,10}?"
    r"(?:[大支总中]队|刑警队|警务站|诈骗(?:犯罪侦查)?中心|作战中心)"
)
"""What follows an office and belongs to its name: 公安局 with its 分局, 派出所, 刑侦大队."""


def organisations(page: Page) -> Iterator[Found]:
    """Names that end in a word of their kind and begin at a place or after a word that cuts."""
    at = 0
    for suffix in _SUFFIX.finditer(page.text):
        if suffix.start() < at:
            continue
        start = _beginning(page.text, max(at, suffix.start() - _REACH), suffix.start())
        core = page.text[start : suffix.start()]
        if (
            len(core) < _FEWEST
            or core.endswith("某")
            or core.strip("Xx") == ""
            or _GENERIC.fullmatch(core)
        ):
            continue
        end = suffix.end()
        while (chained := _CHAIN.match(page.text, end)) is not None:
            end = chained.end()
        at = end
        named = any(
            core[:length] in known for length in (2, 3) for known in (names(), short_names())
        )
        if suffix[0] in _BARE and ("某" in core or not (named or _coined(core))):
            continue
        yield Found("org", start, end, page.text[start:end], 0.92 if named else 0.8)


def _coined(core: str) -> bool:
    """A name no dictionary holds, so that even 集团 alone after it is somebody."""
    if _CRIME.search(core):
        return False
    words = sum(core[i : i + 2] in pairs() for i in range(len(core) - 1))
    return core[:2] not in pairs() and words * 2 <= len(core) - 1


def _beginning(text: str, low: int, high: int) -> int:
    start = high
    while start > low and _WORD.match(text[start - 1]):
        start -= 1
    cut = _CUT.match(text, start, high)
    begun = start if cut is None else cut.end()
    begun += len(text[begun:high]) - len(text[begun:high].lstrip("()·"))
    return _with_place(text, start, begun, high)


def _with_place(text: str, low: int, begun: int, high: int) -> int:
    """A cut inside a division's name (苏家屯区) is undone."""
    for start in range(max(low, begun - _LONGEST_PLACE), begun):
        for end in range(begun + 1, min(high, start + _LONGEST_PLACE) + 1):
            if text[start:end] in names() or text[start:end] in short_names():
                return _with_places_before(text, low, start)
    return begun


def _with_places_before(text: str, low: int, start: int) -> int:
    """The province and city written before a division belong to it."""
    for begun in range(max(low, start - _LONGEST_PLACE), start - 1):
        if text[begun:start] in names():
            return _with_places_before(text, low, begun)
    return start
