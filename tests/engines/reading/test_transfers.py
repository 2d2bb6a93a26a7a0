from datetime import datetime

import pytest

from zhisun.engines.reading.reader import read
from zhisun.engines.reading.transfers import SaidTransfer, transfers
from zhisun.kernel.moments import CHINA

TAKEN_DOWN = datetime(2025, 3, 12, 15, 30, tzinfo=CHINA)


def told(text: str) -> tuple[SaidTransfer, ...]:
    return transfers(read(text, ref_time=TAKEN_DOWN), text)


def test_a_call_fills_account_name_bank_amount_and_time() -> None:
    first, second = told(
        "我刚才下午一点零六分用招行网银转了3万6千块到一张建行卡6217000072000000110,户名叫李建国,"
        "后来又转了两万到支付宝13900001234。"
    )
    assert (first.payee_account, first.payee_name) == ("6217000072000000110", "李建国")
    assert (first.payee_bank, first.payee_bank_code) == ("中国建设银行", "CCB")
    assert (first.amount_fen, first.method) == (3_600_000, "网银")
    assert first.at == datetime(2025, 3, 12, 13, 6, tzinfo=CHINA)
    assert first.payer_bank == "招商银行"
    assert (second.sequence, second.amount_fen, second.pay) == (2, 2_000_000, "支付宝")
    assert (second.payee_account, second.payee_name, second.at) == ("13900001234", None, None)


def test_one_enumeration_goes_to_one_account_and_the_sum_is_no_transfer() -> None:
    text = (
        "2025年3月4日19时许垫付99元、1280元、1.6万元至工商银行卡"
        "6222 0200 7000 0000 110（田国庆），合计17379元。"
    )
    assert [t.amount_fen for t in told(text)] == [9_900, 128_000, 1_600_000]
    assert {t.payee_name for t in told(text)} == {"田国庆"}
    assert {t.time_said for t in told(text)} == {"2025-03-04T19"}


def test_the_account_may_stand_before_the_amount() -> None:
    first, second = told("转到6222020070000000110 张三那里2万8，转到6228480074000000112 李四5万")
    assert (first.payee_account, first.payee_name) == ("6222020070000000110", "张三")
    assert (second.payee_account, second.payee_name) == ("6228480074000000112", "李四")


def test_what_was_asked_for_but_not_paid_is_no_transfer() -> None:
    text = "3月1日付4398元，对方以海关扣货为由再要2000押金，未付。他要求我再转3万保证金。"
    assert [t.amount_fen for t in told(text)] == [439_800]


def test_the_same_account_said_once_serves_both_transfers() -> None:
    both = told(
        "我分两次转到同一张卡上，第一次上午10点转了三千，第二次10点半转了八千，"
        "卡号是6228480074000000112，户名赵敏"
    )
    assert [t.payee_account for t in both] == ["6228480074000000112"] * 2
    assert [t.payee_name for t in both] == ["赵敏"] * 2


def test_a_company_can_be_the_receiver_and_full_width_brackets_do_not_matter() -> None:
    (one,) = told("向日照顺达货运代理有限公司账户（平安银行，6222 9800 7300 0111）转账500,000元")
    assert one.payee_name == "日照顺达货运代理有限公司"
    assert one.payee_bank_code == "SPABANK"


def test_money_taken_from_ones_own_card_leaves_the_receiver_open() -> None:
    (one,) = told("从我的建行卡6217000071000000112转走了5000元，对方账户不知道")
    assert one.payer_account == "6217000071000000112"
    assert one.payee_account is None
    assert one.payee_bank is None


def test_an_account_without_words_about_its_bank_gets_it_from_the_bin() -> None:
    (one,) = told("给他转了2000，卡号6222020070000000110")
    assert one.payee_bank == "中国工商银行"


def test_a_long_list_of_payments_is_no_trouble() -> None:
    many = told("转账" + "、".join(f"{n}元" for n in range(100, 3100)))
    assert len(many) == 3000
    assert many[-1].sequence == 3000


def test_a_story_without_payment_has_no_transfer() -> None:
    assert told("有人冒充客服给我打电话，说我账户余额5000元有风险，我没有转钱。") == ()


def test_a_receipt_pasted_line_by_line_is_one_transfer() -> None:
    (one,) = told(
        "卡号：6217002340012345676\n开户行：中国建设银行济宁分行\n户名：陈国栋\n金额：15万元\n"
        "时间：2025-03-12 14:21:33\n已转账"
    )
    assert (one.payee_account, one.payee_name) == ("6217002340012345676", "陈国栋")
    assert (one.amount_fen, one.payee_bank_code) == (15_000_000, "CCB")
    assert one.at == datetime(2025, 3, 12, 14, 21, 33, tzinfo=CHINA)


def test_two_payments_of_a_report_keep_their_own_account_and_time() -> None:
    first, second = told(
        "2025年3月12日13时05分，通过手机银行向账户6228481234567890128（户名：马志强，农业银行）转账"
        "49999.00元，13时12分向6222021600123456788（户名：高鹏，工商银行济宁分行）转账30000元，"
        "共计损失79999元。"
    )
    assert (first.payee_name, first.payee_bank_code) == ("马志强", "ABC")
    assert (second.payee_name, second.payee_bank_code) == ("高鹏", "ICBC")
    assert (first.time_said, second.time_said) == ("2025-03-12T13:05", "2025-03-12T13:12")


def test_what_was_asked_for_and_then_done_is_a_transfer() -> None:
    text = "后来让我转五千八，我用农行卡转到6217002340012345676，名字叫孙晓东，建设银行的"
    (one,) = told(text)
    assert (one.amount_fen, one.payee_name, one.payee_bank_code) == (580_000, "孙晓东", "CCB")


def test_a_holder_named_later_finds_his_payment() -> None:
    first, second = told(
        "转了第一笔1万块给王芳，第二笔3万块给赵刚，卡都是农行的，6228481234567890128是王芳的，"
        "6222021600123456788是赵刚的"
    )
    assert (first.payee_name, first.payee_account) == ("王芳", "6228481234567890128")
    assert (second.payee_name, second.payee_account) == ("赵刚", "6222021600123456788")


def test_ones_own_account_on_the_receipt_is_the_payers() -> None:
    (one,) = told(
        "转账 50,000.00元 收款人 何伟 收款账号 6228481234567890128 "
        "付款账号 6222021600123456788 时间2025/03/12 14:05"
    )
    assert (one.payee_account, one.payer_account) == ("6228481234567890128", "6222021600123456788")
    assert one.payer_bank == "中国工商银行"
    assert one.time_said == "2025-03-12T14:05"


def test_an_amount_finer_than_a_fen_is_no_transfer() -> None:
    assert told("我转了0.125元给他") == ()


def test_the_day_the_fraud_was_noticed_is_not_the_time_of_the_payment() -> None:
    (one,) = told("我转了3万给他，第二天上午他就把我拉黑了")
    assert one.at is None
    assert one.time_said is None


def test_a_payment_by_scanning_does_not_go_to_the_account_told_before() -> None:
    first, second = told(
        "他给的账号是6222020070000000110，户名田国庆。我转了5000元过去。又用微信扫码付了300元"
    )
    assert first.payee_account == "6222020070000000110"
    assert (second.amount_fen, second.payee_account) == (30_000, None)


def test_the_bank_is_known_where_the_account_is_not() -> None:
    (one,) = told("转了3万给他的农行卡，卡号我不记得了")
    assert (one.payee_account, one.payee_bank_code) == (None, "ABC")


@pytest.mark.parametrize(
    ("said", "firm"),
    [
        ("转到京东钱包账户10880023456789，5000元", "京东钱包"),
        ("给他转了5000元，账号83100431725501，示例支付一的", "示例支付一"),
        ("给他转了5000元，账号83100431725501（支付宝）", "支付宝"),
        ("往财付通1200003456789转了5000元", "财付通"),
    ],
)
def test_a_payment_firms_account_is_known_by_the_firm_said_with_it(said: str, firm: str) -> None:
    (one,) = told(said)
    assert (one.pay, one.payee_bank) == (firm, None)
    assert one.payee_account


def test_words_about_paying_are_no_payment_firm() -> None:
    (one,) = told("对方要求扫码支付，账号6222020070000000110，我转了5000元")
    assert (one.pay, one.payee_bank) == (None, "中国工商银行")


@pytest.mark.parametrize(
    "unit", ["给张三转了3万，账号6222020070000000110，", "，又转了1万", "转到支付宝"]
)
def test_many_payments_are_put_together_in_order(unit: str) -> None:
    text = unit * (20_000 // len(unit))
    put = transfers(read(text, ref_time=TAKEN_DOWN), text)
    assert [one.start for one in put] == sorted(one.start for one in put)
