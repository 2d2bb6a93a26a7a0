"""One line of `zhisun classify`: checked input in, verdict out."""

from collections.abc import Mapping

from zhisun.engines.reading.fraud_types.classifier import Ranked, Verdict, classify
from zhisun.kernel.errors import InputError

_DIGITS = 4


def classify_line(row: Mapping[str, object]) -> dict[str, object]:
    """The contract's `classify` row of one `{"id", "text"}` row; `ref_time` is not needed.

    Raises InputError with `field` when id or text is no string.
    """
    line_id, text = _string(row, "id"), _string(row, "text")
    return {"id": line_id, **as_row(classify(text))}


def as_row(verdict: Verdict) -> dict[str, object]:
    """A verdict as the contract writes it, and `sure`."""
    return {
        "label": verdict.label,
        "confidence": round(verdict.confidence, _DIGITS),
        "alternatives": [_ranked(each) for each in verdict.alternatives],
        "reasons": [
            {"text": each.text, "start": each.start, "end": each.end} for each in verdict.reasons
        ],
        "is_case": verdict.is_case,
        "case_confidence": round(verdict.case_confidence, _DIGITS),
        "sure": verdict.sure,
    }


def _ranked(each: Ranked) -> dict[str, object]:
    return {"label": each.label, "confidence": round(each.confidence, _DIGITS)}


def _string(row: Mapping[str, object], field: str) -> str:
    value = row.get(field)
    if not isinstance(value, str):
        raise InputError("field_must_be_text", field=field)
    return value
