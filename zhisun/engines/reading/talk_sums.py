"""Sums without a currency word as they are said in talk (口语里不带元的钱数).

A bare number counts only where a clause ends after it; what stands before it, what follows it or
that it is a turn of its own says that money is meant. Read backward as in `money_words`.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from zhisun.engines.reading.elements import Found
from zhisun.engines.reading.money_words import NOT_MONEY, cue_after, cue_before, numbered
from zhisun.engines.reading.numerals import number, plain


def _said(words: str) -> str:
    """The words, each reversed, longest first, as alternatives."""
    return "|".join(
        sorted((re.escape(word[::-1]) for word in words.split()), key=len, reverse=True)
    )


_WORDS = """
放 缺 减 再减 便宜 续 要续 勒 勒索 挂 挂的 随 审批 批 批了 先得 可得 可获 获赔 可获赔
恭喜获得 逾期 预算 酬谢 续费 首期入 变成 已经变 变 涨 又涨 上门 种 种了 赊 赊了 捐
一会儿说 下了 拍了 申请最低 最低 起步 报名 要报名 抢到 弄 收 订 订了 来个 开票 卖了 少说 开
额度还挂着 余额有没有 有没有 之前的 昨天那 你那个 我这个 直供 现货 低价 押一付一 每人 AA
申请 申请了
借 借了 勒走 转账便宜 安全金 缴 首单 一学期 报价 里面有 花 要 要价 让交 进货 卡里的 账户里的
说就 说是 选 没了 办卡 看好了 点前 有一笔 满 回了 做了 吃了
"""
_MEASURED = r"[床桶箱碗杯台期份头趟把辆顿盒斤季月单条件套节](?:[一每]|学一|赛一)"
_TOLD = re.compile(
    rf"[\s:：]?(?:[他她它你您我俺]|的|了|说|是|才|就|先|只|还|走|掉)?(?:{_said(_WORDS)}|{_MEASURED})(?![不没])"
    r"|先[，。,：:\s]"
)
"""便宜你200, 挂的3600, 每床1380."""
_NOT_TOLD = re.compile(
    r"[到了至]?(?:[涨收跌开放换变](?:成)?(?:[一-龥]{0,2}(?:数指|盘大|指[沪深创]|股A|点位)|水|速[高车时限]"
    r"|[，,][\d.]{1,8}[涨跌][一-龥]{0,2}(?:数指|盘大|指[沪深创]))|了名报|满[，,。；;\s])"
)
"""上证指数涨120, 高速开120, 水放500, 报名了1200 count something else."""
_BANK = re.compile(r"行银[一-龥]{2,4}|行[工农建中交招]")
_NEXT_BANK = re.compile(r"[，、, ](?:[工农建中交招]行|[一-龥]{2,4}银行)(?=\d)")
"""长安银行6500、西安银行3200: what lies in each."""
_THING = re.compile(
    r"[一-龥A-Za-z0-9]{1,8}(?:[卖买租订甩]|上看|让转|价低|供直|手出|(?<!付)出|掉卖|换|号?[”\"][^“”\"]{2,8}[“\"][出卖买面])"
)
"""看上无人机3200."""
_MEASURE = (
    r"[数积重次位牌存度量率龄宽深厚径室码号期层分时速力压页楼座岁距寸尺名绩]|机(?!司)|级(?![上下])|编(?!小)"
    r"|[高程温](?![小老阿])|长(?=[身全周时边腰臂裙袖])|商(?=[智情])"
    r"|[男女](?:中其|[，,。；;\s0-9])|拔海|糖血|间房|道频|标坐|读阅|赞点|丝粉|发转|论评|藏收|放播|览浏"
    r"|素像|富财|圈腰|计[合总]?人"
)
"""The end of a noun of measure: 报名人数：3200 is no turn of anybody."""
_TURN = re.compile(
    r"\s?(?:先|那先|那|就|只要|才|最低|[，,])?[:：]"
    rf"(?:(?!{_MEASURE})[一-龥A-Za-z]{{1,6}}|[”\"][一-龥]{{1,6}}[“\"])(?=[\s\n“\"。！!？?…/，,]|$)"
)
"""买家：650, at the beginning of what somebody says."""
_TURN_ENDS = re.compile(r"[，,。！!？?…\s\n呢吧行可”\"]|$|是吧|[买不]")
_ALONE_BEFORE = re.compile(r"[，,。；;“\"\n：:](?=[\s]?\d)|(?:前|要|就)[，,]?$")
_ROUND = re.compile(r"[1-9]\d{0,2}(?:00|80|88|50|60|66|99|20|14)|[1-9]00")
_CLAUSE_END = re.compile(r"买|[是对][吧不]|[，,。；;！!？?\n”\"]|$|\s(?![A-Za-z\d])")
_YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d")
_PRICE = r"[一-龥A-Za-z]{1,4}[1-9]\d{2,4}"
_PRICES = re.compile(
    rf"(?<![一-龥A-Za-z\d]){_PRICE}(?:[，,、;；/ ]{_PRICE}){{1,5}}"
    r"(?=[，,。;；\s][^。！!\n]{0,16}(?:定金|订金|押金|包邮|报价|议价|一口价|先款|尾款|付一半|价目|现货|满意))"
)
_OF_PRICES = re.compile("定金|订金|押金|包邮|报价|议价|一口价|先款|尾款|付一半|价目|现货|满意")
"""核心6500，普刊1900，定金一半: things with what each costs."""
_BETWEEN = re.compile(
    r"(?P<first>[1-9](?<![\d.:/\-~第].)\d{0,5})(?:[到至~]|(?<=\d{3})—)(?P<last>[1-9]\d{0,5})"
    r"(?:(?P<unit>元|块(?![一-龥]?[地石板砖表]))|(?=之间|不等|左右|[，,。；;！!\s]|$))"
)
"""300到500元, 一单8到50, 999至4999不等: each end is a sum of its own."""
_TILL = re.compile(r"\d[到至~—]\d")
_COUNTS_ELSE = re.compile(r"(?:年[龄纪]|身高|体重|成绩|分数|人数|面积|比例)[从在约为]?$")
_EACH = re.compile(
    r"(?:一|每|[日月周])(?:[单天日件次月笔]|入|赚|结)(?:能|可|赚|赚个|给|收|有)?[:：]?$|价$"
)
_PRICED_THING = re.compile(r"(?P<thing>[一-龥A-Za-z]{1,4})(?P<price>\d{3,5})")
_NO_PRICE = re.compile(r"(?:[第号码尾室栋楼]|[编工房座警门][号码]|分|QQ|qq|群|微信|[Vv]|信|加)$")
_LIST = re.compile(
    r"(?P<first>[1-9](?<=[，,。；;：:“\"\n].)\d{1,5})(?:[、]|和)(?P<rest>[1-9]\d{2,5}(?:(?:、|和)[1-9]\d{2,5}){0,6})"
    r"(?=[，,。；;\n]|[两二三四五六七][笔次档单]|都|没|全|各)"
)
_OF_TALK = re.compile(
    r"[1-9]\d{0,4}(?:\.\d{1,2})?|[1-9]\d{0,2}(?:,\d{3})+|[1-9](?:\.\d)?[千百][1-9]?|[一二两三四五六七八九百千十]{2,7}"
)
_THOUSANDS = re.compile(
    r"(?<![A-Za-z0-9./_])(?<!(?<![kK])-)(?P<body>\d{1,3}(?:\.\d)?)[kK](?P<more>\d)?(?![A-Za-z0-9_])"
)
_NO_THOUSANDS = re.compile(
    r"[- ]?(?:的|黄|白)?(?:画质|高清|超清|屏|电视|电影|显|视频|分辨|像素|步|粉|米|公里|跑|字|阅读"
    r"|赞|播放|流量|网速|宽带|金|戒|项链|钻|玫瑰|内存|以内的?(?:图|照|文)|机顶盒|摄像|蓝光)"
)
_THOUSANDS_LEFT = re.compile(
    r"(?:[1-9]0?公里|跑[了完过]?|第|阅读量?|粉丝|[码帧]率|大小|图片|照片|文件|附件|压缩|[黄白足红]金|内存|缓存|显存|分辨率"
    r"|经济|[播访浏下]\S{0,3}量?|流量|流速|带宽|网速|[A-Za-z])(?:约|为|是|到|在|破|破了|不?超过?|只有|[:：\s])*$"
)
_THOUSANDS_OF = re.compile(
    r"[\dwW万千元块][、，,和\s]$|(?:[你我他她它]|[这那]个)$|[一每两三几\d][笔单]$|(?:[薪金]|薪[资水]|待遇|底价|工钱|成本|进价)[:：\s是为在]{0,2}$"
)
"""2w3、4w、6k; 他9k: a sum by what stands before."""
_THOUSANDS_UNTIL = re.compile(r"[-~～至到—]\d{1,3}(?:\.\d)?[kK](?![A-Za-z0-9_])")
_THOUSANDS_RIGHT = re.compile(
    r"(?:能|可|就)?(?:出(?![现头口])|收(?![听到])|包邮|到手|拿下|一个?月|一单|一天|底薪|上班|包吃|单休|双休|[我他她]\d)"
)
_RANGE = frozenset("-~～至到—、和")
_LETTERED = re.compile(
    r"(?P<body>[1-9lI](?<![A-Za-z\d.@_].)(?=[\d,]{0,5}[oO])(?:[\doO,]{1,8}(?=元(?![素件宝旦月])|块钱|现金|奖金)"
    r"|(?<=[存送赠返充].)[\doO]{1,5}(?=[存送赠返充，,。！!]|$)))(?:元|块钱)?"
)
_LETTERS = str.maketrans({"o": "0", "O": "0", "l": "1", "I": "1", ",": None})
"""98ooo元, l6oooo元, 送1oo返50: letters for noughts, against filters."""
_PER = re.compile(
    r"(?<![一二两三四五六七八九十百千万])[一二两三四五六七八九](?:千[一二三四五六七八九]|百[一二三四五六七八九])"
    r"(?=一[季箱月年晚斤条盒次台套份桌顶件双辆张])"
)
"""三千六一季: the figure after the sum counts what it is paid for."""
_STANDING = frozenset('？?，,。；;“"\n')
_TALK_REACH, _FEWEST_FIGURES = 16, 3
_WIDEST = 100
"""Times that the end of a range of sums is its beginning: 发1至10086 is none."""


def said_in_talk(text: str, start: int, end: int, body: str) -> bool:
    """Whether the bare number is a sum by the words of talk before it or as a turn of its own."""
    year = _YEAR.fullmatch(body) and text[end : end + 1] != "，"
    if year or _OF_TALK.fullmatch(body) is None:
        return False
    back = text[max(0, start - _TALK_REACH) : start][::-1]
    banked = _BANK.match(back) and _NEXT_BANK.match(text, end)
    if banked or (_TOLD.match(back) and not _NOT_TOLD.match(back)):
        return True
    long = len(body) >= _FEWEST_FIGURES and not numbered(text, start)
    return long and bool(_THING.match(back) or _stands_alone(text, start, end, back))


def _stands_alone(text: str, start: int, end: int, back: str) -> bool:
    """买家：650 and ，6800，: a round number that is all that is said."""
    if _ROUND.fullmatch(text, start, end) is None:
        return False
    if _TURN.match(back):
        return _TURN_ENDS.match(text, end) is not None
    after_mark = back[:1] in _STANDING and not numbered(text, start - 1)
    return after_mark and _CLAUSE_END.match(text, end) is not None


def listed_in_talk(text: str) -> Iterator[Found]:
    """26000、11000两次: a clause of nothing but round sums; 6k where nothing else has k."""
    for match in _LIST.finditer(text):
        yield from _list(text, match)
    for match in _BETWEEN.finditer(text) if _TILL.search(text) else ():
        yield from _between(text, match)
    for match in _PRICES.finditer(text) if _OF_PRICES.search(text) else ():
        yield from _prices(match)
    if "k" in text or "K" in text:
        yield from _thousands(text)
    for match in _LETTERED.finditer(text) if "o" in text or "O" in text else ():
        yield Found("amount", *match.span(), match["body"].translate(_LETTERS), 0.8)
    for match in _PER.finditer(text) if "千" in text or "百" in text else ():
        read = number(match[0])
        if read is not None:
            yield Found("amount", *match.span(), plain(read.value), 0.8)


def _between(text: str, match: re.Match[str]) -> Iterator[Found]:
    start = match.start()
    left = text[max(0, start - _TALK_REACH) : start]
    first, last = int(match["first"]), int(match["last"])
    if numbered(text, start) or not first < last <= first * _WIDEST:
        return
    if match["unit"] is None:
        if _COUNTS_ELSE.search(left):
            return
        told = cue_before(text, start) or _EACH.search(left) is not None
        if not (told or cue_after(text, match.end())) or NOT_MONEY.match(text, match.end()):
            return
        yield Found("amount", *match.span("last"), match["last"], 0.7)
    yield Found("amount", *match.span("first"), match["first"], 0.7)


def _prices(match: re.Match[str]) -> Iterator[Found]:
    things = list(_PRICED_THING.finditer(match[0]))
    if any(_NO_PRICE.search(one["thing"]) or _YEAR.fullmatch(one["price"]) for one in things):
        return
    for one in things:
        start, end = one.span("price")
        yield Found("amount", match.start() + start, match.start() + end, one["price"], 0.7)


def in_k(text: str, start: int, end: int, body: str) -> bool:
    """Whether the figure counts carats, bytes, points of a picture or paces: 18k白金, 4K电影."""
    if body[-1] not in "kK":
        return False
    left = text[max(0, start - _TALK_REACH) : start]
    return bool(_NO_THOUSANDS.match(text, end) or _THOUSANDS_LEFT.search(left))


def _thousands(text: str) -> Iterator[Found]:
    """转2k, 15k-20k: only beside words of money; 18k is gold, 4K a screen, 10k a run."""
    last = -1
    for match in _THOUSANDS.finditer(text):
        start, end = match.span()
        if in_k(text, start, end, match[0].rstrip("0123456789")):
            continue
        goes_on = start - 1 == last and text[last] in _RANGE
        if goes_on or _is_thousands(text, start, end):
            value = Decimal(match["body"]) * 1000 + 100 * int(match["more"] or 0)
            yield Found("amount", start, end, plain(value), 0.7)
            last = end


def _is_thousands(text: str, start: int, end: int) -> bool:
    left = text[max(0, start - _TALK_REACH) : start]
    if cue_before(text, start) or cue_after(text, end) or _THOUSANDS_OF.search(left):
        return True
    back = left[::-1]
    told = _TOLD.match(back) or _THING.match(back)
    after = _THOUSANDS_UNTIL.match(text, end) or _THOUSANDS_RIGHT.match(text, end)
    return told is not None or after is not None


def _list(text: str, match: re.Match[str]) -> Iterator[Found]:
    parts = [match["first"], *re.split("、|和", match["rest"])]
    if any(map(_YEAR.fullmatch, parts)) or not any(part[-1] in "089" for part in parts):
        return
    if numbered(text, match.start()) or NOT_MONEY.match(text, match.end()):
        return
    at = match.start()
    for part in parts:
        yield Found("amount", at, at + len(part), part, 0.7)
        at += len(part) + 1
