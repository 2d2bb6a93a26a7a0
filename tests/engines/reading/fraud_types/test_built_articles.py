"""Articles of our own that are built like real ones: one case or something else."""

import json
from pathlib import Path

from zhisun.engines.reading.fraud_types.classifier import classify

BUILT = Path(__file__).parents[3] / "data/built_articles.jsonl"
NO_CASE = "非电诈案情"
OF_TEN = 10


def test_most_cases_are_found_and_few_near_misses_taken_for_one() -> None:
    rows = [json.loads(line) for line in BUILT.read_text(encoding="utf-8").splitlines()]
    told = [(row["label"] != NO_CASE, classify(row["text"]).is_case) for row in rows]
    found = [said for case, said in told if case]
    wrong = [said for case, said in told if not case]
    assert sum(found) * OF_TEN >= len(found) * 8
    assert sum(wrong) * OF_TEN <= len(wrong) * 2
