"""One row of an old table: what becomes of it, and what is said when nothing can."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.city import AT
from zhisun.domains.archives.policy.building import UNKNOWN_NAME, Built, UnusableRow, built
from zhisun.domains.archives.policy.types import type_told
from zhisun.domains.archives.terms import OldColumn, TypeOrigin
from zhisun.domains.cases.terms import ChannelKind, FraudType, IdType, Source

STORY = "被自称客服的人（电话13712345678）以退款为由骗走，向622848018100187654 6的账户转账3万元。"
ROW = {
    OldColumn.OLD_NO: "JQ1",
    OldColumn.CALLED_AT: "2023年3月5日14时30分",
    OldColumn.NARRATIVE: STORY,
    OldColumn.LOSS: "30,000.00元",
}


def made(told: dict[OldColumn, str] | None = None, *, wan: bool = False) -> Built:
    return built(ROW | (told or {}), area="370811", wan=wan, at=AT)


def problems(told: dict[OldColumn, str]) -> set[tuple[str, str]]:
    with pytest.raises(UnusableRow) as refused:
        made(told)
    return {(str(each.facts["field"]), each.code) for each in refused.value.problems}


def test_a_row_becomes_a_report_of_the_day_it_was_made() -> None:
    told = made()
    assert told.old_no == "JQ1"
    assert told.called_at == datetime(2023, 3, 5, 6, 30, tzinfo=UTC)
    assert told.report.source is Source.ARCHIVE
    assert told.report.claimed_fen == 3_000_000
    assert told.report.victim.name == UNKNOWN_NAME
    assert told.report.narrative == STORY
    assert all(each.text == STORY[each.start : each.end] for each in told.report.elements)
    assert (ChannelKind.PHONE, "13712345678") in {
        (each.kind, each.value) for each in told.report.channels
    }


def test_the_victims_own_number_is_no_trace_of_the_fraud() -> None:
    told = made({OldColumn.PHONE: "13712345678/13900001111"})
    assert told.report.victim.phone == "13712345678"
    assert told.report.victim.other_phone == "13900001111"
    assert not [each for each in told.report.channels if each.kind is ChannelKind.PHONE]


def test_an_account_in_a_column_takes_the_whole_loss() -> None:
    columns = {
        OldColumn.PAYEE_ACCOUNT: "6228 4801 8100 1876 546",
        OldColumn.PAYEE_NAME: "李强",
        OldColumn.PAYEE_BANK: "农业银行",
    }
    (transfer,) = made(columns).report.transfers
    assert (transfer.to_account, transfer.amount_fen) == ("6228480181001876546", 3_000_000)
    assert (transfer.to_name, transfer.to_bank_name) == ("李强", "农业银行")


@pytest.mark.parametrize(
    ("text", "fen", "wan"),
    [
        ("3万", 3_000_000, False),
        ("3.56", 3_560_000, True),
        ("￥1,234.50元整", 123_450, False),
        ("0", 0, False),
    ],
)
def test_losses_as_old_tables_write_them(text: str, fen: int, wan: bool) -> None:  # noqa: FBT001
    assert made({OldColumn.LOSS: text}, wan=wan).report.claimed_fen == fen


def test_a_type_in_the_file_is_kept_apart_from_one_of_the_machine() -> None:
    told = made({OldColumn.FRAUD_TYPE: "电信网络诈骗-刷单返利类"})
    assert (told.report.fraud_type, told.type_origin) == (FraudType.SD, TypeOrigin.FILE)
    assert told.type_told == "电信网络诈骗-刷单返利类"
    judged = made({OldColumn.FRAUD_TYPE: "电信诈骗"})
    assert judged.report.fraud_type is FraudType.KF
    assert judged.type_origin in {TypeOrigin.MACHINE, TypeOrigin.UNSURE}
    nothing = made({OldColumn.NARRATIVE: "", OldColumn.PAYEE_ACCOUNT: "6228480181001876546"})
    assert nothing.type_origin is TypeOrigin.UNSURE


def test_the_official_names_of_every_class_are_known() -> None:
    for kind in FraudType:
        assert type_told(kind.value) is kind
    assert type_told("贷款、代办信用卡类") is FraudType.DK
    assert type_told("虚假网络贷款") is FraudType.DK
    assert type_told("冒充公检法诈骗") is FraudType.GJF
    assert type_told("被盗") is None
    assert type_told("") is None


def test_every_problem_is_told_at_its_column() -> None:
    wrong = {
        OldColumn.OLD_NO: "",
        OldColumn.CALLED_AT: "去年",
        OldColumn.LOSS: "若干",
        OldColumn.ID_NUMBER: "370811199001010011",
        OldColumn.PHONE: "无",
    }
    assert problems(wrong) == {
        ("old_no", "old_report_needs_number"),
        ("called_at", "old_report_time_unreadable"),
        ("loss", "amount_unreadable"),
        ("id_number", "resident_id_wrong"),
        ("phone", "phone_unreadable"),
    }


def test_a_report_of_tomorrow_and_a_row_that_tells_nothing_are_refused() -> None:
    assert problems({OldColumn.CALLED_AT: "2027-01-01"}) == {("called_at", "time_not_yet")}
    assert problems({OldColumn.NARRATIVE: ""}) == {("narrative", "report_empty")}
    assert problems({OldColumn.LOSS: "", OldColumn.PAYEE_ACCOUNT: "6228480181001876546"}) == {
        ("loss", "amount_needed")
    }


def test_a_passport_is_no_resident_id() -> None:
    assert made({OldColumn.ID_NUMBER: "E12345678"}).report.victim.id_type is IdType.OTHER


@given(
    st.dictionaries(
        st.sampled_from([each for each in OldColumn if each is not OldColumn.IGNORED]),
        st.text(max_size=60),
    )
)
def test_no_cell_of_any_kind_breaks_the_reading(cells: dict[OldColumn, str]) -> None:
    told = ROW | cells
    try:
        report = built(told, area="370811", wan=False, at=AT).report
    except UnusableRow as unusable:
        report, wrong = None, {str(each.facts["field"]) for each in unusable.problems}
    else:
        wrong = set()
    assert wrong <= {*OldColumn.values}
    assert (report is None) == bool(wrong)
    if report is not None:
        assert report.narrative == told[OldColumn.NARRATIVE].replace("\0", "").strip()
