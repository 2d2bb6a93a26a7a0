"""Writes what the fraud classifier alone learns from: near misses of news, and more cases.

The grammars stand in tools/fraud_type_text, apart from those that the name tagger's stories are
written from too, so that a line more here changes nothing there.
"""

from article_writer import ArticleWriter
from fraud_grammars import grammar
from fraud_writer import CODES, Text

_FOLDER = "../fraud_type_text/"
_NEWS, _SHORT = "near_news", "near_short"
SOURCES = (_NEWS, _SHORT, "case_more")
_MATTERS = (
    *(("gang", 16), ("helper", 14), ("publicity", 9), ("figures", 8), ("digest", 10)),
    *(("method", 12), ("known", 10), ("street", 9), ("civil", 10), ("crime", 12), ("feature", 12)),
)
_SECTIONS = (("message", 28), ("talk", 14), ("incident", 20), ("answer", 10), ("own", 10))


class TypeWriter(ArticleWriter):
    """Adds the lines of `SOURCES`; the same split into held-out lines as the other registers."""

    def __init__(self, seed: int, *, held: bool) -> None:
        super().__init__(seed, held=held)
        self.kinds |= {name: grammar(_FOLDER + name) for name in (_NEWS, _SHORT)}
        for code, lists in grammar(_FOLDER + "case_more").items():
            for kind, lines in lists.items():
                self._add(code, kind, lines)

    def near_bulletin(self) -> Text:
        """A short piece of news that tells no single case."""
        draw = self.random
        matter = draw.choices([name for name, _ in _MATTERS], [many for _, many in _MATTERS])[0]
        more = self._picked(self._lines(_NEWS, "more", matter), draw.choice((0, 1, 1, 2, 3, 4)))
        parts = [self._fill(_NEWS, "head", matter), *(self._expand(line, _NEWS) for line in more)]
        return Text("".join(parts), "FEI", "快讯")

    def near_short(self) -> Text:
        """A message, a chat, an answer, an incident or somebody's own words without a swindle."""
        names, many = zip(*_SECTIONS, strict=True)
        section = self.random.choices(names, many)[0]
        return Text(self._fill(_SHORT, "lines", section), "FEI", "日常")

    def message(self, code: str) -> Text:
        """What a swindler writes, alone or with what came before it."""
        return Text(self._sms(code), code, "短信")

    def more(self, each: int, near: int) -> list[Text]:
        """Texts of every class that the other registers have too few of."""
        texts = [self.message(code) for code in CODES for _ in range(each)]
        texts += [self.near_bulletin() for _ in range(near)]
        return texts + [self.near_short() for _ in range(near)]
