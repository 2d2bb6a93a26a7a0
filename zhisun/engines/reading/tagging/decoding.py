"""From the tokens of a text to the best row of tags (维特比)."""

import numpy as np
from numpy.typing import NDArray

from zhisun.engines.reading.tagging.features import (
    MANY,
    PAD,
    Sheet,
    class_of,
    cues,
    fill,
    quotes,
)
from zhisun.engines.reading.tagging.lexicon import FIRST_MARK, LAST_MARK, Lexicon, look_up, pair_at
from zhisun.engines.reading.tagging.tokens import LEFT_ALONE, Codes, Ints, Marks, split
from zhisun.engines.tracing.compiled import bare, inner, kernel

TAGS = 17
"""0 is no name; then begin, inside, end, single of each kind: person, app, address, org."""
_NEVER = np.float32(-1e9)
_CLOSING = (0, 3, 4, 7, 8, 11, 12, 15, 16)
"""Tags a stretch may end with; _STARTING: tags it may begin with; _GOING_ON: inside and end."""
_STARTING = (0, 1, 4, 5, 8, 9, 12, 13, 16)
_GOING_ON = (2, 3, 6, 7, 10, 11, 14, 15)
_SEEN = 512

Floats = NDArray[np.float32]
Grid = NDArray[np.uint64]
_BYTES, _LANE = np.uint64(0x00FF00FF00FF00FF), np.uint64(0xFFFF)
_RISEN = 128 * MANY


def laned(weights: NDArray[np.int8]) -> Grid:
    """int8[BUCKETS, 16] of the tags but the first as two words a row, each byte risen by 128.

    A loop over sixteen small numbers is ten times slower here: nobody tells the compiler that the
    sums are not the weights.
    """
    return np.ascontiguousarray(weights.view(np.uint8) ^ np.uint8(128)).view(np.uint64)


@inner
def prepared(codes: Codes, marks: Marks, lexicon: Lexicon) -> Sheet:
    """Everything the features of a text ask for."""
    size = len(codes) + 2 * PAD
    words, rules = np.zeros(size, np.int64), np.zeros(size, np.int64)
    places = np.zeros((2, size), np.int32)
    count = split(codes, marks, words[PAD:], places, rules[PAD:])
    kinds, flags = np.zeros(size, np.int64), np.zeros(size, np.int64)
    lex = np.zeros((5, size), np.int64)
    opened, closed = np.zeros(size, np.int64), np.zeros(size, np.int64)
    look_up(words, count, lexicon, lex)
    cues(lex, count, lexicon.far)
    quotes(words, count, opened, closed)
    seen = np.zeros(_SEEN, np.int64)
    for i in range(PAD, count + PAD):
        kinds[i] = class_of(words[i], lexicon.classes)
        if FIRST_MARK <= kinds[i] <= LAST_MARK:
            rules[i] = LEFT_ALONE
        at = pair_at(words[i], words[i + 1])
        flags[i] = lexicon.pairs[at]
        seen[at & (_SEEN - 1)] += 1
    for i in range(PAD, count + PAD):
        if seen[pair_at(words[i], words[i + 1]) & (_SEEN - 1)] > 1:
            flags[i] |= 2
    return Sheet(count, words, kinds, lex, rules, flags, opened, closed, places)


@inner
def best_tags(scores: Floats, links: Floats, rules: Ints, tags: Ints) -> None:
    """The best allowed row of tags; `scores` float32[tokens, 17] is spent."""
    count = len(scores)
    back = np.zeros((count, TAGS), np.int8)
    for tag in _GOING_ON:
        scores[0, tag] = _NEVER
    for i in range(count):
        if rules[i + PAD] == LEFT_ALONE:
            scores[i, 1:] = _NEVER
        if i:
            _step(scores, links, i, back)
    tag, best = 0, _NEVER * 2
    for last in _CLOSING:
        if scores[count - 1, last] > best:
            tag, best = last, scores[count - 1, last]
    for i in range(count - 1, -1, -1):
        tags[i] = tag
        tag = back[i, tag]


@bare
def _step(scores: Floats, links: Floats, i: int, back: NDArray[np.int8]) -> None:
    """Add to the scores of token `i` those of the best way there."""
    for tag in _STARTING:
        best, origin = _NEVER * 2, 0
        for prior in _CLOSING:
            value = scores[i - 1, prior] + links[prior, tag]
            if value > best:
                best, origin = value, prior
        scores[i, tag] += best
        back[i, tag] = origin
    for tag in _GOING_ON:
        first = tag - tag % 4 + 1
        one = scores[i - 1, first] + links[first, tag]
        two = scores[i - 1, first + 1] + links[first + 1, tag]
        scores[i, tag] += max(one, two)
        back[i, tag] = first if one >= two else first + 1


@kernel
def tagged_spans(
    codes: Codes, marks: Marks, lexicon: Lexicon, grid: Grid, links: Floats
) -> NDArray[np.int32]:
    """int32[spans, 4]: kind (0 to 3), first character, end, by how much it beat no name.

    grid: see `laned`; links: float32[17, 17] from tag to tag.
    """
    sheet = prepared(codes, marks, lexicon)
    spans = np.zeros((sheet.size, 4), np.int32)
    if sheet.size == 0:
        return spans
    scores = np.zeros((sheet.size, TAGS), np.float32)
    row, fetched = np.zeros(MANY, np.int64), np.zeros((MANY, 2), np.uint64)
    for i in range(sheet.size):
        if sheet.rules[i + PAD] != LEFT_ALONE:
            fill(sheet, i + PAD, row)
            _sum(grid, row, fetched, scores[i])
    tags = np.zeros(sheet.size, np.int64)
    best_tags(scores.copy(), links, sheet.rules, tags)
    return spans[: _collect(sheet, tags, scores, links, spans)]


@bare
def _sum(grid: Grid, row: Ints, fetched: Grid, scores: Floats) -> None:
    """The weights of the features in `row` by tag, four sums of 16 bits in each word.

    All are fetched before any is added: the grid is too large for the near memory, and so all
    42 places are waited for at once.
    """
    for k in range(MANY):
        fetched[k, 0], fetched[k, 1] = grid[row[k], 0], grid[row[k], 1]
    one = two = three = four = np.uint64(0)
    for k in range(MANY):
        low, high = fetched[k, 0], fetched[k, 1]
        one += low & _BYTES
        two += (low >> np.uint64(8)) & _BYTES
        three += high & _BYTES
        four += (high >> np.uint64(8)) & _BYTES
    for lane in range(4):
        shift = np.uint64(16 * lane)
        scores[1 + 2 * lane] = np.int64((one >> shift) & _LANE) - _RISEN
        scores[2 + 2 * lane] = np.int64((two >> shift) & _LANE) - _RISEN
        scores[9 + 2 * lane] = np.int64((three >> shift) & _LANE) - _RISEN
        scores[10 + 2 * lane] = np.int64((four >> shift) & _LANE) - _RISEN


@bare
def _collect(
    sheet: Sheet, tags: Ints, scores: Floats, links: Floats, spans: NDArray[np.int32]
) -> int:
    """Fill the spans of the tags; gives how many there are."""
    many, first, won = 0, 0, np.float32(0)
    for i in range(sheet.size):
        tag = tags[i]
        if tag == 0:
            continue
        before = tags[i - 1] if i else 0
        if tag % 4 in (1, 0):
            first, won = i, links[before, tag] - links[before, 0]
        else:
            won += links[before, tag] - links[0, 0]
        won += scores[i, tag]
        if tag % 4 in (3, 0):
            spans[many, 0] = (tag - 1) // 4
            spans[many, 1] = sheet.places[0, first]
            spans[many, 2] = sheet.places[1, i]
            spans[many, 3] = np.int32(won)
            many += 1
    return many
