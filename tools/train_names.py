"""Trains the tagger of names: `python tools/train_names.py`.

Writes zhisun/engines/reading/tagging/weights.npz from the templates in tools/name_text, the
phrasebook and the handwritten texts of the tests, the same bytes each time on one kind of machine.
`--without C` leaves a handwritten set out and counts it; `--held` leaves the held-out fifth of the
lines out and counts them. `--check` compares and writes nothing. Run it whenever a text, a template
or grammar, or what the rules find has changed: tests/engines/reading/test_tagging says when.
"""

# ruff: noqa: T201
import argparse
import hashlib
import io
import json
import sys
import time
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from random import Random

import numba
import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

import fraud_grammars  # noqa: E402
import name_makers as make  # noqa: E402
import name_writer  # noqa: E402
from name_stories import stories  # noqa: E402
from name_writer import Label, Text  # noqa: E402

from tests.engines.reading import handwritten, phrasebook, scoring  # noqa: E402
from tests.engines.reading.handwritten import (  # noqa: E402
    c_rows,
    d_rows,
    e_rows,
    f_rows,
    g_rows,
    h_rows,
    k_rows,
    l_rows,
    late_rows,
    m_rows,
    x_rows,
)
from zhisun.engines.reading.reader import found_by_rules  # noqa: E402
from zhisun.engines.reading.tagging.decoding import TAGS, best_tags, laned, prepared  # noqa: E402
from zhisun.engines.reading.tagging.features import BUCKETS, MANY, PAD, fill  # noqa: E402
from zhisun.engines.reading.tagging.lexicon import lexicon  # noqa: E402
from zhisun.engines.reading.tagging.tagger import KINDS, codes_of, marks_of, settled  # noqa: E402
from zhisun.engines.reading.tagging.tokens import LEFT_ALONE  # noqa: E402
from zhisun.engines.reading.tagging.weights import Weights  # noqa: E402

DATA = ROOT / "tests/data"
ARTICLES = DATA / "article_names.jsonl"
TARGET = ROOT / "zhisun/engines/reading/tagging/weights.npz"
SEED = 20261122
EACH, PHRASED, COPIES = 24, 6, 24
STORIES = 14_000
ARTICLE_COPIES = 3
"""Times a whole article is learned as it is, and with other names."""
EPOCHS, CALM, PASSED_BY = 8, 2, 0.9
"""Rounds; a text read right CALM times in a row is passed by with this chance after that."""
MEAN_OF = 8
"""Orders in which the texts are learned: the mean of their weights knows less of chance."""
MISSED, INVENTED = 4.0, 3.0
"""What a tag must win by: over no name where one is, over a name where none is."""
LEAST = (45, 63, 25, 25)
"""What a name of each kind that no rule found must win by, in units of one learning step."""
TWO = 2
DROPPED, SILENT, UNREAD = 0.22, 0.15, 0.1
"""Shares of the rules' findings, of texts with all of them, and of characters hidden while
learning: a character that is not read leaves its sort, so that names are not learned by heart."""
NOTHING = 0xFFFF
SETS = {
    "A": lambda: handwritten.rows(aside=False), "B": lambda: handwritten.rows(aside=True),
    "V": handwritten.varied, "C": c_rows.rows, "D": d_rows.rows, "E": e_rows.rows, "F": f_rows.rows,
    "G": g_rows.rows, "H": h_rows.rows, "K": k_rows.rows, "L": l_rows.rows, "M": m_rows.rows,
    "X": x_rows.rows,
    **{str(n): partial(late_rows.rows, hand) for n, hand in enumerate(late_rows.LEARNED, 1)},
    "S": lambda: scoring.rows_of(scoring.SHIPPED),
}  # fmt: skip


def main() -> int:
    """Train, report, write or compare."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--check", action="store_true")
    options.add_argument("--held", action="store_true")
    options.add_argument("--without", default="")
    options.add_argument("--to", default=str(TARGET))
    asked = options.parse_args()
    began = time.perf_counter()
    make.forget(
        {
            row["text"][one["start"] : one["end"]]
            for name in asked.without
            for row in SETS[name]()
            for one in row["entities"]
        }
    )
    texts, told = everything(set(SETS) - set(asked.without), held=asked.held)
    bundle = Bundle(texts, told)
    print(f"{len(texts)} texts written and read in {time.perf_counter() - began:.0f} s", flush=True)
    whole, weights = fitted(bundle)
    print(f"learned after {time.perf_counter() - began:.0f} s", flush=True)
    for name in asked.without:
        counted(f"set {name}", list(map(plain, SETS[name]())), weights, show=asked.without == name)
    if asked.held:
        counted("held out", list(name_writer.texts(SEED + 2, 4, held=True)), weights, show=False)
    blob = packed(
        grid=whole, links=weights.links, least=weights.least,
        texts=np.array([digest()]), finds=finds(),
    )  # fmt: skip
    print(f"{len(blob)} bytes")
    if asked.check:
        same = TARGET.read_bytes() == blob
        print("same bytes" if same else "the file is not what the texts give")
        return 0 if same else 1
    Path(asked.to).write_bytes(blob)
    return 0


def everything(sets: set[str], *, held: bool) -> tuple[list[Text], range]:
    """All texts to learn, and which of them are stories, whose grammar has labels of its own."""
    texts = list(name_writer.texts(SEED, EACH, held=False))
    if not held:
        texts += name_writer.texts(SEED + 1, EACH, held=True)
    texts += phrased()
    told = len(texts)
    texts += stories(SEED, STORIES, held=False)
    ended = len(texts)
    for name in sorted(sets):
        texts += copied(name)
    return texts + articles(), range(told, ended)


def plain(row) -> Text:  # noqa: ANN001
    """A labelled row as a text; labels that may be missed are kept apart by their type."""
    labels = tuple(
        Label(one["type"] + "?" * bool(one.get("optional")), one["start"], one["end"])
        for one in row["entities"]
        if one["type"] in KINDS
    )
    ref = row["ref_time"]
    return Text(row["text"], labels, ref and datetime.fromisoformat(ref))


def copied(name: str) -> list[Text]:
    """A handwritten set as it is, and with other names."""
    rnd = Random(f"{SEED}{name}")  # noqa: S311 invented text, not a secret
    made = []
    for row in SETS[name]():
        text = plain(row)
        firm = [one for one in text.labels if not one.type.endswith("?")]
        loose = [one for one in text.labels if one.type.endswith("?")]
        made += [text] * (COPIES // 6)
        if loose:
            made += [text] * (COPIES // 6)
            continue
        for share in [0.5, 1.0, 1.0, 1.0] * (COPIES // 6):
            made.append(name_writer.refilled(text.text, firm, rnd, share)._replace(ref=text.ref))
    return made


def articles() -> list[Text]:
    """Whole articles of our own with their names, as they are and with other names."""
    rnd = Random(f"{SEED}articles")  # noqa: S311 invented text, not a secret
    made = []
    for text, labels in named_articles():
        as_it_is = Text(text, tuple(labels), None)
        made += [as_it_is] * ARTICLE_COPIES
        if not any(one.type.endswith("?") for one in labels):
            made += [name_writer.refilled(text, labels, rnd, 1.0) for _ in range(ARTICLE_COPIES)]
    return made


def named_articles() -> Iterator[tuple[str, list[Label]]]:
    """The articles of tests/data that have labels of names."""
    told: dict[str, list[str]] = {}
    for line in ARTICLES.read_text("utf-8").splitlines():
        row = json.loads(line)
        lines = told.setdefault(row["file"], (DATA / row["file"]).read_text("utf-8").splitlines())
        text = json.loads(lines[row["line"] - 1])["text"]
        yield text, [Label(*name) for name in row["names"]]


def phrased() -> list[Text]:
    """The phrasebook of the tests."""
    rows = [*phrasebook.rows(SEED, PHRASED, aside=False), *phrasebook.rows(SEED, 2, aside=True)]
    return [plain(row) for row in rows]


class Bundle:
    """Texts as arrays: code points, marks, and gold spans."""

    def __init__(self, texts: Iterable[Text], told: range) -> None:
        self.codes, self.marks, self.gold = [], [], []
        for i, text in enumerate(texts):
            if text.text:
                self._add(text, told=i in told)

    def arrays(self) -> tuple[np.ndarray, ...]:
        """Everything one after the other, and where each text begins."""
        every = [np.concatenate(rows) for rows in (self.codes, self.marks, self.gold)]
        return (*every, starts_of(self.codes), starts_of(self.gold))

    def _add(self, text: Text, *, told: bool) -> None:
        folded, found = found_by_rules(text.text, ref_time=text.ref)
        if len(folded.text) != len(text.text):
            return
        self.codes.append(codes_of(folded.text))
        self.marks.append(np.frombuffer(marks_of(len(folded.text), found), np.uint8))
        rules = {(one.type, one.start, one.end) for one in found}
        if told:
            text = text._replace(labels=(*text.labels, *unmarked(text, rules)))
        self.gold.append(np.array(
            [
                (KINDS.index(one.type.rstrip("?")), one.start, one.end)
                for one in text.labels
                if not one.type.endswith("?") or (one.type[:-1], one.start, one.end) in rules
            ] or [(0, -1, -1)], np.int32,
        ))  # fmt: skip


def starts_of(rows: list[np.ndarray]) -> np.ndarray:
    """Where each row begins when they stand one after the other, and the end."""
    starts = np.zeros(len(rows) + 1, np.int64)
    np.cumsum([len(row) for row in rows], out=starts[1:])
    return starts


def unmarked(text: Text, rules: set[tuple[str, int, int]]) -> list[Label]:
    """Places, organisations and 老李 that a grammar's line names itself, as the rules find them."""
    return [
        Label(kind, start, end)
        for kind, start, end in rules
        if (
            kind in ("address", "org")
            or (kind == "person" and end - start == TWO and text.text[start] in "老小")
        )
        and not any(one.start < end and start < one.end for one in text.labels)
    ]


@numba.njit(cache=False)
def gold_tags(gold, sheet, tags):  # noqa: ANN001, ANN201, C901
    """The right tag of every token; a label whose ends are inside tokens is left out."""
    tags[: sheet.size] = 0
    for k in range(gold.shape[0]):
        first, last = -1, -1
        for i in range(sheet.size):
            if sheet.places[0, i] == gold[k, 1]:
                first = i
            if sheet.places[1, i] == gold[k, 2]:
                last = i
        free = 0 <= first <= last
        for i in range(first, last + 1):
            if sheet.rules[i + PAD] == LEFT_ALONE:
                free = False
        if not free:
            continue
        base = 4 * gold[k, 0]
        tags[first : last + 1] = base + 2
        tags[first], tags[last] = base + 1, base + 3
        if first == last:
            tags[first] = base + 4


@numba.njit(cache=False)
def hide(sheet, dice):  # noqa: ANN001, ANN201
    """Hide some of what the rules found, and some characters."""
    quiet = dice.random() < SILENT
    gone = quiet
    for i in range(PAD, sheet.size + PAD):
        if sheet.words[i] < NOTHING and dice.random() < UNREAD:
            sheet.words[i] = NOTHING
        rule = sheet.rules[i]
        if rule in {LEFT_ALONE, 0}:
            continue
        if rule % 4 in {1, 0}:
            gone = quiet or dice.random() < DROPPED
        if gone:
            sheet.rules[i] = 0


@numba.njit(cache=False)
def corrected(sheet, found, right, guess, step, grid, total, links, links_total):  # noqa: ANN001, ANN201, PLR0917
    """One step from the guessed tags to the right ones; how many were wrong."""
    wrong = 0
    for i in range(sheet.size):
        good, bad = right[i], guess[i]
        if good != bad:
            wrong += 1
            for k in range(MANY):
                at = found[i, k]
                grid[at, good] += 1
                grid[at, bad] -= 1
                total[at, good] += step
                total[at, bad] -= step
        if i and (good != bad or right[i - 1] != guess[i - 1]):
            links[right[i - 1], good] += 1
            links[guess[i - 1], bad] -= 1
            links_total[right[i - 1], good] += step
            links_total[guess[i - 1], bad] -= step
    return wrong


@numba.njit(cache=False)
def learn(bundle, orders, dice, lexicon, grid, total, links, links_total):  # noqa: ANN001, ANN201, PLR0917
    """Averaged structured perceptron with a margin, in the order given for each epoch."""
    codes, marks, gold, starts, gold_starts = bundle
    longest = np.diff(starts).max()
    found = np.zeros((longest, MANY), np.int64)
    right, guess = np.zeros(longest, np.int64), np.zeros(longest, np.int64)
    calm = np.zeros(len(starts), np.int64)
    step = 1.0
    for epoch in range(len(orders)):
        wrong = 0
        for row in orders[epoch]:
            if calm[row] >= CALM and dice.random() < PASSED_BY:
                continue
            some = slice(starts[row], starts[row + 1])
            sheet = prepared(codes[some], marks[some], lexicon)
            hide(sheet, dice)
            gold_tags(gold[gold_starts[row] : gold_starts[row + 1]], sheet, right)
            scores = np.zeros((sheet.size, TAGS), np.float32)
            for i in range(sheet.size):
                fill(sheet, i + PAD, found[i])
                scores[i] += MISSED if right[i] else INVENTED
                scores[i, right[i]] = 0
                for at in found[i]:
                    scores[i] += grid[at]
            best_tags(scores, links, sheet.rules, guess)
            off = corrected(sheet, found, right, guess, step, grid, total, links, links_total)
            calm[row] = 0 if off else calm[row] + 1
            wrong += off
            step += 1.0
        print("epoch", epoch, "wrong", wrong)
    grid -= (total / step).astype(np.float32)
    links -= (links_total / step).astype(np.float32)


def learned(bundle: Bundle, dice: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """float32 weights of features and of links, learned in an order of the dice."""
    orders = np.stack([dice.permutation(len(bundle.codes)) for _ in range(EPOCHS)])
    grid = np.zeros((BUCKETS, TAGS), np.float32)
    total = np.zeros((BUCKETS, TAGS), np.float64)
    links, links_total = np.zeros((TAGS, TAGS), np.float32), np.zeros((TAGS, TAGS), np.float64)
    learn(bundle.arrays(), orders, dice, lexicon(), grid, total, links, links_total)
    return grid, links


def fitted(bundle: Bundle) -> tuple[np.ndarray, Weights]:
    """The averaged weights as whole numbers."""
    grid = np.zeros((BUCKETS, TAGS), np.float32)
    links = np.zeros((TAGS, TAGS), np.float32)
    for turn in range(MEAN_OF):
        one, one_links = learned(bundle, np.random.default_rng(SEED + turn))
        grid += one / MEAN_OF
        links += one_links / MEAN_OF
    grid = grid[:, 1:] - grid[:, :1]
    scale = 127 / np.quantile(np.abs(grid[grid != 0]), 0.9999)
    whole = np.clip(np.rint(grid * scale), -127, 127).astype(np.int8)
    least = np.array(LEAST, np.float32) * np.float32(scale)
    return whole, Weights(laned(whole), (links * scale).astype(np.float32), least, "")


def counted(name: str, texts: list[Text], weights: Weights, *, show: bool) -> None:
    """What rules alone and rules with weights get right; show: every mistake of both."""
    sums = {(kind, way): np.zeros(3, int) for kind in KINDS for way in ("rules", "both")}
    for text in texts:
        folded, found = found_by_rules(text.text, ref_time=text.ref)
        if len(folded.text) != len(text.text):
            continue
        gold = {(one.type, one.start, one.end) for one in text.labels}
        loose = [one for one in gold if one[0].endswith("?")]
        gold.difference_update(loose)
        for way, result in (("rules", found), ("both", settled(folded.text, found, weights))):
            got = {
                (one.type, one.start, one.end)
                for one in result
                if one.type in KINDS and not any(o[1] < one.end and one.start < o[2] for o in loose)
            }
            for place, some in enumerate((gold & got, gold - got, got - gold)):
                for kind, start, end in some:
                    sums[kind, way][place] += 1
                    if show and way == "both" and place:
                        print(("missed", "false")[place - 1], kind, text.text[start:end])
    for (kind, way), (both, missed, false) in sums.items():
        f1 = 2 * both / max(1, 2 * both + missed + false)
        shares = [both / max(1, both + false), both / max(1, both + missed)]
        print(f"{name} {kind} {way}: F1 {f1:.3f}, precision {shares[0]:.3f}, recall "
              f"{shares[1]:.3f} of {both + missed}")  # fmt: skip


def digest() -> str:
    """What the texts and their writer are, as a test compares it."""
    hand = ROOT / "tests/engines/reading/handwritten"
    sets = (
        "looked_at",
        "set_aside",
        "varied",
        *(f"{one}_texts" for one in (*"cdefghklmx", *late_rows.LEARNED)),
    )
    parts = ("coiner", "makers", "stories", "writer")
    sources = [
        *sorted(name_writer.HERE.glob("*.txt")),
        *(ROOT / "tools" / f"name_{part}.py" for part in parts),
        *sorted(fraud_grammars.HERE.glob("*.toml")),
        *(ROOT / "tools" / f"fraud_{part}.py" for part in ("grammars", "writer")),
        *(hand / f"{name}.txt" for name in sets),
        scoring.SHIPPED,
        ARTICLES, *sorted(DATA.glob("fraud_articles*.jsonl")),
    ]  # fmt: skip
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


def finds() -> np.ndarray:
    """uint32, one a handwritten text: what the rules find in it, as they did when it was learned.

    Learning sees the rules' finds, so weights grow stale when the rules change: a test counts how
    many texts are read otherwise than these say, and asks for new weights beyond one in fifty.
    """
    told = []
    for name in sorted(SETS):
        for text in map(plain, SETS[name]()):
            folded, found = found_by_rules(text.text, ref_time=text.ref)
            told.append(zlib.crc32(marks_of(len(folded.text), found)))
    return np.array(told, np.uint32)


def packed(**arrays: np.ndarray) -> bytes:
    """One .npz without times in it, so that the same weights are the same bytes."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bundle:
        for name, array in arrays.items():
            single = io.BytesIO()
            np.lib.format.write_array(single, np.ascontiguousarray(array), allow_pickle=False)
            bundle.writestr(zipfile.ZipInfo(f"{name}.npy"), single.getvalue(), zipfile.ZIP_DEFLATED)
    return whole.getvalue()


if __name__ == "__main__":
    raise SystemExit(main())
