"""`zhisun bench mules`: do habits alone tell mules, on our own worlds and on labelled samples.

Weights are fitted on two worlds of our own; a third, and the samples of AMLSim under `--amlsim`,
are told with them as they are.
"""

import argparse
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path

import numpy as np

from zhisun.site.measuring import figures
from zhisun.site.measuring.laundering import world
from zhisun.site.measuring.mule_scores import Told, fitted, in_folds, of_amlsim, of_world, told

FITTED_ON, KEPT_APART = (201, 202), 203


def run(argv: Sequence[str]) -> None:
    """Measure and show."""
    parser = argparse.ArgumentParser(prog="zhisun bench mules", description="跑分账户评分")
    parser.add_argument("--rows", type=int, default=300_000, help="自造流水的笔数")
    parser.add_argument("--amlsim", type=Path, help="放着 AMLSim 样本文件夹的文件夹")
    parser.add_argument("--json", type=Path, help="把数字写到文件")
    chosen = parser.parse_args(argv)
    habits, marks = zip(*(of_world(world(chosen.rows, seed)) for seed in FITTED_ON), strict=True)
    weights = fitted(np.concatenate(habits), np.concatenate(marks))
    found: dict[str, Told] = {}
    for place in [None, *(sorted(chosen.amlsim.iterdir()) if chosen.amlsim else ())]:
        if place is None:
            known, mark = of_world(world(chosen.rows, KEPT_APART))
        elif (place / "nodes.csv.gz").exists():
            known, mark = of_amlsim(place)
            found[f"{place.name}，在其上交叉训练"] = told(in_folds(known, mark, seed=1), mark)
        else:
            continue
        found[place.name if place else "自造，未用于训练"] = told(known @ weights[:-1], mark)
    rows = [(name, *(round(each, 3) for each in astuple(one))) for name, one in found.items()]
    headings = ("流水", "账户", "其中跑分", "AUC", "平均精度", "最好 F1", "前 N 精度")
    figures.show("只看习惯（无须报案）", headings, rows)
    figures.finish({name: list(astuple(one)) for name, one in found.items()}, chosen.json)
