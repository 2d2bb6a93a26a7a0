"""Statement files of a case: taken in part by part, read once, corrected, followed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from tests.builders.city import ABC, AT, ICBC, a_city, officer
from tests.builders.orders import ANYBODY, CARD, T0, an_incident, kinds_of
from tests.builders.statements import Line, delimited, flagged_csv, stamp
from tests.builders.uploads import as_proposed, confirmed, read_waiting, uploaded
from zhisun.domains.audit.models import Entry
from zhisun.domains.money_trails import jobs
from zhisun.domains.money_trails.models import (
    Holding,
    LearntHeading,
    RejectedRow,
    StatementFile,
    StatementPart,
    StatementRow,
    Transfer,
)
from zhisun.domains.money_trails.services.statements import (
    drop_reject,
    drop_row,
    fix_row,
    give_up_reading,
    import_statement,
    map_columns,
)
from zhisun.domains.money_trails.services.trace import retrace
from zhisun.domains.money_trails.services.uploads import (
    abandon_upload,
    begin_upload,
    close_upload,
    take_part,
)
from zhisun.domains.money_trails.tables.statements import Fixed
from zhisun.domains.money_trails.terms import READ_STATEMENT, StatementState
from zhisun.domains.outbox.models import Event
from zhisun.domains.outbox.services import dispatch
from zhisun.engines.statements.terms import Column
from zhisun.kernel.errors import InputError, NotFound, NotPermitted, StateConflict
from zhisun.site.wiring import reactions

pytestmark = pytest.mark.django_db

SECOND = "6222020200112233446"
THIRD = "6217001230009998887"
VICTIM_CARD = "6217001234567890121"
HEAD = [
    "卡号",
    "户名",
    "交易时间",
    "借贷标志",
    "交易金额",
    "账户余额",
    "对方账号",
    "对方户名",
    "流水号",
]


@pytest.fixture(autouse=True)
def _city() -> None:
    a_city()


def settle() -> None:
    while dispatch(reactions(), at=AT) or read_waiting():
        pass
    assert not Event.objects.exclude(failure="").exists()


def row(
    mine: tuple[str, str], minute: int, fen: int, balance: int, other: tuple[str, str]
) -> list[str]:
    return [
        *mine,
        stamp(T0 + timedelta(minutes=minute)),
        "贷" if fen > 0 else "借",
        f"{abs(fen) / 100:.2f}",
        f"{balance / 100:.2f}",
        *other,
        f"SN{mine[0][-4:]}{minute:04d}",
    ]


FIRST_BANK = delimited(
    [
        HEAD,
        row((CARD, "张伟"), -60, 100_000, 100_000, ("6230000000000000001", "路人")),
        row((CARD, "张伟"), 0, 2_800_000, 2_900_000, (VICTIM_CARD, "周敏")),
        row((CARD, "张伟"), 2, -1_600_000, 1_300_000, (SECOND, "李强")),
        row((CARD, "张伟"), 3, -200_000, 1_100_000, ("", "")),
    ],
    encoding="gb18030",
)
SECOND_BANK = delimited(
    [
        HEAD,
        row((SECOND, "李强"), 2, 1_600_000, 1_600_000, (CARD, "张伟")),
        row((SECOND, "李强"), 4, -1_500_000, 100_000, (THIRD, "王芳")),
    ]
)


def test_two_banks_statements_extend_the_trail_and_the_orders_once() -> None:
    incident_no = an_incident()
    settle()
    confirmed(uploaded(incident_no, "农行.csv", FIRST_BANK, bank=ABC))
    settle()
    assert ("stop", SECOND, "drafted") in kinds_of(incident_no)
    assert Holding.objects.get(account_no=SECOND).whereabouts == "frontier"
    confirmed(uploaded(incident_no, "工行.csv", SECOND_BANK, bank=ICBC))
    settle()
    there = dict(Holding.objects.values_list("account_no", "still_there_fen"))
    assert there[CARD] + there[SECOND] + there[THIRD] <= 2_800_000
    assert Holding.objects.get(account_no=THIRD).level == 3
    assert ("stop", THIRD, "drafted") in kinds_of(incident_no)
    before = kinds_of(incident_no)
    for _again in range(3):
        assert not retrace(incident_no, by=ANYBODY, at=AT)
    settle()
    assert kinds_of(incident_no) == before
    # Honest money stays with its file: only what carried claimed money is a transfer of the case.
    assert Transfer.objects.filter(payee_account=CARD).count() == 1
    assert StatementRow.objects.count() == 6


def test_the_same_file_again_changes_nothing() -> None:
    incident_no = an_incident()
    key = confirmed(uploaded(incident_no, "农行.csv", FIRST_BANK))
    settle()
    assert uploaded(incident_no, "农行 (1).csv", FIRST_BANK) == key
    assert import_statement(key, by=ANYBODY, at=AT) == 4
    assert StatementFile.objects.count() == 1
    assert StatementRow.objects.count() == 4


def test_an_overlapping_file_doubles_nothing_in_the_trail() -> None:
    incident_no = an_incident()
    confirmed(uploaded(incident_no, "a.csv", FIRST_BANK, bank=ABC))
    settle()
    lying = Holding.objects.values_list("account_no", "inflow_fen", "still_there_fen")
    before = list(lying)
    confirmed(uploaded(incident_no, "b.csv", FIRST_BANK + b"\r\n", bank=ABC))
    settle()
    assert StatementRow.objects.count() == 8
    assert (
        list(Holding.objects.values_list("account_no", "inflow_fen", "still_there_fen")) == before
    )


def test_an_upload_goes_on_where_it_stopped() -> None:
    incident_no, by = an_incident(), officer("wangqiang")
    key = begin_upload(incident_no, "a.csv", len(FIRST_BANK), "", by=by, at=AT)
    assert take_part(key, 0, FIRST_BANK[:100], by=by, at=AT) == 100
    assert take_part(key, 0, FIRST_BANK[:100], by=by, at=AT) == 100
    assert take_part(key, 300, FIRST_BANK[300:], by=by, at=AT) == 100
    with pytest.raises(StateConflict):
        close_upload(key, by=by, at=AT)
    assert begin_upload(incident_no, "a.csv", len(FIRST_BANK), "", by=by, at=AT) == key
    assert take_part(key, 100, FIRST_BANK[100:], by=by, at=AT) == len(FIRST_BANK)
    assert close_upload(key, by=by, at=AT) == close_upload(key, by=by, at=AT) == key
    assert StatementFile.objects.get().state == "received"


def test_what_an_officer_corrects_is_proposed_next_time() -> None:
    incident_no = an_incident()
    odd = [
        ["卡号", "交易时间", "借贷标志", "交易金额", "去处"],
        [CARD, stamp(T0), "借", "5.00", SECOND],
    ]
    key = uploaded(incident_no, "a.csv", delimited(odd), bank=ABC)
    (proposed,) = as_proposed(key)
    assert proposed.columns[-1] is Column.IGNORED
    right = replace(proposed, columns=(*proposed.columns[:-1], Column.COUNTERPARTY))
    map_columns(key, [right], by=officer("wangqiang"), at=AT)
    assert LearntHeading.objects.get().learnt_by == "wangqiang"
    again = uploaded(incident_no, "b.csv", delimited([*odd, odd[1]]), bank=ABC)
    assert as_proposed(again)[0].columns[-1] is Column.COUNTERPARTY
    elsewhere = uploaded(incident_no, "c.csv", delimited([*odd, odd[1], odd[1]]), bank=ICBC)
    assert as_proposed(elsewhere)[0].columns[-1] is Column.IGNORED


def test_a_row_that_could_not_be_read_is_written_out_or_dropped() -> None:
    incident_no, by = an_incident(), officer("wangqiang")
    bad = FIRST_BANK.replace(stamp(T0 + timedelta(minutes=2)).encode(), "两点".encode("gb18030"))
    worse = bad.replace(b"2000.00", "两千".encode("gb18030"))
    confirmed(uploaded(incident_no, "农行.csv", worse, bank=ABC))
    settle()
    assert not Holding.objects.filter(account_no=SECOND).exists()
    first, second = RejectedRow.objects.order_by("line")
    assert (first.line, first.reason, first.text) == (4, "time", "两点")
    fixed = Fixed(
        account=CARD,
        incoming=False,
        fen=1_600_000,
        moved_at=T0 + timedelta(minutes=2),
        counterparty=SECOND,
        counterparty_name="李强",
        reason="银行电话确认",
    )
    with pytest.raises(InputError) as wrong:
        fix_row(first.pk, replace(fixed, fen=0), by=by, at=AT)
    assert wrong.value.facts["field"] == "fen"
    fix_row(first.pk, fixed, by=by, at=AT)
    drop_reject(second.pk, reason="不是流水", by=by, at=AT)
    settle()
    # First in, first out: the 1,000 yuan that were there before leave first.
    assert Holding.objects.get(account_no=SECOND).inflow_fen == 1_500_000
    with pytest.raises(StateConflict):
        fix_row(first.pk, fixed, by=by, at=AT)
    assert Entry.objects.filter(verb="money_trails.statement_changed").count() == 2


def test_a_row_that_is_wrong_is_dropped_with_a_reason_and_leaves_the_trail() -> None:
    incident_no, by = an_incident(), officer("wangqiang")
    confirmed(uploaded(incident_no, "农行.csv", FIRST_BANK, bank=ABC))
    settle()
    on = StatementRow.objects.get(counterparty=SECOND)
    with pytest.raises(InputError):
        drop_row(on.pk, reason=" ", by=by, at=AT)
    for _again in range(2):
        drop_row(on.pk, reason="与银行核实，系打印错误", by=by, at=AT)
    settle()
    assert not Holding.objects.filter(account_no=SECOND).exists()
    assert StatementRow.objects.get(pk=on.pk).dropped_by == "wangqiang"


def test_a_contradicting_balance_is_marked_and_taken() -> None:
    incident_no = an_incident()
    lines = FIRST_BANK.split(b"\r\n")
    key = confirmed(uploaded(incident_no, "a.csv", b"\r\n".join([*lines[:3], lines[4]])))
    settle()
    assert StatementFile.objects.get(pk=key).gaps == 1
    assert StatementRow.objects.exclude(gap_fen=0).get().gap_fen == -1_600_000


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"%PDF-1.7", "statement_not_a_table"),
        (b"PK\x03\x04 broken", "statement_unreadable"),
        (delimited([["今天", "天气", "好"]] * 3), "statement_header_missing"),
    ],
)
def test_a_file_that_is_no_statement_stays_refused_with_its_reason(
    data: bytes, refusal: str
) -> None:
    key = uploaded(an_incident(), "x.csv", data)
    file = StatementFile.objects.get(pk=key)
    assert (file.state, file.refusal) == ("refused", refusal)
    with pytest.raises(StateConflict):
        confirmed(key)
    abandon_upload(key, by=officer("wangqiang"), at=AT)
    assert not StatementFile.objects.exists()


def test_only_who_may_add_movements_uploads_and_only_in_the_area() -> None:
    incident_no = an_incident()
    with pytest.raises(NotPermitted):
        begin_upload(incident_no, "a.csv", 10, "", by=officer("limin"), at=AT)
    with pytest.raises(NotFound):
        begin_upload(incident_no, "a.csv", 10, "", by=officer("outsider"), at=AT)
    key = uploaded(incident_no, "a.csv", FIRST_BANK)
    with pytest.raises(NotFound):
        abandon_upload(key, by=officer("outsider"), at=AT)


def test_two_columns_of_one_meaning_and_a_table_without_time_are_refused() -> None:
    key = uploaded(an_incident(), "a.csv", FIRST_BANK)
    (mapping,) = as_proposed(key)
    for columns, code in (
        ((Column.TIME, *mapping.columns[1:]), "statement_column_twice"),
        ((*mapping.columns[:2], Column.IGNORED, *mapping.columns[3:]), "statement_needs_time"),
        ((*mapping.columns[:4], Column.IGNORED, *mapping.columns[5:]), "statement_needs_amount"),
    ):
        with pytest.raises(InputError) as wrong:
            map_columns(key, [replace(mapping, columns=columns)], by=officer("wangqiang"), at=AT)
        assert wrong.value.code == code


def test_a_circle_a_red_row_and_a_transfer_before_the_account_was_opened_stop_nothing() -> None:
    incident_no = an_incident()
    circle = [
        Line(T0 + timedelta(seconds=second), fen, 0, other)
        for second in range(30)
        for fen, other in ((-100_000, SECOND), (100_000, SECOND))
    ]
    name, data = flagged_csv(circle)
    data = data.replace(b"6217000010001234567", CARD.encode())
    red = delimited([HEAD, row((SECOND, "李强"), -90_000, 100, 100, (CARD, "")),
                     row((SECOND, "李强"), 1, 500, 600, (CARD, "张伟"))])  # fmt: skip
    confirmed(uploaded(incident_no, name, data, bank=ABC))
    confirmed(uploaded(incident_no, "red.csv", red.replace(b"5.00", b"-5.00"), bank=ICBC))
    settle()
    total = sum(Holding.objects.values_list("still_there_fen", flat=True))
    assert total <= 2_800_000


def an_attempt(number: int) -> JobContext:
    """What the worker hands to the job that reads a file, after `number` attempts."""
    tried = Job(
        queue="soon", lock=None, queueing_lock=None, task_name=READ_STATEMENT, attempts=number
    )
    return JobContext(app=app, job=tried, start_timestamp=0, abort_reason=lambda: None)


def test_a_file_that_cannot_be_read_says_so_and_can_be_read_again() -> None:
    incident_no = an_incident()
    key = confirmed(uploaded(incident_no, "农行.csv", FIRST_BANK, bank=ABC))
    parts = StatementPart.objects.filter(file=key)
    kept = list(parts)
    parts.delete()  # what its disk has lost
    for number in range(6):
        assert StatementFile.objects.get().state == StatementState.MAPPED
        with pytest.raises(InputError):
            jobs.read_waiting(an_attempt(number), key)
    file = StatementFile.objects.get()
    assert (file.state, file.refusal) == (StatementState.RECEIVED, "statement_reading_failed")
    assert Event.objects.filter(name="money_trails.statement_unread", key=incident_no).exists()
    StatementPart.objects.bulk_create(kept)
    confirmed(key)
    assert StatementFile.objects.get().refusal == ""
    jobs.read_waiting(an_attempt(0), key)
    assert StatementFile.objects.get().state == StatementState.IMPORTED
    give_up_reading(key, by=jobs.BY, at=AT)  # late, and of no account
    assert StatementFile.objects.get().state == StatementState.IMPORTED
