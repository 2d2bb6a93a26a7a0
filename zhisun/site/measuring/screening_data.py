"""Invented indicators and events for measuring, shaped like traffic: collision study §3.

Names are made of random labels under real endings; a tenth of a percent of events hit, half of them
the name itself, half something below it. Zipf events repeat few hosts, uniform ones almost none.
"""

from typing import Any

import numpy as np
import pyarrow as pa

from zhisun.engines.screening.arrow import Column, pc
from zhisun.engines.screening.indicator_base import INDICATORS

LABELS = 50_000
ENDINGS = ["com", "com", "com", "cn", "com.cn", "top", "xyz", "vip", "cc", "club", "shop", "net"]
ASKED = ["qq", "taobao", "weixin", "alipay", "bilibili", "douyin", "jd", "baidu", "cdn-1", "cdn-2"]
HIT_SHARE = 0.001
HOSTS = 3_000_000
"""Names that are asked for at all (study §3); in a small sample half as many as events."""
BELOW_BIG = 0.35
"""Share of hosts that lie under a few big parents, as in real traffic."""


class Sample:
    """Everything of one measurement, from one seed."""

    def __init__(self, indicators: int, events: int, seed: int = 1) -> None:
        self.chance = np.random.default_rng(seed)
        letters = np.array(list("abcdefghijklmnopqrstuvwxyz0123456789-"))
        sizes = self.chance.integers(3, 12, LABELS)
        drawn = self.chance.choice(letters[:36], (LABELS, 12))
        self.labels = pa.array(
            ["".join(row[:size]) for row, size in zip(drawn, sizes, strict=True)]
        )
        self.domains = self._names(indicators, 0.15).unique()
        self.hosts = self._hosts(min(HOSTS, max(events // 2, 1000)))
        ranks = np.cumsum(1.0 / np.arange(1, len(self.hosts) + 1))
        drawn_ranks = np.searchsorted(ranks / ranks[-1], self.chance.random(events))
        self.zipf = self._with_hits(pc.take(self.hosts, pa.array(drawn_ranks)))
        self.uniform = self._with_hits(self._hosts(events))

    def table(self, kind: str, values: Column) -> pa.Table:
        """Values as indicators, valid since the start of 2026."""
        count = len(values)
        since = pa.array(np.full(count, 1_767_225_600_000_000)).cast(INDICATORS.field(4).type)
        types = pa.array([f"type {number}" for number in range(14)])
        columns: dict[str, Any] = {
            "kind": pc.take(pa.array([kind]), pa.array(np.zeros(count, np.int64))),
            "value": values,
            "fraud_type": pc.take(types, pa.array(self.chance.integers(0, 14, count))),
            "severity": self.chance.integers(1, 6, count),
            "valid_from": since,
            "valid_to": pa.nulls(count, INDICATORS.field(5).type),
            "source": pc.take(pa.array(["bench"]), pa.array(np.zeros(count, np.int64))),
            "indicator_id": pa.nulls(count, pa.string()),
        }
        return pa.table(columns, schema=INDICATORS)

    def numbers(self, low: int, high: int, count: int) -> tuple[Column, Column]:
        """Different numbers as indicators, and as many events of which a tenth of a percent hit."""
        own = np.unique(self.chance.integers(low, high, count))
        asked = self.chance.integers(low, high, count)
        hit = self.chance.random(count) < HIT_SHARE
        asked[hit] = self.chance.choice(own, int(hit.sum()))
        return pa.array(own).cast(pa.string()), pa.array(asked).cast(pa.string())

    def spelled(self, phones: Column) -> Column:
        """Telephone numbers as networks write them: plain, +86, 86, 0086."""
        heads = pa.array(["", "+86", "86", "0086"])
        chosen = pc.take(heads, pa.array(self.chance.integers(0, 4, len(phones))))
        return pc.binary_join_element_wise(chosen, phones, "")

    def pages(self, hosts: Column) -> Column:
        """Web addresses of some 50 bytes on these hosts."""
        return pc.binary_join_element_wise(
            "https://", hosts, "/", self._labels(len(hosts)), "?id=1", ""
        )

    def _labels(self, count: int) -> Column:
        return pc.take(self.labels, pa.array(self.chance.integers(0, LABELS, count)))

    def _names(self, count: int, below: float) -> Column:
        joined = pc.binary_join_element_wise(self._labels(count), self._labels(count), "-")
        endings = pc.take(pa.array(ENDINGS), pa.array(self.chance.integers(0, len(ENDINGS), count)))
        names = pc.binary_join_element_wise(joined, endings, ".")
        deeper = pc.binary_join_element_wise(self._labels(count), names, ".")
        return pc.if_else(pa.array(self.chance.random(count) < below), deeper, names)

    def _hosts(self, count: int) -> Column:
        """Hosts that are asked for, most of them harmless."""
        big = pa.array([f"{name}.com" for name in ASKED])
        parents = pc.take(big, pa.array(self.chance.integers(0, len(ASKED), count)))
        under = pc.binary_join_element_wise(self._labels(count), parents, ".")
        own = self._names(count, 0.6)
        return pc.if_else(pa.array(self.chance.random(count) < BELOW_BIG), under, own)

    def _with_hits(self, hosts: Column) -> Column:
        hit = self.chance.random(len(hosts)) < HIT_SHARE
        count = int(hit.sum())
        names = pc.take(self.domains, pa.array(self.chance.integers(0, len(self.domains), count)))
        below = pc.binary_join_element_wise("www", names, ".")
        chosen = pc.if_else(pa.array(self.chance.random(count) < 0.5), names, below)  # noqa: PLR2004 half
        replaced = pc.replace_with_mask(hosts, pa.array(hit), chosen)
        return replaced.combine_chunks() if isinstance(replaced, pa.ChunkedArray) else replaced
