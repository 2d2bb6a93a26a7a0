"""One part of a file, screened in a process of its own."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from zhisun.engines.screening.matcher import HITS
from zhisun.site.partitions import REFUSED_EVENTS, Screening

Rows = list[dict[str, object]]


def screened_part(screening: Screening, events: Path, group: int) -> tuple[Rows, Rows]:
    """Hits and rejects of one row group, in small batches, as a cluster hands them over."""
    batches = list(pq.ParquetFile(events).iter_batches(7, [group]))
    hits = pa.Table.from_batches(screening.hits(batches), HITS)
    rejects = pa.Table.from_batches(screening.rejects(batches), REFUSED_EVENTS)
    return hits.to_pylist(), rejects.to_pylist()
