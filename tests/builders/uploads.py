"""Statement files uploaded to a case, as an officer's browser does it."""

from tests.builders.city import AT, officer
from zhisun.domains.money_trails.jobs import read_statement
from zhisun.domains.money_trails.models import StatementFile
from zhisun.domains.money_trails.services.statements import Mapping, map_columns
from zhisun.domains.money_trails.services.uploads import begin_upload, close_upload, take_part
from zhisun.domains.money_trails.tables.statements import layout_of
from zhisun.domains.money_trails.terms import StatementState

PART = 1000


def uploaded(
    incident_no: str, name: str, data: bytes, *, bank: str = "", by: str = "wangqiang"
) -> int:
    """The key of a file whose bytes are all here."""
    actor = officer(by)
    key = begin_upload(incident_no, name, len(data), bank, by=actor, at=AT)
    step = max(PART, len(data) // 20)
    for offset in range(0, len(data), min(step, 1 << 20)):
        part = data[offset : offset + min(step, 1 << 20)]
        assert take_part(key, offset, part, by=actor, at=AT) == offset + len(part)
    return close_upload(key, by=actor, at=AT)


def as_proposed(key: int) -> list[Mapping]:
    """The mapping that the platform proposes."""
    return [
        Mapping(
            columns=(layout := layout_of(table)).columns,
            account=layout.account,
            account_name=layout.account_name,
            used=table["used"],
        )
        for table in StatementFile.objects.get(pk=key).tables
    ]


def confirmed(key: int, *, by: str = "wangqiang") -> int:
    """The file, its columns taken as proposed."""
    map_columns(key, as_proposed(key), by=officer(by), at=AT)
    return key


def read_waiting() -> int:
    """Read every mapped file, as the worker's job does beside the news; how many."""
    waiting = list(StatementFile.objects.filter(state=StatementState.MAPPED).order_by("pk"))
    for file in waiting:
        read_statement(file.pk, at=AT)
    return len(waiting)
