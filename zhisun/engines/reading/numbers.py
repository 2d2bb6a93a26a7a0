"""What a run of digits is (数字串定性): phone, card, identity number, QQ, WeChat, hotline."""

import re
from collections.abc import Iterator, Mapping, Sequence

from zhisun.engines.identity.cards import card
from zhisun.engines.identity.hotlines import HOTLINES, hotline
from zhisun.engines.reading.cues import cue_before, in_qq_before
from zhisun.engines.reading.elements import Found, Page, left_of
from zhisun.engines.reading.money_words import cue_before as paid_before
from zhisun.engines.reading.number_kinds import Reading, ways_to_take
from zhisun.engines.reading.runs import DIGITS, Group, Run, Window, runs, windows

_MONEY_RIGHT = re.compile(r"\s?(?:元(?!月)|[块万亿千百%年月岁]|[多余][元块万]|\.\d{1,2}元)")
_COUNT_RIGHT = re.compile(r"\s?(?:人(?!工|民)|[个次点]|名(?![字叫称])|:\d\d)")
"""QQ12345678 5次, (500人), 15:30: short figures behind a gap that count something else."""
_LONGEST_COUNT, _LONGEST_CROWD = 3, 6
_LIST_GAP = re.compile(
    r"\s*(?:\([^()]{1,6}\)|（[^（）]{1,6}）)?\s*[、，,;；/和或及]\s*(?:(?:后来)?[又再]?换(?:成|了)?(?:一?个)?)?"
)
_SHORT_CUE = re.compile(
    r"(?:拨打|打|拨|致电|电话|热线|报警|报|呼|打[了过给]"
    r"|(?<![连对])接|客服|显示(?:是|为)?)[:：“\"'( ]?$"
)
_TOLD = re.compile(r"(?:通知|保险)(?:了|公司)?$|公安局$")
"""已通知120, 保险95518: unless something is counted behind."""
_SHORT_RIGHT = re.compile(
    r"[”\"')]?(?:吗|么|报警|电话|热线|指挥|接警|民警|平台|台|(?:的|官方)(?:电话|短信|来电|热线|客服)|客服|回访|出警|警情|急救|火警|指令|转警|专线|来电|打来|打[了过]?电话|发来|短信)"
)
_UNIT_RIGHT = re.compile(
    r"\s?(?:[积余多元块万千百人名个条张年月日岁分次笔层楼室栋米路%度平.,:\-a-zA-Z\d￥]|送(?![医往去]))"
)
_MONEY_LEFT = re.compile(
    r"(?:转|付|充|打款|汇|交|借|投|花|赚|积分|金额|余额|¥|[先又再]打|差|剩)[了到给过]?$"
)


def _hotlines() -> Iterator[tuple[str, str]]:
    """The first figure, and what follows it in each number of the list, shortest first."""
    listed = [line.split(" ")[0] for line in sorted(HOTLINES.split("\n"), key=len) if line]
    for first in sorted({number[0] for number in listed}):
        yield first, "|".join(number[1:] for number in listed if number[0] == first)


_HOTLINE = re.compile(
    "|".join(
        rf"{first}(?<![\d.\-+*#a-zA-Z_/@¥$,].)(?<!\d:.)(?:{rests})(?![\d\-])"
        for first, rests in _hotlines()
    )
)
_SPOKEN = "零〇洞一幺二三四五六七八九"
_SPOKEN_LINE = re.compile(
    rf"[一幺九](?<![{_SPOKEN}两十百千万].)(?=[{_SPOKEN}]{{2}})[{_SPOKEN}]{{2,4}}(?![{_SPOKEN}十百千万点])"
)
_THREE = 3
_ALSO_A_SUM = "10000"
_CALLED_SUM = re.compile(r"(?:[详咨]询|拨打|拨|致电|电话|热线|客服|(?<![先又再给])打)[:“\"'( ]?$")
"""10000 is a sum unless a call to it is told."""
_FEWEST_LEFT, _CUT_COST, _GLUED_COST = 5, 0.06, 0.3
_SURE_ENOUGH = 0.4
_MIXED_COST = 0.2
_LIST_REACH, _CARD_LEAST = 16, 16
_IN_CHATS = frozenset({"qq", "wechat"})
_LETTER = re.compile(r"[A-Za-z_@]")
_CUE_RIGHT = re.compile(r"(?:qq|vx|wx|v信?|tel|tg)(?=[\s:号同\d，,。]|$)", re.IGNORECASE)
"""13800006754vx同号: what is glued behind a number names the next one."""
_GROUP_RIGHT = re.compile(r"[”\"]?(?:(?:企鹅|扣扣|QQ)?[群裙](?!发))", re.IGNORECASE)
_QQ_RIGHT = re.compile(
    r"[”\"]?(?:\((?:抠抠|扣扣|企鹅|QQ|Q)[群裙]?\)|(?:说|这)?是(?:扣扣?|企鹅|QQ?)[群裙号]"
    r"|是(?:[他她我]|对方|骗子|客服|老师)的?(?:扣扣|企鹅|QQ)号?(?![上里]))",
    re.IGNORECASE,
)
"""864-207-315(抠抠群), 462901583说是扣群."""
_ENTERED = frozenset("进加入拉到了")
"""进900112233群: the number of a group in QQ."""
_SERVICE_LINE = re.compile(
    r"[19](?<![\d.,\-+*#a-zA-Z_/@¥$][19])(?:(?<=9)(?:5\d{3}|6\d{3,4})|(?<=1)2[13]\d\d)"
    r"(?![\d.,，%]?\d|[-元块万千百])"
)
_SERVICE_CUE = re.compile(
    r"(?:(?:拨打|请拨|致电|拨|电话|热线|咨询|(?<=[我他她你])打)"
    r"(?:号码)?(?:是|为)?|客服)[:：“\"' ]?$"
)
"""拨打96518: the short numbers of banks, towns and offices that no list holds."""
_FEWEST_ALONE, _NOISE = 6, re.compile(r"[a-z]{3,8}(?![A-Za-z0-9_])")
_LONG_NOISE = re.compile(r"[a-z][a-z0-9]{11,30}(?![A-Za-z0-9_])")
"""Q Q:2 9 1 6 0 7 5 3 8 4cjyau: letters against filters behind figures that stand alone."""
_ACCOUNT_RIGHT = re.compile(r"\s?[，,(（]?\s?(?:开户行|户名|收款人|开户人|持卡人|账户名|姓名)")


def numbers(page: Page) -> Iterator[Found]:
    """Typed numbers, left to right; what is left over of a run is nobody's."""
    before: Found | None = None
    said: dict[str, str] = {}
    for run in runs(page):
        for found in _in_run(page, run, before, said):
            before = found
            if found.type in _IN_CHATS and found.norm:
                said[found.norm] = found.type
            yield found


def hotlines(page: Page) -> Iterator[Found]:
    """Short numbers of the list, and of the plan, where the words allow a number to be called."""
    yield from _service_lines(page.text)
    yield from _spoken_lines(page.text)
    for match in _HOTLINE.finditer(page.text):
        start, end = match.span()
        known = hotline(match[0])
        left = left_of(page.text, start, 5)
        cue = _SHORT_CUE.search(left) or _SHORT_RIGHT.match(page.text, end)
        doubtful = _UNIT_RIGHT.match(page.text, end) or _MONEY_LEFT.search(left)
        cue = cue or (None if doubtful else _TOLD.search(left))
        if match[0] == _ALSO_A_SUM and (doubtful or not _CALLED_SUM.search(left)):
            continue
        if not cue and paid_before(page.text, start):
            continue
        if known is not None and (cue or (len(match[0]) > _THREE and not doubtful)):
            extra: dict[str, object] = {"owner": known.owner}
            yield Found("hotline", start, end, match[0], 0.97 if cue else 0.85, extra)


def _spoken_lines(text: str) -> Iterator[Found]:
    """九六幺幺零, 打幺幺零: hotlines as they are said. Three figures need a word for a call."""
    for match in _SPOKEN_LINE.finditer(text):
        number = match[0].translate(DIGITS)
        known = hotline(number)
        called = _SHORT_CUE.search(left_of(text, match.start(), 5))
        called = called or _SHORT_RIGHT.match(text, match.end())
        if known is not None and (called or (len(number) > _THREE and "幺" in match[0])):
            yield Found("hotline", *match.span(), number, 0.8, {"owner": known.owner})


def _service_lines(text: str) -> Iterator[Found]:
    for match in _SERVICE_LINE.finditer(text):
        called = _SERVICE_CUE.search(left_of(text, match.start(), 6))
        if called and hotline(match[0]) is None:
            yield Found("hotline", *match.span(), match[0], 0.8)


def _in_run(page: Page, run: Run, before: Found | None, said: Mapping[str, str]) -> Iterator[Found]:
    """said: the numbers of chats named before, which need no cue again, with their kind."""
    first = 0
    while first < len(run.groups):
        cue = _cue(page, run, first, before)
        best: tuple[Window, Sequence[Reading]] | None = None
        for window in windows(run, first):
            if _counts(page.text, run, first, window):
                continue
            readings = _readings(page, run, window, cue or said.get(window.digits, ""))
            if readings and (cost := _cost_of_cutting(run, first + window.groups)):
                readings = [one._replace(confidence=one.confidence - cost) for one in readings]
            if readings and (best is None or readings[0].confidence > best[1][0].confidence):
                best = (window, readings)
        if best is None:
            first += 1
            continue
        before = _found(page, run, *best)
        yield before
        first += best[0].groups


def _counts(text: str, run: Run, first: int, window: Window) -> bool:
    """Whether the window is a count, or ends in one behind a gap: 微信群50000人, QQ12345678 5次."""
    if not _COUNT_RIGHT.match(text, window.end):
        return False
    if window.groups == 1:
        return len(window.digits) < _LONGEST_CROWD and not run.groups[first].spoken
    last, before = run.groups[first + window.groups - 1], run.groups[first + window.groups - 2]
    short = len(last.digits) <= _LONGEST_COUNT and not last.spoken
    return short and last.start > before.end


def _cost_of_cutting(run: Run, after: int) -> float:
    """Whether digits too few for a number of their own are left over: 6·2·2·…·9·5, … 0028 702.

    Dearer when spoken figures go on without a gap: 30077二二零一.
    """
    rest = run.groups[after : after + _FEWEST_LEFT]
    if not 0 < sum(len(group.digits) for group in rest) < _FEWEST_LEFT:
        return 0
    last, following = run.groups[after - 1], rest[0]
    if following.spoken and not last.spoken and len(rest) == len(following.digits) == 1:
        return 0  # 00962-7788-3120三倍
    glued = following.start == last.end and following.spoken != last.spoken
    whole = len(following.digits) > 1 if following.spoken else _goes_on(rest)
    return _GLUED_COST if glued and whole else _CUT_COST


def _goes_on(rest: Sequence[Group]) -> bool:
    """九4二: a written figure among spoken ones."""
    return len(rest) > 1 and rest[1].spoken and rest[1].start == rest[0].end


def _cue(page: Page, run: Run, first: int, before: Found | None) -> str:
    """The cue word's kind; in a list each number is what the one before it is."""
    start = run.groups[first].start
    cue = cue_before(page.text, start) if first == 0 else ""
    if not cue and before is not None and 0 <= start - before.end < _LIST_REACH:
        inherited = _LIST_GAP.fullmatch(page.text, before.end, start)
        cue = before.type if inherited else ""
    if not cue and first == 0 and in_qq_before(page.text, start):
        cue = "added"
    return cue


def _lettered(text: str, window: Window, cue: str) -> bool:
    """Whether letters make the digits part of something else; not of a card that fits."""
    behind = _LETTER.match(text, window.end) and not _CUE_RIGHT.match(text, window.end)
    before = not cue and window.start > 0 and _LETTER.match(text, window.start - 1)
    if not (behind or before):
        return False
    if cue == "qq" and window.groups >= _FEWEST_ALONE and _NOISE.match(text, window.end):
        return False
    if cue == "qq" and window.groups > 1 and _LONG_NOISE.match(text, window.end):
        return False
    known = card(window.digits) if len(window.digits) >= _CARD_LEAST else None
    return not (
        known is not None
        and known.luhn_valid
        and known.issuer is not None
        and known.issuer.length_fits
    )


def _readings(page: Page, run: Run, window: Window, cue: str) -> list[Reading]:
    """Every way to take the window, best first. Empty when it is no number of these kinds."""
    if _MONEY_RIGHT.match(page.text, window.end) or _lettered(page.text, window, cue):
        return []
    if (
        not cue
        and _GROUP_RIGHT.match(page.text, window.end)
        and (page.text[window.start - 1 : window.start] in _ENTERED)
    ):
        cue = "qq"
    if not cue and _QQ_RIGHT.match(page.text, window.end):
        cue = "qq"
    if not cue and _ACCOUNT_RIGHT.match(page.text, window.end):
        cue = "card"
    plus = run.plus and window.start == run.groups[0].start
    readings = [
        reading._replace(confidence=reading.confidence - _MIXED_COST) if window.mixed else reading
        for reading in ways_to_take(window, cue, plus=plus)
    ]
    sure = [reading for reading in readings if reading.confidence >= _SURE_ENOUGH]
    return sorted(sure, key=lambda reading: -reading.confidence)


def _found(page: Page, run: Run, window: Window, readings: Sequence[Reading]) -> Found:
    top, *others = readings
    extra: dict[str, object] = dict(top.extra)
    if others:
        extra["alternatives"] = [
            {"type": other.type, "norm": other.norm, "confidence": round(other.confidence, 3)}
            for other in others
        ]
    start = window.start
    opened = page.text[start - 1 : start] == "(" and ")" in page.text[start : window.end]
    if opened or (run.plus and start == run.groups[0].start):
        start -= 1
    return Found(top.type, start, window.end, top.norm, top.confidence, extra)
