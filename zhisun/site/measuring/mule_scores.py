"""Do habits alone tell mules? Weights fitted on worlds of our own, told on labelled sets.

Each habit counts by its rank among the accounts of the same ledger, so that minutes and days,
fen and cents compare. Fitted on our worlds no weight is negative: more of a habit never clears.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
from numpy.typing import NDArray

from zhisun.engines.tables import INSTANT
from zhisun.engines.tracing.ledger import Ledger, build
from zhisun.engines.tracing.profiles import Habit, profiles
from zhisun.site.measuring.laundering import World

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]

WINDOW_SECONDS = 3_600
"""The window on our own worlds, whose gangs hop within minutes."""

STEPS_SECONDS, STEPS_WINDOW = 86_400, 10
"""AMLSim's step is a day; its patterns take some ten of them."""

ROUNDS, PACE = 400, 0.5


@dataclass(frozen=True, slots=True)
class Told:
    """How well scores tell marked accounts: areas under the two curves, best F1 and where."""

    accounts: int
    marked: int
    auc: float
    average_precision: float
    best_f1: float
    precision_at_marked: float


def of_world(world: World) -> tuple[Floats, Marks]:
    """Habits of the people of a world, and who of them moved money for a gang."""
    ledger = build(world.transfers)
    used = {move.payee for case in world.cases for move in case.moves if move.payee < world.people}
    marks = np.zeros(ledger.codes.size, np.bool_)
    marks[np.searchsorted(ledger.codes, sorted(used))] = True
    people = (ledger.codes < world.people) & (ledger.codes >= world.people // 100)
    return _ranked(ledger, WINDOW_SECONDS, people, marks)


def of_amlsim(folder: Path) -> tuple[Floats, Marks]:
    """Habits of the accounts of an AMLSim sample (nodes.csv.gz, transactions.csv.gz), its marks.

    Raises OSError.
    """
    rows: Any = pa.csv.read_csv(folder / "transactions.csv.gz")
    nodes: Any = pa.csv.read_csv(folder / "nodes.csv.gz")
    day = rows["time"].to_numpy().astype(np.int64)
    table = pa.table(
        {
            "transfer": pa.array(range(rows.num_rows), pa.int32()),
            "payer": rows["sourceNodeId"].cast(pa.int32()),
            "payee": rows["targetNodeId"].cast(pa.int32()),
            "fen": pa.array(np.maximum(1, np.rint(rows["value"].to_numpy() * 100).astype(int))),
            "moved_at": pa.array(day * STEPS_SECONDS * 1_000_000).cast(INSTANT),
        }
    )
    ledger = build(table)
    fraud = np.zeros(int(ledger.codes.max()) + 1, np.bool_)
    bad = nodes["nodeid"].to_numpy()[nodes["isFraud"].to_numpy() == 1]
    fraud[bad[bad < fraud.size]] = True
    marks = fraud[ledger.codes]
    every = np.ones(ledger.codes.size, np.bool_)
    return _ranked(ledger, STEPS_WINDOW * STEPS_SECONDS, every, marks)


def _ranked(ledger: Ledger, window: int, kept: Marks, marks: Marks) -> tuple[Floats, Marks]:
    found = profiles(ledger, window)
    kept = kept & (found[:, Habit.INFLOW] > 0)
    found = found[kept]
    ranks = np.empty_like(found)
    for column in range(found.shape[1]):
        _, at, counts = np.unique(found[:, column], return_inverse=True, return_counts=True)
        ranks[:, column] = ((np.cumsum(counts) - (counts - 1) / 2) / len(found))[at]
    return ranks, marks[kept]


def fitted(habits: Floats, marks: Marks, *, signed: bool = False) -> Floats:
    """Weights of the habits and the constant: logistic, by plain descent.

    signed: weights may be below zero. Marked and other accounts count alike in sum.
    """
    known = np.column_stack([habits, np.ones(len(habits))])
    weights = np.zeros(known.shape[1])
    heavy = np.where(marks, 0.5 / max(1, marks.sum()), 0.5 / max(1, (~marks).sum()))
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-known @ weights))
        weights -= PACE * 10 * (known.T @ (heavy * (chance - marks)))
        if not signed:
            weights[:-1] = np.maximum(weights[:-1], 0)
    return weights


def in_folds(habits: Floats, marks: Marks, *, seed: int, folds: int = 5) -> Floats:
    """Scores of each account by weights of either sign, fitted on the other folds' marks.

    What the habits carry where a centre has labels of its own; such weights are kept nowhere.
    """
    fold = np.random.default_rng(seed).integers(0, folds, len(marks))
    scores = np.zeros(len(marks))
    for each in range(folds):
        weights = fitted(habits[fold != each], marks[fold != each], signed=True)
        scores[fold == each] = habits[fold == each] @ weights[:-1] + weights[-1]
    return scores


def told(scores: Floats, marks: Marks) -> Told:
    """How well the scores tell the marked accounts; equal scores count as they come by chance."""
    _, at, counts = np.unique(-scores, return_inverse=True, return_counts=True)
    hits = np.bincount(at, weights=marks)
    right, seen = np.cumsum(hits), np.cumsum(counts)
    good, bad = marks.sum(), (~marks).sum()
    before = np.concatenate([[0], right[:-1]])
    auc = float((((right + before) / 2) * (counts - hits)).sum() / (good * bad))
    precision = right / seen
    f1 = 2 * right / (seen + good)
    at_marked = min(int(np.searchsorted(seen, good)), seen.size - 1)
    average = float((precision * hits).sum() / good)
    return Told(
        accounts=marks.size,
        marked=int(good),
        auc=auc,
        average_precision=average,
        best_f1=float(f1.max()),
        precision_at_marked=float(precision[at_marked]),
    )
