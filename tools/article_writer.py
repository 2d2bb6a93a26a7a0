"""Writes whole articles: one told case with all that stands around it, or none, from articles.toml.

What a newspaper or a police account writes is told from the other registers by its length and by
what goes with the story: advice, how the swindlers were found, kinds of swindles, law, figures.
"""

# ruff: noqa: PLR2004  (shares of what is drawn stand where they are used)
from fraud_writer import CODES, Text, Writer

ARTICLE = "articles"
_NEAR = (
    *(("digest", 24), ("method", 20), ("chain", 9), ("launder", 12), ("offline", 14)),
    *(("law", 6), ("figures", 8), ("talkers", 10), ("publicity", 5)),
)
_SHAPES = (("bulletin", 26), ("lesson", 28), ("bust", 18), ("plain", 8), ("gang", 20))
_NUMERALS = ("一二三四五六", "123456", "①②③④⑤⑥")


class ArticleWriter(Writer):
    """Fills whole articles in; the same split into held-out lines as the other registers."""

    def case_article(self, code: str) -> Text:
        """One article that tells one case of the type, in one of five shapes."""
        draw = self.random
        shape = draw.choices([name for name, _ in _SHAPES], [many for _, many in _SHAPES])[0]
        name = self._one("person")
        if shape == "gang":
            return Text(self._whole(self._gang(code), code, name), code, "报道")
        told = self._told_of(code, name)
        around = {
            "bulletin": (("came", 1), None, ("hunt", 3), ("advice", 4)),
            "lesson": (("opening", 4), ("mark", 1), None, ("anatomy", 5), ("advice", 6)),
            "bust": (("came", 1), None, ("hunt", 6), ("anatomy", 2), ("advice", 1)),
            "plain": (None, ("advice", 2)),
        }[shape]
        parts = [self._headed(code, "around", "headline"), *self._some("around", "byline", 1)]
        for part in around:
            parts += [told] if part is None else self._some("around", *part)
        return Text(self._whole(parts, code, name), code, "报道")

    def _gang(self, code: str) -> list[str]:
        """One swindle told from the side of those who did it, with arrests, sentence and advice."""
        parts = [self._of_gang(self.random.choice(self._court("headline")), code)]
        parts += self._some("around", "byline", 1)
        parts += [self._prosecuted(code) for _ in range(self.random.choice((1, 1, 2)))]
        parts += self._some("around", "hunt", 3)
        if self.random.random() < 0.4:
            parts += self._some("near", "launder", 1)
        return parts + self._some("around", "advice", 3)

    def near_article(self) -> Text:
        """One article that tells no single case, of one of nine matters mixed with two others."""
        draw = self.random
        matter = draw.choices([name for name, _ in _NEAR], [many for _, many in _NEAR])[0]
        code = draw.choice(CODES)
        heads = {"digest": "digest_headline", "method": "method_headline"}
        parts = [self._headed(code, "near", heads.get(matter, "other_headline"))]
        parts += self._some("around", "byline", 1)
        if draw.random() < 0.4:
            parts += self._some("around", "opening", 2)
        if matter == "digest":
            parts += self._stories(code)
        else:
            parts += self._picked_lines("near", matter, draw.choice((2, 3, 4, 5)))
            other = draw.choice(("law", "talkers", "figures", "method", matter))
            parts += self._some("near", other, 4)
        parts += self._some("around", "advice", 5)
        return Text(self._whole(parts, code, self._one("person")), "FEI", "非案报道")

    def _told_of(self, code: str, name: str) -> str:
        """The story, longer than a report tells it, the person named again and again."""
        others = ("其", "", name, name, "她" if self.random.random() < 0.5 else "他")
        told = self._story(code, name, others)
        for _ in range(self.random.choice((0, 1, 1, 2, 3))):
            told += self._story(code, name, others)
        return told

    def _stories(self, code: str) -> list[str]:
        """Two to five cases of one type or of several, each of another person."""
        draw = self.random
        many = draw.choice((2, 2, 3, 3, 4, 5))
        kinds = [code] * many if draw.random() < 0.5 else draw.sample(CODES, many)
        mark = draw.choice(self._lines(ARTICLE, "digest_mark", "near"))
        numerals = draw.choice(_NUMERALS)
        parts = []
        for place, kind in enumerate(kinds):
            headed = self._expand(mark, ARTICLE).replace("N", numerals[place])
            person = self._one("person")
            told = self._story(kind, person, ("其", "", person, person))
            parts.append(self._named_kind(headed, kind) + told)
        return parts + self._some("near", "digest_close", 2)

    def _headed(self, code: str, section: str, name: str) -> str:
        return self._named_kind(self._fill(ARTICLE, name, section), code)

    def _named_kind(self, line: str, code: str) -> str:
        return line.replace("SAYS", self.random.choice(self._lines(code, "says", None)), 1)

    def _some(self, section: str, name: str, most: int) -> list[str]:
        """Up to `most` lines of a list, each once."""
        return self._picked_lines(section, name, self.random.randint(0, most))

    def _picked_lines(self, section: str, name: str, many: int) -> list[str]:
        lines = self._picked(self._lines(ARTICLE, name, section), many)
        return [self._expand(line, ARTICLE) for line in lines]

    def _whole(self, parts: list[str], code: str, name: str) -> str:
        text = self._named_kind("".join(parts), code).replace("SAYS", "诈骗")
        return text.replace("{v}", name[:2] + "某" if len(name) > 4 else name)
