"""Files of old reports: taken in once, read in parts, mended in place; nobody is alarmed."""

from collections.abc import Sequence
from datetime import datetime

import pytest

from tests.builders.archives import HEAD, SENDER, mapped, received, row, table
from tests.builders.city import AT, a_city, officer
from zhisun.domains.archives.models import (
    LearntReportHeading,
    OldReport,
    RejectedReport,
    ReportFile,
)
from zhisun.domains.archives.policy.building import UnusableRow
from zhisun.domains.archives.policy.headings import from_json
from zhisun.domains.archives.selectors import file, files, origin_of, rejects
from zhisun.domains.archives.services import reading
from zhisun.domains.archives.services.mending import drop_reject, fix_report
from zhisun.domains.archives.services.reading import (
    Usable,
    give_up_reading,
    import_reports,
    store_reports,
)
from zhisun.domains.archives.services.receive import abandon_file, map_columns, receive_file
from zhisun.domains.archives.terms import OldColumn, ReportFileState, TypeOrigin
from zhisun.domains.audit.models import Entry
from zhisun.domains.cases.models import Incident
from zhisun.domains.cases.selectors.incidents import mentions, recent
from zhisun.domains.cases.terms import IncidentState, Source
from zhisun.domains.outbox.models import Event
from zhisun.domains.outbox.services import dispatch
from zhisun.domains.stop_payment.models import Order
from zhisun.domains.subjects.terms import SubjectKind
from zhisun.kernel.actors import Actor, job
from zhisun.kernel.errors import InputError, NotFound, NotPermitted, StateConflict
from zhisun.site.wiring import reactions

pytestmark = pytest.mark.django_db

BY = job("read_old_reports")
CARD = "6228480181001876546"


@pytest.fixture(autouse=True)
def _city() -> None:
    a_city()


def imported(rows: list[list[str]]) -> int:
    key = mapped(received(table(rows)))
    import_reports(key, by=BY, at=AT)
    return key


def test_a_file_becomes_closed_incidents_of_their_own_days() -> None:
    key = imported([row(each) for each in range(1, 31)])
    kept = file(key, by=officer("chenjing"))
    assert (kept.state, kept.total, kept.taken, kept.rejects) == (
        ReportFileState.IMPORTED,
        30,
        30,
        0,
    )
    incidents = list(Incident.objects.select_related("victim", "old_report"))
    assert {each.state for each in incidents} == {IncidentState.CLOSED}
    assert {each.source for each in incidents} == {Source.ARCHIVE}
    assert all(each.registered_at == each.called_at for each in incidents)
    assert len({each.incident_no for each in incidents}) == 30
    first = OldReport.objects.get(old_no="JQ2023000001").incident
    assert first.incident_no.startswith("J37080020230202")
    assert first.claimed_fen == 100_100
    assert first.victim.name == "周敏"
    assert first.elements
    told = origin_of(first.incident_no, by=officer("chenjing"))
    assert told is not None
    assert (told.sender, told.line, told.station) == (SENDER, 3, "观音阁派出所")


def test_no_order_is_drafted_and_nobody_is_warned() -> None:
    imported([row(1, 涉案账号=CARD)])
    while dispatch(reactions(), at=AT):
        pass
    assert not Event.objects.exclude(failure="").exists()
    assert not Order.objects.exists()
    assert not Event.objects.filter(name="cases.registered").exists()


def test_the_accounts_of_old_reports_are_met_again() -> None:
    imported([row(1, 涉案账号=CARD)])
    (line,) = mentions(SubjectKind.ACCOUNT, CARD, by=officer("limin"), at=AT)
    assert line.state is IncidentState.CLOSED
    assert recent(by=officer("limin"), at=AT)[0].incident_no == line.incident_no


def test_a_second_import_changes_nothing() -> None:
    rows = [row(each) for each in range(1, 8)]
    key = imported(rows)
    assert received(table(rows)) == key
    before = set(Incident.objects.values_list("pk", "revision"))
    again = imported([*rows, row(7), row(99)])
    assert again != key
    kept = ReportFile.objects.get(pk=again)
    assert (kept.taken, kept.repeated) == (1, 8)
    assert before < set(Incident.objects.values_list("pk", "revision"))
    assert Incident.objects.count() == 8
    import_reports(again, by=BY, at=AT)
    assert Incident.objects.count() == 8


def test_of_two_rows_with_one_number_the_first_that_can_be_read_counts() -> None:
    key = imported([row(1, 报警时间="某日"), row(1), row(1)])
    kept = ReportFile.objects.get(pk=key)
    assert (kept.taken, kept.repeated, kept.rejects.count()) == (1, 1, 1)
    assert OldReport.objects.get().line == 4


def test_a_killed_run_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "AT_ONCE", 10)
    key = mapped(received(table([row(each) for each in range(1, 36)])))

    def killed(file: ReportFile, rows: Sequence[Usable], *, by: Actor, at: datetime) -> None:
        store_reports(file, rows, by=by, at=at)
        if file.done:
            raise RuntimeError("killed")

    with monkeypatch.context() as once:
        once.setattr(reading, "store_reports", killed)
        with pytest.raises(RuntimeError):
            import_reports(key, by=BY, at=AT)
    assert ReportFile.objects.get(pk=key).done == 10
    assert Incident.objects.count() == 10
    import_reports(key, by=BY, at=AT)
    assert Incident.objects.count() == 35
    assert ReportFile.objects.get(pk=key).state == ReportFileState.IMPORTED


def test_rows_that_make_no_report_are_kept_with_their_reasons_and_mended_in_place() -> None:
    key = imported([row(1), row(2, 报警时间="某日"), row(3, 身份证号="1"), row(4, 警情编号="")])
    chief = officer("chenjing")
    first, second, third = rejects(key, by=chief)
    assert [each.line for each in (first, second, third)] == [4, 5, 6]
    assert first.problems[0]["code"] == "old_report_time_unreadable"
    with pytest.raises(UnusableRow) as still:
        fix_report(first.key, {"called_at": "某月"}, by=chief, at=AT)
    assert still.value.problems[0].facts["field"] == "called_at"
    fix_report(first.key, {"called_at": "2023-02-03"}, by=chief, at=AT)
    assert OldReport.objects.get(old_no="JQ2023000002").line == 4
    with pytest.raises(StateConflict):
        fix_report(first.key, {"called_at": "2023-02-03"}, by=chief, at=AT)
    with pytest.raises(UnusableRow):
        fix_report(third.key, {"old_no": "JQ2023000001"}, by=chief, at=AT)
    with pytest.raises(InputError):
        drop_reject(third.key, reason=" ", by=chief, at=AT)
    drop_reject(third.key, reason="空行", by=chief, at=AT)
    assert [each.key for each in rejects(key, by=chief)] == [second.key]
    assert ReportFile.objects.get(pk=key).taken == 2


def test_headings_are_known_corrected_and_learnt() -> None:
    key = received(table([row(1)]))
    (kept,) = (from_json(each) for each in ReportFile.objects.get(pk=key).tables)
    assert dict(zip(HEAD, kept.columns, strict=True)) == {
        "警情编号": OldColumn.OLD_NO,
        "报警时间": OldColumn.CALLED_AT,
        "受害人姓名": OldColumn.VICTIM,
        "身份证号": OldColumn.ID_NUMBER,
        "联系电话": OldColumn.PHONE,
        "简要案情": OldColumn.NARRATIVE,
        "损失金额（元）": OldColumn.LOSS,
        "案件类别": OldColumn.FRAUD_TYPE,
        "受理单位": OldColumn.STATION,
        "涉案账号": OldColumn.PAYEE_ACCOUNT,
        "录入员": OldColumn.IGNORED,
    }
    chosen = list(kept.columns)
    chosen[-1] = OldColumn.OCCUPATION
    chief = officer("chenjing")
    map_columns(key, {0: chosen}, by=chief, at=AT)
    assert LearntReportHeading.objects.get().heading == "录入员"
    other = received(table([row(2)]))
    (again,) = (from_json(each) for each in ReportFile.objects.get(pk=other).tables)
    assert again.columns[-1] is OldColumn.OCCUPATION
    with pytest.raises(StateConflict):
        map_columns(key, {0: chosen}, by=chief, at=AT)
    twice = [*again.columns[:-1], OldColumn.PHONE]
    with pytest.raises(InputError, match="report_column_twice"):
        map_columns(other, {0: twice}, by=chief, at=AT)
    nameless = [OldColumn.IGNORED, *again.columns[1:]]
    with pytest.raises(InputError, match="report_column_missing"):
        map_columns(other, {0: nameless}, by=chief, at=AT)
    with pytest.raises(InputError, match="report_file_without_table"):
        map_columns(other, {}, by=chief, at=AT)


def test_what_is_no_table_is_refused_and_can_be_forgotten() -> None:
    key = received(b"%PDF-1.7 \x00\x01", name="2023.pdf")
    chief = officer("chenjing")
    kept = file(key, by=chief)
    assert (kept.state, kept.refusal) == (ReportFileState.REFUSED, "statement_not_a_table")
    abandon_file(key, by=chief, at=AT)
    assert not files(by=chief)
    with pytest.raises(InputError, match="statement_empty"):
        receive_file("leer.csv", b"", SENDER, by=chief, at=AT)
    with pytest.raises(InputError, match="report_sender_missing"):
        receive_file("2023.csv", table([row(1)]), " \0 ", by=chief, at=AT)


def test_only_those_with_the_duty_and_of_the_area_see_the_files() -> None:
    key = received(table([row(1)]))
    with pytest.raises(NotPermitted):
        received(table([row(2)]), by="limin")
    with pytest.raises(NotFound):
        file(key, by=officer("outsider"))
    with pytest.raises(NotFound):
        mapped(key, by="outsider")
    assert origin_of("J370800202302020001", by=officer("outsider")) is None


def test_reading_that_is_given_up_can_be_begun_again() -> None:
    key = mapped(received(table([row(1)])))
    give_up_reading(key, "report_reading_failed", by=BY, at=AT)
    kept = ReportFile.objects.get(pk=key)
    assert (kept.state, kept.refusal) == (ReportFileState.RECEIVED, "report_reading_failed")
    import_reports(mapped(key), by=BY, at=AT)
    assert Incident.objects.count() == 1


def test_the_audit_names_the_file_and_what_came_of_it() -> None:
    key = imported([row(1), row(2, 报警时间="")])
    verbs = list(Entry.objects.filter(subject=str(key)).values_list("verb", flat=True))
    assert verbs == [
        "archives.received",
        "archives.mapped",
        "archives.read_on",
        "archives.imported",
    ]
    last = Entry.objects.filter(verb="archives.imported").get()
    assert last.after == {"taken": 1, "repeated": 0, "rejects": 1}
    assert OldReport.objects.get().type_origin in TypeOrigin.values
    assert RejectedReport.objects.get().problems[0]["code"] == "old_report_needs_time"


@pytest.mark.slow
def test_fifty_thousand_reports_come_in_once() -> None:
    rows = [
        row(each, 报警时间="某日") if each % 167 == 0 else row(each) for each in range(1, 50_001)
    ]
    key = imported(rows)
    kept = ReportFile.objects.get(pk=key)
    assert (kept.total, kept.taken, kept.rejects.count()) == (50_000, 49_701, 299)
    again = imported([*rows, row(60_000)])
    kept = ReportFile.objects.get(pk=again)
    assert (kept.taken, kept.repeated) == (1, 49_701)
    assert Incident.objects.count() == 49_702
