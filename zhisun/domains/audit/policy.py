"""The digest of one entry in the chain."""

import hashlib
import json
from collections.abc import Mapping

GENESIS = "0" * 64
"""What the first entry's digest covers in place of a predecessor."""

Facts = Mapping[str, str | int | bool | None]


def digest(previous: str, facts: Mapping[str, object]) -> str:
    """SHA-256 over the previous digest and the entry's facts in canonical JSON.

    Ours. Canonical: keys sorted, no spaces, UTF-8, instants as ISO 8601.
    """
    canonical = json.dumps(
        facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
    )
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()
