"""`zhisun bench classify`: time of one verdict, and how right verdicts are on labelled texts.

Times are of texts this program writes, 100 to 2,000 characters. Labelled texts are yours: JSONL
with "text" and "label" (a name of the taxonomy), one file an origin; nothing of them is kept.
Articles that people read whole are counted by `--articles TEXTS.jsonl LABELS.jsonl`.
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from zhisun.engines.reading.fraud_types.classifier import classify
from zhisun.site.measuring import figures, read_articles
from zhisun.site.measuring.verdicts import Score, scored

LENGTHS = (100, 500, 2000)
ROUNDS = 200
_STORY = (
    "报警人王某称其在短视频平台看到兼职广告后添加对方微信，被拉入任务群，先做了几单点赞任务，佣金都到账了。"
    "随后接待员让其下载软件做垫付任务，先后向对方账户6222020070000000110转账3笔共计5.6万元，对方又以操作失误为由"
    "要求补单，王某无法提现，意识到被骗，遂报警。"
)


def run(argv: Sequence[str]) -> None:
    """Measure and show. Raises SystemExit, InputError, OSError."""
    chosen = _arguments().parse_args(argv)
    told: dict[str, object] = {"times": _times(chosen.rounds)}
    for path in chosen.labelled:
        told[path.name] = _labelled(path)
    for texts, labels in chosen.articles:
        told[labels.name] = _read_whole(texts, labels)
    figures.finish(told, chosen.json)


def _times(rounds: int) -> dict[str, dict[str, float]]:
    classify(_STORY)  # the first call reads the weights
    found = {}
    for length in LENGTHS:
        text = (_STORY * (length // len(_STORY) + 1))[:length]
        took = []
        for _ in range(rounds):
            began = time.process_time()
            classify(text)
            took.append(time.process_time() - began)
        found[f"{length} 字"] = figures.spread(took)
    rows: list[tuple[str | float, ...]] = [
        (name, *spread.values()) for name, spread in found.items()
    ]
    figures.show("判断一段文字（单核）", ("长度", "p50 毫秒", "p95 毫秒", "p99 毫秒"), rows)
    return found


def _labelled(path: Path) -> dict[str, object]:
    score = scored(path)
    rows = [
        (label, row.texts, row.precision, row.recall, row.f1) for label, row in score.rows.items()
    ]
    figures.show(
        f"{path.name}：{_summary(score)}", ("类型", "条数", "精确率", "召回率", "F1"), rows
    )
    mistaken = [(*pair, count) for pair, count in score.confused.most_common(8)]
    figures.show("最常见的错", ("应为", "判为", "条数"), mistaken)
    return score.told()


def _read_whole(texts: Path, labels: Path) -> dict[str, object]:
    counted = read_articles.counted(texts, labels)
    absent = f"，另有 {counted.missing} 篇的原文不在 {texts.name} 里" if counted.missing else ""
    figures.show(
        f"{labels.name}：{counted.texts} 篇，读者对是否案情意见不一 {counted.differing} 篇{absent}",
        (
            "读者把握不低于",
            "案情",
            "非案情",
            "案情找到",
            "误判",
            "找到 .90 时误判",
            "找到 .95 时误判",
        ),
        [
            (
                row.sure,
                row.cases,
                row.near_misses,
                *(f"{share:.3f}" for share in (row.found, row.wrong, *row.wrong_at)),
            )
            for row in counted.near_misses
        ],
    )
    rows = [(name, texts, f"{f1:.3f}") for name, (texts, f1) in counted.types.items()]
    figures.show(f"六大类型，宏平均 F1 {counted.macro_f1:.3f}", ("类型", "篇数", "F1"), rows)
    return counted.told()


def _summary(score: Score) -> str:
    return (
        f"{score.texts} 条，正确率 {score.accuracy:.3f}，宏平均 F1 {score.macro_f1:.3f}，"
        f"前两名 {score.top_two:.3f}，"
        f"案情找到 {score.cases_found:.3f}，误判为案情 {score.false_cases:.3f}"
    )


def _arguments() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="zhisun bench classify", description=__doc__)
    options.add_argument("--rounds", type=int, default=ROUNDS, help="每种长度判断几次")
    options.add_argument(
        "--labelled",
        type=Path,
        action="append",
        default=[],
        metavar="FILE.jsonl",
        help="有标注的文字",
    )
    options.add_argument(
        "--articles",
        type=Path,
        nargs=2,
        action="append",
        default=[],
        metavar=("TEXTS.jsonl", "LABELS.jsonl"),
        help="通读标注过的文章",
    )
    options.add_argument("--json", type=Path, help="全部数字写到这个文件")
    return options
