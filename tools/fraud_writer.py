"""Writes the training text of the fraud types from the grammars in tools/fraud_text.

Every text is put together from lines written for this project; nothing is copied from a data set.
Every fifth line of a list (the last one of a shorter list) is held out: texts of the held part use
held lines only, and training never sees them.
"""

# ruff: noqa: PLR2004, S311  (shares of what is drawn stand where they are used; no secret is made)
import re
from dataclasses import dataclass
from random import Random

from fraud_grammars import grammar

CODES = ("SD", "TZ", "KF", "DK", "ZX", "GW", "GJF", "LD", "YX", "HL", "JJ", "LL", "QT")
ARTICLES = ("law", "gang", "publicity", "figures", "schemes")
SHORT = ("incidents", "notices", "advertising", "talk")
EVERY = 5
_MORE = (
    *("oral_1", "oral_2", "oral_3", "oral_none"),
    *("wide_1", "wide_2", "wide_3", "wide_4", "wide_5", "wide_6", "wide_7", "wide_none"),
    *("more_1", "more_2", "more_none", "none_1"),
)
_PLACES = {
    **{name: ("story", name) for name in ("contact", "lure", "turn")},
    "sms": ("voice", "sms"),
    "chat": ("voice", "chat"),
    "incidents": ("incidents", "whole"),
    "talk": ("talk", "whole"),
    "advertising": ("advertising", "whole"),
}
_ASKED = (
    *("你因何事来所？", "请把经过讲一下。", "然后呢？", "对方怎么说的？", "后来呢？", "还有吗？"),
    *("共转了多少？", "钱转到哪里？", "对方如何联系你？", "你怎么确认对方身份？", "是什么平台？"),
    *("你说的情况属实吗？", "你们什么关系？", "有什么证据？", "你是什么时候发现的？"),
)
_CHOICE = re.compile(r"\[([^\[\]]*)\]|\{(\w+)\}")
_OTHERS = ("其", "", "受害人", "事主", "他", "她", "报警人", "", "其")


@dataclass(frozen=True)
class Text:
    """One text, its class (a code of categories.csv, FEI for none) and how it is told."""

    text: str
    code: str
    register: str


class Writer:
    """Fills grammars in. held: write from held-out lines instead of the others."""

    def __init__(self, seed: int, *, held: bool) -> None:
        self.random = Random(seed)
        self.held = held
        self.common = grammar("common")
        self.kinds = {code: grammar(code) for code in (*CODES, "FEI")}
        self.shared = grammar("oral_shared")
        self.kinds["articles"] = grammar("articles")
        self.court = grammar("court")
        for name in _MORE:
            for code, lists in grammar(name).items():
                for kind, lines in lists.items():
                    self._add(code, kind, lines)

    def _add(self, code: str, kind: str, lines: list[str]) -> None:
        """Appends lines to the list of that name, wherever the type's first grammar keeps it."""
        section, name = _PLACES.get(kind, ("oral", kind))
        kept = self.kinds[code].setdefault(section, {})
        kept[name] = kept.get(name, []) + lines

    def fraud(self, code: str) -> Text:
        """One text of a fraud type, in a register drawn by weight."""
        registers = {
            "接报": self._report,
            "自述": self._own_words,
            "笔录": self._record,
            "新闻": self._news,
            "短信": self._sms,
            "聊天": self._chat,
            "口述": self._told,
            "一句": self._brief,
        }
        drawn = self.random.choices(list(registers), (12, 10, 5, 16, 11, 12, 31, 6))[0]
        return Text(registers[drawn](code), code, drawn)

    def near_miss(self) -> Text:
        """One text that tells no single case."""
        kinds = (*ARTICLES, "digest", "cases", "steps", *SHORT, "told", "notice", "record")
        drawn = self.random.choices(kinds, (7, 10, 9, 6, 10, 10, 7, 13, 12, 10, 17, 8, 26, 26, 8))[
            0
        ]
        articles = {
            "digest": (self._digest, "综述"),
            "cases": (self._cases, "案例集"),
            "steps": (self._steps, "揭秘"),
            "told": (self._told_none, "口述"),
            "notice": (self._noticed, "提示"),
            "record": (lambda: self._answers("FEI"), "笔录"),
        }
        if drawn in articles:
            write, register = articles[drawn]
            return Text(write(), "FEI", register)
        if drawn in ARTICLES:
            return Text(self._article(drawn), "FEI", drawn)
        line = self._fill("FEI", "whole", drawn)
        polite = drawn == "talk" and self.random.random() < 0.25
        return Text(self._polite(line) if polite else line, "FEI", drawn)

    # -- registers

    def _report(self, code: str) -> str:
        name = self._one("person")
        story = self._story(code, name)
        return self._frame("jiebao").replace("{name}", name).replace("{story}", story)

    def _brief(self, code: str) -> str:
        """What an officer writes down in one line."""
        line = self._expand(self.random.choice(self._lines(code, "brief", "oral")), code)
        opening = self.random.choice(
            ("", "", "{name}报警：", "{name}称其", "{time}，{name}", "{name}，{num}5岁，", "报：")
        )
        return self._expand(opening.replace("{name}", "{person}"), "common") + line

    def _own_words(self, code: str) -> str:
        story = self._story(code, "我", others=("我", "我", ""))
        if self.random.random() < 0.3:
            story = story.replace("。", "，").replace("，", self.random.choice(("", " ", "，")))
        return self._frame("zishu").replace("{story}", story)

    def _record(self, code: str) -> str:
        if self.random.random() < 0.5:
            return self._answers(code)
        said = self._parts(code, "我", others=("我", ""))
        lines = ["问：今天为什么报案？答：我被骗了。"]
        lines += [f"问：{_ASKED[min(k, 5)]}答：{part}。" for k, part in enumerate(said)]
        return "".join(lines)

    def _answers(self, code: str) -> str:
        """A piece out of the middle of a record: one to three answers, some with a question."""
        draw = self.random
        lines = self._lines(code, "answer", "oral") * 3 + self._lines(code, "plot", "oral")
        told = [
            line.replace("{v}", draw.choice(("我", ""))).replace("{omt}", "{amt}")
            for line in self._picked(lines, draw.choice((1, 1, 2, 3)))
        ]
        if code != "FEI" and draw.random() < 0.3:
            told.insert(0, draw.choice(self._parts(code, "我", others=("我", ""))))
        if draw.random() < 0.2:
            told.insert(0, "我叫{person}，身份证号{num}{num}{num}{num}，住{place}某小区{num}号")
        lines = [self._expand(line, "common") for line in told]
        asked = [f"问：{draw.choice(_ASKED)}" if draw.random() < 0.6 else "" for _ in lines]
        return "".join(
            f"{question}答：{line}。" for question, line in zip(asked, lines, strict=True)
        )

    def _news(self, code: str) -> str:
        if self.random.random() < 0.25:
            return self._prosecuted(code)
        name = self._one("person")
        story = self._story(code, name, others=("其", "", name[:2] + "某", "受害人", name))
        parts = [story]
        if self.random.random() < 0.75:
            parts.insert(0, self._fill("common", "lead", "news"))
        if self.random.random() < 0.5:
            parts.insert(0, self._headline(code))
        if self.random.random() < 0.15:
            parts.append("案例二：" + self._story(code, self._one("person")))
        tails = self.random.choice((0, 1, 1, 2, 3))
        parts += [self._fill("common", "tail", "news") for _ in range(tails)]
        return "".join(parts)

    def _prosecuted(self, code: str) -> str:
        """One swindle told by a court or a bulletin, from the side of those who did it."""
        draw = self.random
        parts = [draw.choice(self._court("head")), *self._picked(self._court("scheme"), 1)]
        if draw.random() < 0.4:
            parts.append(draw.choice(self._court("scheme")))
        parts += self._picked(self._court("close"), draw.choice((0, 1, 1, 2)))
        return self._of_gang("".join(parts), code)

    def _of_gang(self, line: str, code: str) -> str:
        """`line` of a court with the course of the swindle and the type's name filled in."""
        draw = self.random
        while "STORY" in line:
            victim = draw.choice(("被害人", "对方", "受害者", "客户", "网友"))
            story = "，".join(self._parts(code, victim, ("其", "", victim))[:3])
            line = line.replace("STORY", story.replace("对方", draw.choice(("其", ""))), 1)
        for _ in range(line.count("SAYS")):
            line = line.replace("SAYS", draw.choice(self._lines(code, "says", None)), 1)
        return self._expand(line, "common")

    def _court(self, name: str) -> list[str]:
        return self._split_of(self.court[name])

    def _headline(self, code: str) -> str:
        says = self.random.choice(self._lines(code, "says", None))
        shapes = (
            "警惕！{place}一[女子|男子|老人|学生]遭遇" + says + "，被骗{amt}！",
            "[女子|男子|大学生|宝妈|老人]轻信陌生人，陷入" + says + "，损失{amt}。",
            "【以案说法】" + says + "，{person}被骗{amt}。",
            says + "，已有人被骗{amt}！",
        )
        return self._expand(self.random.choice(shapes), "common")

    def _sms(self, code: str) -> str:
        return self._fill(code, "sms", "voice")

    def _chat(self, code: str) -> str:
        lines = [self._fill(code, "chat", "voice") for _ in range(self.random.choice((1, 1, 2, 3)))]
        style = self.random.random()
        if style < 0.25:
            return self._polite("。".join(lines))
        if style < 0.5:
            return "。".join(lines)
        speakers = self.random.choice(
            (("A：", "B："), ("【坐席】", "【客户】"), ("对方：", "我："))
        )
        answers = ("好的", "嗯，那我要怎么做", "这样安全吗", "我想想", "你是谁", "现在转了", "收到")
        return "".join(f"{speakers[0]}{x}{speakers[1]}{self.random.choice(answers)}" for x in lines)

    def _polite(self, said: str) -> str:
        """Between greeting and thanks, as everybody's customer service writes them."""
        greet, thank = (self.random.choice(self.shared["talk"][k]) for k in ("greet", "thank"))
        return self._expand(greet, "common") + said + "。" + self._expand(thank, "common")

    def _told(self, code: str) -> str:
        """As callers tell it: what all types share around one to four plots of the type."""
        draw = self.random
        plots = self._plots(code, draw.choice((1, 1, 2, 2, 3, 4)))
        return self._spoken(plots, pays=draw.choice((0, 1, 1)), ends=draw.choice((0, 1, 1, 2)))

    def _told_none(self) -> str:
        """In the same words, what is no swindle over the wire."""
        draw = self.random
        pays, ends = draw.choice((0, 0, 0, 0, 1)), draw.choice((0, 0, 0, 1))
        return self._spoken(self._plots("FEI", draw.choice((1, 1, 1, 2))), pays=pays, ends=ends)

    def _noticed(self) -> str:
        return self._fill("FEI", "notice", "oral")

    def _plots(self, code: str, many: int) -> list[str]:
        return self._picked(self._lines(code, "plot", "oral"), many)

    def _picked(self, lines: list[str], many: int) -> list[str]:
        return self.random.sample(lines, min(many, len(lines)))

    def _spoken(self, plots: list[str], *, pays: int, ends: int) -> str:
        draw, talk = self.random, self.shared["talk"]
        who = draw.choice(self.shared["slots"]["who"])
        parts = [*plots, *self._picked(talk["pay"], pays), *self._picked(talk["end"], ends)]
        opening = self._picked(talk["open"], draw.choice((0, 0, 1, 1, 2)))
        asks = draw.random() < 0.12
        told = "".join(opening)
        for part in parts:
            told += (draw.choice(talk["ask"]) if asks else "") + part + draw.choice("，，，，。")
        others = (who, who, "他" if who in {"他", "其", "报警人"} else who[:2], "")
        pieces = told.split("{v}")
        named = pieces[0] + "".join(draw.choice(others) + piece for piece in pieces[1:])
        while "{omt}" in named:
            named = named.replace("{omt}", draw.choice(self.shared["slots"]["omt"]), 1)
        return self._expand(named, "common").rstrip("，")

    # -- stories

    def _parts(self, code: str, name: str, others: tuple[str, ...]) -> list[str]:
        draw = self.random
        parts: list[str] = []
        if draw.random() < 0.92:
            parts.append(self._fill(code, "contact", "story"))
        parts += [self._fill(code, "lure", "story") for _ in range(draw.choice((0, 1, 1, 2)))]
        parts += [self._fill(code, "turn", "story") for _ in range(draw.choice((0, 1, 1, 2)))]
        if len(parts) < 2:
            parts.append(self._fill(code, draw.choice(("lure", "turn")), "story"))
        if draw.random() < 0.5:
            parts.append(self._fill("common", "pay", None))
        if draw.random() < 0.6:
            parts.append(self._fill("common", "realise", None))
        if draw.random() < 0.3:
            parts.append(self._fill("common", "loss_reason", None))
        return [self._named(part, name, others, first=k == 0) for k, part in enumerate(parts)]

    def _story(self, code: str, name: str, others: tuple[str, ...] = _OTHERS) -> str:
        parts = self._parts(code, name, others)
        return "".join(part + self.random.choice(("，", "。", "。", "；")) for part in parts)

    def _named(self, part: str, name: str, others: tuple[str, ...], *, first: bool) -> str:
        pieces = part.split("{v}")
        told = pieces[0]
        for k, piece in enumerate(pieces[1:]):
            told += (name if first and k == 0 else self.random.choice(others)) + piece
        return told

    # -- near misses

    def _article(self, kind: str) -> str:
        body = [self._fill("FEI", "body", kind) for _ in range(self.random.choice((1, 2, 3, 4)))]
        opening = [self._fill("FEI", "opening", kind)] if self.random.random() < 0.85 else []
        closing = [self._fill("FEI", "closing", kind)] if self.random.random() < 0.6 else []
        return "".join([*opening, *body, *closing])

    def _generic(self, code: str) -> str:
        who = self.random.choice(("受害人", "你", "事主", "被害人", "目标", "您", "网友"))
        parts = self._parts(code, who, (who, "", "其"))[: self.random.choice((1, 2, 3))]
        swindler = self.random.choice(("骗子", "诈骗分子", "不法分子", "犯罪分子", "嫌疑人"))
        told = "，".join(parts).replace("对方", swindler)
        how = self.random.choice(("通过各种方式", "往往", "会", "先", "谎称", ""))
        return f"{swindler}{how}，{told}。"

    def _digest(self) -> str:
        picked = self.random.sample(CODES, self.random.choice((2, 3, 3, 4, 5)))
        numbers = self.random.choice(
            ("一、 二、 三、 四、 五、", "1. 2. 3. 4. 5.", "01 02 03 04 05")
        )
        lines = []
        for number, code in zip(numbers.split(), picked, strict=False):
            says = self.random.choice(self._lines(code, "says", None))
            lines.append(f"{number}{says}。{self._generic(code)}")
        return self._fill("FEI", "opening", "publicity") + "".join(lines) + self._maybe_closing()

    def _cases(self) -> str:
        """Cases of several types in one article: a digest too, however well each is told."""
        lines = []
        for number, code in zip("一二三四", self.random.sample(CODES, 3), strict=False):
            says = self.random.choice(self._lines(code, "says", None))
            name = self._one("person")
            lines.append(f"案例{number}：{says}。{self._story(code, name)}")
        return self._fill("FEI", "opening", "publicity") + "".join(lines) + self._maybe_closing()

    def _steps(self) -> str:
        code = self.random.choice(CODES)
        says = self.random.choice(self._lines(code, "says", None))
        what = self._expand(
            "[什么是|揭秘|警惕|起底|小心|谨防|科普]SAYS[？|！|的套路|，这些套路你要知道|新手法]",
            "common",
        ).replace("SAYS", says)
        steps = self._generic(code)
        if self.random.random() < 0.7:
            steps = "".join(f"第{n}步：{self._generic(code)}" for n in ("一", "二", "三"))
        body = [
            self._fill("FEI", "body", "publicity") for _ in range(self.random.choice((0, 1, 2)))
        ]
        return what + steps + "".join(body) + self._maybe_closing()

    def _maybe_closing(self) -> str:
        return self._fill("FEI", "closing", "publicity") if self.random.random() < 0.6 else ""

    # -- grammar

    def _frame(self, name: str) -> str:
        frame = self.random.choice(self._lines("common", name, "frames"))
        return self._expand(frame, "common", keep=("name", "story"))

    def _one(self, slot: str) -> str:
        return self._expand("{" + slot + "}", "common")

    def _fill(self, code: str, name: str, section: str | None) -> str:
        return self._expand(self.random.choice(self._lines(code, name, section)), code)

    def _lines(self, code: str, name: str, section: str | None) -> list[str]:
        grammar = self.common if code == "common" else self.kinds[code]
        if section is None:
            source = grammar if name in grammar else grammar["slots"]
        else:
            source = grammar[section]
        lines = source[name]
        if code == "common" or name == "says":
            return lines
        return self._split_of(lines)

    def _split_of(self, lines: list[str]) -> list[str]:
        """The held-out lines of a list, or the others."""
        last = min(EVERY, len(lines)) - 1
        return [line for k, line in enumerate(lines) if (k % EVERY == last) == self.held]

    def _expand(self, line: str, code: str, keep: tuple[str, ...] = ()) -> str:
        own = {} if code == "common" else self.kinds[code].get("slots", {})
        kept = {"v", *keep}

        def chosen(match: re.Match[str]) -> str:
            if match[1] is not None:
                return self.random.choice(match[1].split("|"))
            if match[2] in kept:
                return f"\0{match[2]}\1"
            return self.random.choice(own.get(match[2]) or self.common["slots"][match[2]])

        while _CHOICE.search(line):
            line = _CHOICE.sub(chosen, line)
        return line.replace("\0", "{").replace("\1", "}")
