"""What to say to a person, by fraud type. The words are data: `scripts.toml` beside us."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources

from zhisun.domains.cases.terms import FraudType
from zhisun.domains.dissuasion.terms import SignalKind, SignalSource
from zhisun.kernel.moments import CHINA

_ADDRESS = re.compile(
    r"[0-9０-９]{3,}|https?:|www\.|[a-z0-9-]+\.(?:[a-z]{2,}|中国)\b|@", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Script:
    """The words of one fraud type: what it is (`why_of`), the message, what is said."""

    why: str
    sms: str
    lines: tuple[str, ...]


def script_of(fraud_type: FraudType) -> Script:
    """The words of a fraud type, those for every type where it has none of its own."""
    general = _scripts()["every_type"]
    own = _scripts().get(fraud_type.value, {})
    return Script(
        why=str(own.get("why", general["why"])),
        sms=str(own.get("sms", general["sms"])),
        lines=(general["lines"][0], *own.get("lines", ()), *general["lines"][1:]),
    )


def why_of(fraud_type: FraudType, seen: Iterable[tuple[SignalSource, SignalKind]]) -> str:
    """Why we warn: by whom and what we know it, then what it is.

    Each source once, in the order they came. Neither who told it nor what he named is said: the
    sentence is read aloud at a door.
    """
    words = _scripts()
    known: dict[SignalSource, dict[str, None]] = {}
    for source, kind in seen:
        known.setdefault(source, {})[str(words["seen"][kind.value])] = None
    told = "；".join(
        f"{words['by'][source.value]}：{'、'.join(whats)}" for source, whats in known.items()
    )
    return f"{told}。{script_of(fraud_type).why}" if told else script_of(fraud_type).why


def carries_address(text: str) -> bool:
    """Whether a message holds a link or a number to call back (domain.md §12A.2: it must not).

    Three digits in a row count as a number: a fraudster's copy of the message could change it.
    """
    return _ADDRESS.search(text) is not None


def held_text(institution: str, until: datetime) -> str:
    """What a person is told of his held account: why, until when, and how to object.

    No link and no number (domain.md §12A.2); reason and remedy: 反电信网络诈骗法 第32条.
    """
    local = until.astimezone(CHINA)
    return (
        f"公安反诈提醒：您可能正在被骗。为保护您的资金，您在{institution}的账户已临时止付，"
        f"{local:%H}时{local:%M}分自动恢复。见到民警或确认安全后可随时要求提前恢复；"
        "有异议可向当地派出所或反诈中心申诉。"
    )


def freed_text(institution: str) -> str:
    """What a person is told when his account is free again."""
    return f"公安反诈提醒：您在{institution}的账户已解除临时止付，可以正常使用。请勿向陌生人转账。"


def fraud_type_of(told: str) -> FraudType | None:
    """The class that a source's own words name: our code, or a label's beginning (刷单返利)."""
    words = told.strip()
    if words in FraudType.values:
        return FraudType(words)
    bare = words.removesuffix("类")
    named = (kind for kind in FraudType if bare and bare in str(kind.label))
    return next(named, None)


@cache
def _scripts() -> Mapping[str, Mapping[str, list[str]]]:
    text = resources.files(__package__).joinpath("scripts.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
