import pytest

from zhisun.engines.identity.banks import CNAPS, bank_code, bank_name, cnaps_of, known_names
from zhisun.engines.identity.bin_table import BINS


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("工行", "中国工商银行"),
        ("农行卡", "中国农业银行"),
        ("建设银行", "中国建设银行"),
        ("邮储", "中国邮政储蓄银行"),
        ("招行", "招商银行"),
        ("山东农信", "山东省农村信用社"),
        ("中国银行股份有限公司济宁分行", "中国银行"),
        ("济宁银行", "济宁银行"),
    ],
)
def test_everyday_names_lead_to_the_name_put_in_papers(said: str, name: str) -> None:
    assert bank_name(bank_code(said)) == name


def test_a_bank_nobody_knows_has_no_code() -> None:
    assert bank_code("火星银行") == ""
    assert bank_name("NOSUCH") == ""
    assert cnaps_of("NOSUCH") == ""


def test_every_issuer_of_the_bin_table_has_a_name() -> None:
    codes = {line.split(" ")[0] for line in BINS.split("\n") if line}
    assert sorted(code for code in codes if not bank_name(code)) == []


def test_orders_find_the_payment_system_code_of_a_bank() -> None:
    assert cnaps_of(bank_code("建行")) == "105100000017"
    assert set(CNAPS.values()) <= set(known_names().values())
