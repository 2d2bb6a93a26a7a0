"""Trains the linear part of the fraud classifier: `python tools/train_fraud_types.py`.

Writes zhisun/engines/reading/fraud_types/weights.npz from the grammars in tools/fraud_text, the
same bytes each time on one kind of machine, and prints what the weights get right on texts written
from held-out lines. `--check` trains anew and says whether the file is what the grammars give.
"""

# ruff: noqa: T201
import argparse
import hashlib
import io
import json
import sys
import time
import zipfile
from pathlib import Path

import numba
import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from article_writer import ArticleWriter  # noqa: E402
from fraud_grammars import HERE  # noqa: E402
from fraud_type_writer import TypeWriter  # noqa: E402
from fraud_writer import CODES, Text, Writer  # noqa: E402

from tests.engines.reading.handwritten import (  # noqa: E402
    c_rows,
    d_rows,
    e_rows,
    f_rows,
    g_rows,
    h_rows,
    k_rows,
    l_rows,
    m_rows,
    o_rows,
    x_rows,
)
from zhisun.engines.reading.fraud_types.features import BUCKETS, buckets  # noqa: E402
from zhisun.engines.reading.fraud_types.kinds import NO_CASE, TYPES  # noqa: E402
from zhisun.engines.reading.fraud_types.squeezing import squeezed  # noqa: E402

TARGET = ROOT / "zhisun/engines/reading/fraud_types/weights.npz"
DATA = ROOT / "tests/data"
REPORTS = tuple(f"fraud_reports{name}.jsonl" for name in ("", "_oral_a", "_sixth"))
WHOLE_ARTICLES = (
    "fraud_articles.jsonl",
    "fraud_articles_second.jsonl",
    "fraud_articles_third.jsonl",
)
HANDS = tuple(
    hand.rows
    for hand in (
        c_rows,
        d_rows,
        e_rows,
        f_rows,
        g_rows,
        h_rows,
        k_rows,
        l_rows,
        m_rows,
        o_rows,
        x_rows,
    )
)
SEED = 20251121
EACH, NEAR_MISSES = 1_800, 14_000
HELD_EACH, HELD_NEAR = 150, 1_200
ARTICLES = 0.15  # whole articles beside the other registers, of each class and of near misses
MORE = 0.25  # of both, in the registers of fraud_type_writer
AGAIN, ARTICLES_AGAIN = 8, 4  # times each text by hand is read, and each whole article
EPOCHS, RATE, DECAY = 5, 0.6, 2e-6
SLIGHT = 1e-4  # a slope that is not worth a step
PASSES = 2  # the mean of several learns less of chance than one
TWICE = 2  # texts an n-gram must stand in
COLUMNS = len(CODES) + 1  # the types, then "is a case"


def main() -> int:
    """Train, report, write or compare."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--check", action="store_true", help="compare, write nothing")
    asked = options.parse_args()
    began = time.perf_counter()
    train = written(held=False, each=EACH, near=NEAR_MISSES)
    train += AGAIN * by_hand() + ARTICLES_AGAIN * of(labelled(WHOLE_ARTICLES))
    weights, offset = fitted(train)
    grid, scale = quantised(weights)
    held = written(held=True, each=HELD_EACH, near=HELD_NEAR)
    print(f"{len(train)} texts written and learned in {time.perf_counter() - began:.0f} s")
    report(held, grid, scale, offset)
    blob = packed(grid=grid, scale=scale, offset=offset, grammars=digest())
    print(f"{len(blob)} bytes")
    if asked.check:
        same = TARGET.read_bytes() == blob
        print("same bytes" if same else "the file is not what the grammars give")
        return 0 if same else 1
    TARGET.write_bytes(blob)
    return 0


def written(*, held: bool, each: int, near: int) -> list[Text]:
    """Texts of every class; the same ones each time."""
    writer = Writer(SEED + held, held=held)
    texts = [writer.fraud(code) for code in CODES for _ in range(each)]
    texts += [writer.near_miss() for _ in range(near)]
    reporter = ArticleWriter(SEED + 2 + held, held=held)
    texts += [reporter.case_article(code) for code in CODES for _ in range(int(ARTICLES * each))]
    texts += [reporter.near_article() for _ in range(int(2 * ARTICLES * near))]
    return texts + TypeWriter(SEED + 4 + held, held=held).more(int(MORE * each), int(MORE * near))


def by_hand() -> list[Text]:
    """Reports, messages and news of several hands, whole and as they are: each several times.

    The two files whose mistakes nobody reads are not among them.
    """
    rows = labelled(REPORTS)
    for texts in HANDS:
        rows += [(row["text"], row["fraud_type"]) for row in texts()]
    return of(rows)


def labelled(names: tuple[str, ...]) -> list[tuple[str, str]]:
    """The texts of files of tests/data and what each is."""
    lines = [line for name in names for line in (DATA / name).read_text("utf-8").splitlines()]
    return [(row["text"], row["label"]) for row in map(json.loads, lines)]


def of(rows: list[tuple[str, str]]) -> list[Text]:
    """Texts to learn from."""
    codes = {**dict(zip(TYPES, CODES, strict=True)), NO_CASE: "FEI"}
    return [Text(text, codes[label], "手写") for text, label in rows]


def rows_of(texts: list[Text]) -> tuple[np.ndarray, np.ndarray]:
    """All buckets one text after the other, and where each text begins."""
    found = [buckets(squeezed(text.text).codes) for text in texts]
    starts = np.zeros(len(found) + 1, dtype=np.int64)
    np.cumsum([len(each) for each in found], out=starts[1:])
    return np.concatenate(found), starts


def classes_of(texts: list[Text]) -> np.ndarray:
    """The number of each text's class in CODES, -1 for a near miss."""
    return np.array([CODES.index(t.code) if t.code in CODES else -1 for t in texts])


def fitted(texts: list[Text]) -> tuple[np.ndarray, np.ndarray]:
    """AdaGrad on two heads, softmax over types and logistic on case or not; the mean of PASSES."""
    found, starts = rows_of(texts)
    classes = classes_of(texts)
    weights = np.zeros((BUCKETS, COLUMNS), dtype=np.float32)
    offset = np.zeros(COLUMNS, dtype=np.float32)
    for seed in range(SEED, SEED + PASSES):
        random = np.random.default_rng(seed)
        orders = np.stack([random.permutation(len(texts)) for _ in range(EPOCHS)])
        learned, shift = np.zeros_like(weights), np.zeros_like(offset)
        descend(found, starts, classes, orders, learned, shift, seed)
        weights += learned / PASSES
        offset += shift / PASSES
    seen = np.bincount(found, minlength=BUCKETS)
    weights[seen < TWICE] = 0
    return weights, offset


@numba.njit(cache=False)
def descend(found, starts, classes, orders, weights, offset, seed):  # noqa: ANN001, ANN201, C901, PLR0912, PLR0915, PLR0917
    """One step per text and epoch, in the order given, each with half of its n-grams."""
    kinds = weights.shape[1] - 1
    squares = np.full(weights.shape, np.float32(0.05))
    scores = np.zeros(kinds + 1, dtype=np.float64)
    kept = np.zeros(np.diff(starts).max(), dtype=np.int64)
    dice = np.uint64(seed)
    for epoch in range(orders.shape[0]):
        for row in orders[epoch]:
            many = 0
            for k in range(starts[row], starts[row + 1]):
                dice = dice * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
                if dice >> np.uint64(63):
                    kept[many] = found[k]
                    many += 1
            if many == 0:
                continue
            size = 1.0 / np.sqrt(many)
            scores[:] = 0
            for k in range(many):
                for c in range(kinds + 1):
                    scores[c] += weights[kept[k], c]
            for c in range(kinds + 1):
                scores[c] = scores[c] * size + offset[c]
            kind = classes[row]
            case = 1.0 / (1.0 + np.exp(-scores[kinds]))
            scores[kinds] = case - (1.0 if kind >= 0 else 0.0)
            if kind >= 0:
                scores[:kinds] = np.exp(scores[:kinds] - scores[:kinds].max())
                scores[:kinds] /= scores[:kinds].sum()
                scores[kind] -= 1.0
            else:
                scores[:kinds] = 0
            for c in range(kinds + 1):
                slope = scores[c]
                if abs(slope) < SLIGHT:
                    continue
                offset[c] -= np.float32(0.01 * slope)
                step = np.float32(slope * size)
                for k in range(many):
                    bucket = kept[k]
                    squares[bucket, c] += step * step
                    weights[bucket, c] -= np.float32(RATE) * (
                        step / np.sqrt(squares[bucket, c]) + np.float32(DECAY) * weights[bucket, c]
                    )


def quantised(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights as int8 with one scale a column."""
    scale = (np.abs(weights).max(axis=0) / 127).astype(np.float32)
    return np.rint(weights / scale).astype(np.int8), scale


def report(texts: list[Text], grid: np.ndarray, scale: np.ndarray, offset: np.ndarray) -> None:
    """What the linear part alone gets right on texts from held-out lines, by register."""
    right: dict[str, list[bool]] = {}
    for text in texts:
        found = buckets(squeezed(text.text).codes)
        size = max(len(found), 1) ** 0.5
        scores = grid[found].sum(axis=0, dtype=np.int64) * scale / size + offset
        case = scores[-1] > 0
        if text.code in CODES:
            right.setdefault("类型 " + text.register, []).append(
                CODES[int(scores[:-1].argmax())] == text.code
            )
            right.setdefault("是否案情 " + text.register, []).append(bool(case))
        else:
            right.setdefault("非案情 " + text.register, []).append(not case)
    for name in sorted(right):
        print(f"held out, {name}: {np.mean(right[name]):.3f} of {len(right[name])}")


def digest() -> str:
    """What the grammars and their writer are, as a test compares it."""
    sources = [
        *sorted(HERE.glob("*.toml")),
        HERE.parent / "fraud_grammars.py",
        HERE.parent / "fraud_writer.py",
        HERE.parent / "article_writer.py",
        HERE.parent / "fraud_type_writer.py",
        *sorted((HERE.parent / "fraud_type_text").glob("*.toml")),
    ]
    learned = by_hand() + of(labelled(WHOLE_ARTICLES))
    read = "\n".join(f"{text.code} {text.text}" for text in learned)
    whole = [*(path.read_bytes() for path in sources), read.encode()]
    return hashlib.sha256(b"".join(whole)).hexdigest()


def packed(*, grammars: str, **arrays: np.ndarray) -> bytes:
    """One .npz without times in it, so that the same weights are the same bytes."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bundle:
        for name, array in {**arrays, "grammars": np.array([grammars])}.items():
            single = io.BytesIO()
            np.lib.format.write_array(single, np.ascontiguousarray(array), allow_pickle=False)
            bundle.writestr(zipfile.ZipInfo(f"{name}.npy"), single.getvalue(), zipfile.ZIP_DEFLATED)
    return whole.getvalue()


if __name__ == "__main__":
    raise SystemExit(main())
