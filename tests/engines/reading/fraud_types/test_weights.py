"""The weights that are shipped and the grammars they were trained from."""

import importlib.util
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from zhisun.engines.reading.fraud_types.classifier import classify, linear
from zhisun.engines.reading.fraud_types.features import BUCKETS
from zhisun.engines.reading.fraud_types.judging import judged
from zhisun.engines.reading.fraud_types.kinds import NO_CASE, TYPES
from zhisun.engines.reading.fraud_types.rules import hits, sums
from zhisun.engines.reading.fraud_types.squeezing import squeezed
from zhisun.engines.reading.fraud_types.weights import shipped

ROOT = Path(__file__).parents[4]
TOOL = ROOT / "tools" / "train_fraud_types.py"
FILE = ROOT / "zhisun" / "engines" / "reading" / "fraud_types" / "weights.npz"
FIVE_MEGABYTES = 5_000_000


@pytest.fixture(scope="module")
def trainer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("train_fraud_types", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def held_out(trainer: ModuleType) -> list[Any]:
    """Texts written from lines that no weight was trained on."""
    texts: list[Any] = trainer.written(held=True, each=30, near=300)
    return texts


def test_the_weights_are_one_small_file_of_the_shape_the_engine_reads() -> None:
    weights = shipped()
    assert FILE.stat().st_size < FIVE_MEGABYTES
    assert weights.grid.shape == (BUCKETS, len(TYPES) + 1)
    assert np.abs(weights.grid).max() <= 127
    assert (weights.grid == np.rint(weights.grid)).all()


def test_the_weights_were_trained_from_these_grammars(trainer: ModuleType) -> None:
    assert shipped().grammars == trainer.digest(), "run python tools/train_fraud_types.py"


def test_held_out_lines_are_no_training_lines(trainer: ModuleType) -> None:
    train, held = trainer.Writer(1, held=False), trainer.Writer(1, held=True)
    for code in trainer.CODES:
        for section, names in (("story", ("contact", "lure", "turn")), ("voice", ("sms", "chat"))):
            for name in names:
                lines = set(train._lines(code, name, section))  # noqa: SLF001 the split itself
                assert not lines & set(held._lines(code, name, section))  # noqa: SLF001


def test_types_are_known_in_wordings_that_were_never_trained(held_out: list[Any]) -> None:
    names = {text.code: TYPES[k] for k, text in enumerate(held_out[::30][: len(TYPES)])}
    right = Counter(
        classify(text.text).label == names[text.code] for text in held_out if text.code in names
    )
    assert right[True] / right.total() >= 0.8


def test_shares_are_as_sure_as_they_are_right_in_wordings_never_trained(
    held_out: list[Any], trainer: ModuleType
) -> None:
    """Fits the temperature of the shares anew: the shipped one must be next to the best."""
    shares = []
    for text in held_out:
        if text.code in trainer.CODES:
            ranked = all_shares(text.text)
            shares.append((ranked, trainer.CODES.index(text.code)))
    losses = {}
    for factor in (0.5, 0.7, 1.0, 1.4, 2.0):
        losses[factor] = 0.0
        for ranked, right in shares:
            told = np.log(np.maximum(ranked, 1e-12)) * factor
            losses[factor] -= told[right] - np.log(np.exp(told).sum())
    assert min(losses, key=lambda factor: losses[factor]) == 1.0, losses


def all_shares(text: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The share of every type, as `classify` weighs them before it names the first few."""
    seen = squeezed(text)
    found = sums(list(hits(seen)), len(seen.codes))
    told = judged(linear(seen, shipped()), found, seen.text)
    return told.types


def test_near_misses_in_wordings_never_trained_stay_no_case(held_out: list[Any]) -> None:
    said = Counter(classify(text.text).label == NO_CASE for text in held_out if text.code == "FEI")
    assert said[True] / said.total() >= 0.8


def test_the_grammars_write_as_much_as_was_promised(trainer: ModuleType) -> None:
    texts = trainer.written(held=False, each=400, near=2_500)
    different = Counter(text.code for text in set(texts))
    assert all(different[code] >= 350 for code in trainer.CODES)
    assert different["FEI"] >= 2_000
    registers = {text.register for text in texts if text.code == "SD"}
    assert registers == {"接报", "自述", "笔录", "新闻", "短信", "聊天", "口述", "一句", "报道"}


@pytest.mark.slow
def test_training_again_gives_the_same_bytes() -> None:
    done = subprocess.run([sys.executable, str(TOOL), "--check"], cwd=ROOT, check=False)
    assert done.returncode == 0
