"""What words, n-grams and the way of telling add up to: one score a type, one for "a case"."""

import re
from dataclasses import dataclass
from functools import cache
from math import exp, log1p, sqrt

import numpy as np
import numpy.typing as npt

from zhisun.engines.reading.fraud_types.article import HEADLINE, Article, article
from zhisun.engines.reading.fraud_types.crowds import crowd
from zhisun.engines.reading.fraud_types.few_words import in_a_line
from zhisun.engines.reading.fraud_types.kinds import TYPES
from zhisun.engines.reading.fraud_types.telling import Telling, telling
from zhisun.engines.reading.fraud_types.words_table import BOUNDARIES

_LINEAR = 0.9  # the linear part beside the rules, which know more of real wording
_FEW = 3  # characters: what n-grams say of a shorter text counts less than half
_SMOOTH = 4  # weight that is there before any word is found
_YIELD = 0.65  # what is left to the second of a boundary
_BOUNDARY_LEAST, _BOUNDARY_SHARE = 8, 0.7
_SHARP = 1.7  # the temperature that fits texts of held-out lines best (a test fits it again)
_BIAS, _BRIEF = 2.0, 1.1  # a few words of a swindler are clearer than a tale that names a sum
_PERSON = 0.5  # a name and sums are told of a theft or a debt as well
_PLOT = 0.7  # lured, paid, gone: what a short report tells in whatever words
_SILENT, _HEARD = 1.5, 2.0  # no word of any type: most likely no fraud at all
_LEAST_LINEAR, _MOST_LINEAR = -8.0, 4.5
_ARTICLE, _CERTAINLY = 200, 100  # characters: from where a text may be an article, and is one
_OWN_MOST, _OWN_LEAST = 14, 6  # "I" in a thousand characters: articles have fewer than eight
_DIGEST, _LOSERS = 2.5, 3  # several cases in a few lines
_LIKE_NONE = 3.0  # what the n-grams say of the best type: near misses seldom reach it
_LIKE, _LIKE_LEAST, _LIKE_MOST = 0.5, 2.0, 3.0
_IN_PERSON, _KNOWN = 2.0, 6  # unless its words belong to a type
_DIGEST_IN_TURN, _ONE_IN_TURN = 1.2, 0.4  # persons introduced one by one, each with a loss
_LENIENCE = -0.5  # where .95 of the cases are found: a missed one costs more than a digest
_OF_ANOTHER = 0.8
_WIRED = 0.2  # an article with fewer signs of chats, sites and programs tells of something else
_CROWD = 1.5  # a gang and its many victims, none of whose losses is told
_BULLETIN, _REPORT = 400, 650  # characters: a longer text of a gang tells how it went about it


_FEIGNED_SERVICE = re.compile(r"(?:冒充|假冒|假)[“\"]?[^,。!?]{0,9}客服")
_ANOTHER_BAIT = re.compile(r"刷单|兼职|招聘|投资|理财|贷款|游戏|杀猪盘")
_OFFICES_NAME = re.compile(
    r"(?:医保|社保|医疗保障|人社|税务|公积金|营业执照|电子证照)[^,。!?;]{0,10}"
    r"(?:停用|失效|冻结|异常|过期|注销|年检|年审|升级|停保|封停)"
)
_OFFICE, _OTHER = "冒充公检法及政府机关类", "其他类型诈骗"
_NAMED_ABOVE = 12.0  # as three of the words that all but name a type


@dataclass(frozen=True, slots=True)
class Judgement:
    """types: probability of each type if it is a case. case: probability that it is one."""

    types: npt.NDArray[np.float64]
    case: float


def judged(
    linear: npt.NDArray[np.float64],
    rules: npt.NDArray[np.float64],
    text: str,
) -> Judgement:
    """linear: scores of the n-grams, types then case. rules: `rules.sums`. text: squeezed."""
    length = len(text)
    named = _with_headline(rules[: len(TYPES)], text)
    words, grams = _in_an_offices_name(named, linear[: len(TYPES)], text)
    by_type = bounded(words)
    spread = sqrt(by_type.sum() + _SMOOTH)
    heard = _LINEAR * length / (length + _FEW)
    scores = _SHARP * (heard * grams + by_type / spread)
    shares = np.exp(scores - scores.max())
    part, case = _weight(text), 0.0
    if part < 1:
        case += (1 - part) * (_case(linear, rules, telling(text), length) + in_a_line(text))
    if part > 0:
        case += part * _article_case(float(linear[-1]), rules, article(text))
    if length < _REPORT:
        case -= _CROWD * min(1.0, (_REPORT - length) / (_REPORT - _BULLETIN)) * crowd(text)
    return Judgement(shares / shares.sum(), 1 / (1 + exp(-max(-30.0, min(30.0, case)))))


def _with_headline(sums: npt.NDArray[np.float64], text: str) -> npt.NDArray[np.float64]:
    """Sums of the types, more for a feigned service when an article's headline names nothing else.

    Whether it is 虚假征信 after all is left to the boundary between the two.
    """
    headline = text[:HEADLINE] if len(text) >= _ARTICLE else ""
    if not _FEIGNED_SERVICE.search(headline) or _ANOTHER_BAIT.search(headline):
        return sums
    raised = sums.copy()
    raised[TYPES.index("冒充电商物流客服类")] += _NAMED_ABOVE
    return raised


def _in_an_offices_name(
    words: npt.NDArray[np.float64], grams: npt.NDArray[np.float64], text: str
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """In a feigned message of an office (医保已停用) links and codes speak for that type too."""
    if not _OFFICES_NAME.search(text):
        return words, grams
    office, other = TYPES.index(_OFFICE), TYPES.index(_OTHER)
    words, grams = words.copy(), grams.copy()
    words[office] += words[other]
    words[other] *= _YIELD
    grams[office] = max(grams[office], grams[other])
    return words, grams


def bounded(sums: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Sums of the types after the boundary rules."""
    left = sums.copy()
    for first, second in _boundaries():
        if sums[first] >= max(_BOUNDARY_LEAST, _BOUNDARY_SHARE * sums[second]):
            left[second] = min(left[second], sums[second] * _YIELD)
    return left


def _case(
    linear: npt.NDArray[np.float64], rules: npt.NDArray[np.float64], told: Telling, length: int
) -> float:
    """Log odds of a case. A short text is known by its wording, an article by its telling."""
    types = np.sort(rules[: len(TYPES)])[::-1]
    spread = sqrt(types.sum() + _SMOOTH)
    case, no_case = rules[len(TYPES)], rules[len(TYPES) + 1]
    wide = int((types >= 0.35 * types[0]).sum()) if types[0] else 0
    short = exp(-length / 150)
    wording = (0.6 + 0.5 * short) * max(_LEAST_LINEAR, min(_MOST_LINEAR, float(linear[-1])))
    like_a_type = float(linear[: len(TYPES)].max()) - _LIKE_NONE
    wording += _LIKE * max(-_LIKE_LEAST, min(_LIKE_MOST, like_a_type))
    words = (0.5 + 0.5 * short) * (case - no_case) / sqrt(case + no_case + _SMOOTH)
    kinds = 0.3 * (types[0] - types[1]) / spread - 0.4 * max(0, wide - 3)
    person = _PERSON * (log1p(told.person) + log1p(told.money)) - 0.3 * log1p(told.steps)
    headline = (
        1.5 * told.told
        - told.general
        - 1.2 * told.other
        - _DIGEST * (told.numbered or told.losers >= _LOSERS)
    )
    plot = _PLOT * exp(-length / 300) * max(0, told.lured + told.paid + told.gone - 1)
    silent = _SILENT * exp(-types[0] / _HEARD)
    against = (
        silent + _BIAS - _BRIEF * short + _IN_PERSON * told.face_to_face * exp(-types[0] / _KNOWN)
    )
    return float(wording + words + kinds + person + plot + headline - against)


def _article_case(linear: float, rules: npt.NDArray[np.float64], told: Article) -> float:
    """Log odds of a case of an article.

    One story, early and long, over the wire and reported; or one swindle told by those who solved
    it; against several stories, dealings among people who know each other, and talk in general.
    """
    types = np.sort(rules[: len(TYPES)])[::-1]
    spread = sqrt(types.sum() + _SMOOTH)
    case, no_case = rules[len(TYPES)], rules[len(TYPES) + 1]
    wide = int((types >= 0.35 * types[0]).sum()) if types[0] else 0
    words = 0.1 * max(-2.0, (case - no_case) / sqrt(case + no_case + _SMOOTH))
    wording = 0.4 * max(-2.0, min(3.0, linear))
    kinds = 0.3 * min(4.0, (types[0] - types[1]) / spread) - 0.25 * max(0, wide - 2)
    told_of = one_story(told) - _several(told) + _headline(told) - _talk(told)
    signs = 1.6 * told.online + 0.8 * told.reported + 4.0 * told.solved - 1.2 * told.offline
    signs -= told.online < _WIRED
    signs += 0.4 * told.accused + 0.8 * (told.somebody + told.lost)
    return float(words + wording + kinds + told_of + signs + _LENIENCE)


def one_story(told: Article) -> float:
    """What speaks for a case: one person's story, early and long; half among numbered ones."""
    story = 0.6 * told.early + 0.3 * told.share + 0.6 * told.mentions + told.foremost
    if told.numbered or told.parts > 1:
        story /= 2
    return story - 0.5 * told.second - 0.4 * told.late


def _several(told: Article) -> float:
    """Against it: several stories, numbered, in turn or side by side."""
    several = 1.2 * told.others + 1.5 * told.numbered
    several += _DIGEST_IN_TURN * (told.in_turn > 1) - _ONE_IN_TURN * (told.in_turn == 1)
    several += 0.4 * min(_LOSERS, told.losers)
    return several + 0.7 * _more_than_one(told.victims) + _more_than_one(told.parts)


def _headline(told: Article) -> float:
    """Somebody and a sum, or an arrest; against kinds, warnings, several cases, why and how."""
    headline = (
        0.35 * told.told + 0.4 * told.price + 0.2 * told.caught + told.gang - 0.4 * told.warns
    )
    headline -= 0.3 * told.of_kinds + 0.6 * told.many_kinds + 0.4 * told.of_many
    headline -= told.explains
    return headline - _OF_ANOTHER * told.another_matter - 1.2 * told.among_known


def _talk(told: Article) -> float:
    """Against it: talk in general, to the reader, of law, helpers, figures, opinions, instances."""
    talk = 0.4 * (told.in_general + told.figures + told.sorts)
    talk += 0.6 * (told.opinions + told.instruction)
    talk += 0.7 * told.spoken_to + 0.4 * told.addressed + told.swindlers + 0.5 * told.steps
    talk += 0.6 * told.experts + 0.8 * told.series + 0.4 * told.instances
    return talk + told.quiz + told.law + told.helpers


def _more_than_one(many: int) -> int:
    """Two more say all: it is a digest."""
    return max(0, min(4, many - 1))


def _weight(text: str) -> float:
    """How much of a text is read as an article, 0 to 1: a long one not told by the teller."""
    long = (len(text) - _ARTICLE) / _CERTAINLY
    own = text.count("我") * 1000 / max(len(text), 1)
    return max(0.0, min(1.0, long, (_OWN_MOST - own) / _OWN_LEAST))


@cache
def _boundaries() -> tuple[tuple[int, int], ...]:
    return tuple((TYPES.index(first), TYPES.index(second)) for first, second in BOUNDARIES)
