"""One line of `zhisun extract`: checked input in, entities out."""

from collections.abc import Mapping
from datetime import datetime

from zhisun.engines.reading.elements import as_entity
from zhisun.engines.reading.reader import read
from zhisun.kernel.errors import InputError
from zhisun.kernel.moments import instant


def extract_line(row: Mapping[str, object]) -> dict[str, object]:
    """`{"id", "entities"}` of one `{"id", "text", "ref_time"}` row (contract `extract`).

    Raises InputError with `field` when id or text is no string or ref_time is no time.
    """
    line_id, text = _string(row, "id"), _string(row, "text")
    elements = read(text, ref_time=_ref_time(row))
    return {"id": line_id, "entities": [as_entity(element) for element in elements]}


def _string(row: Mapping[str, object], field: str) -> str:
    value = row.get(field)
    if not isinstance(value, str):
        raise InputError("field_must_be_text", field=field)
    return value


def _ref_time(row: Mapping[str, object]) -> datetime | None:
    value = row.get("ref_time")
    if value is None:
        return None
    try:
        return instant(_string(row, "ref_time"))
    except InputError as error:
        raise InputError(error.code, **{**error.facts, "field": "ref_time"}) from error
