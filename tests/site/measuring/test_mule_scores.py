"""Scores and their measures against counting pairs; a whole run on a small sample."""

import gzip
import json
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhisun.site.bench.mules import run
from zhisun.site.measuring.mule_scores import fitted, told


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=30))
def test_the_area_is_the_part_of_pairs_in_the_right_order(rows: list[tuple[int, bool]]) -> None:
    marks = np.array([mark for _, mark in rows])
    if marks.all() or not marks.any():
        return
    scores = np.array([float(score) for score, _ in rows])
    pairs = [(a > b) + (a == b) / 2 for a in scores[marks] for b in scores[~marks]]
    found = told(scores, marks)
    assert found.auc == pytest.approx(sum(pairs) / len(pairs))
    cuts = [scores >= cut for cut in set(scores)]
    f1 = [2 * (cut & marks).sum() / (cut.sum() + marks.sum()) for cut in cuts]
    assert found.best_f1 == pytest.approx(max(f1))


def test_a_habit_that_speaks_against_gets_no_weight() -> None:
    dice = np.random.default_rng(1)
    marks = dice.random(500) < 0.2
    habits = np.column_stack([marks + dice.random(500), dice.random(500) - marks])
    weights = fitted(habits, marks)
    assert weights[0] > 1
    assert weights[1] == 0
    assert fitted(habits, marks, signed=True)[1] < -1


def test_a_sample_is_told_with_weights_of_our_own_worlds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "samples" / "ring"
    place.mkdir(parents=True)
    dice = random.Random(2)  # noqa: S311 a sample, not a secret
    moves = ["sourceNodeId,targetNodeId,value,time"]
    for step in range(100):
        payer, payee = dice.sample(range(10, 60), 2)
        moves.append(f"{payer},{payee},{dice.randint(1, 900)},{step}")
        moves += [f"{k},{(k + 1) % 5},500.5,{step}" for k in range(5) if step % 30 == k]
    nodes = ["nodeid,isFraud,init_balance,fraudStep"]
    nodes += [f"{node},{int(node < 5)},1,-1" for node in range(60)]
    for name, lines in (("transactions", moves), ("nodes", nodes)):
        (place / f"{name}.csv.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    file = tmp_path / "told.json"
    run(["--rows", "20000", "--amlsim", str(tmp_path / "samples"), "--json", str(file)])
    found = json.loads(file.read_text())
    paid = {move.split(",")[1] for move in moves[1:]}
    assert found["ring"][:2] == [len(paid), 5]
    assert found["自造，未用于训练"][2] > 0.9
    assert "ring" in capsys.readouterr().out
