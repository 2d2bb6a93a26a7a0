import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhisun.engines.reading.fraud_types.classifier import SURE, Verdict, classify
from zhisun.engines.reading.fraud_types.kinds import NO_CASE, TYPES
from zhisun.engines.reading.fraud_types.squeezing import LONGEST
from zhisun.engines.reading.fraud_types.words_table import TYPE_WORDS
from zhisun.site.measuring.growth import TELLING

WORDS = sorted(
    {word for table in TYPE_WORDS.values() for row in table.values() for word in row.split()}
)
PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.text(max_size=12),
    st.sampled_from(
        ("我", "对方", "，", "。", " ", "\n", "３万元", "1380000 0000", "http://a.cn/b", "①", "㎡")
    ),
    st.characters(categories=["Cs", "So", "Cc", "Cf"]),
)
TEXTS = st.lists(PIECES, max_size=40).map("".join)


@given(TEXTS)
@settings(deadline=None, max_examples=300)
def test_reasons_stand_where_they_say_and_shares_are_shares(text: str) -> None:
    verdict = classify(text)
    spans = [(each.start, each.end) for each in verdict.reasons]
    for each in verdict.alternatives:
        spans += [(reason.start, reason.end) for reason in each.reasons]
        assert all(text[r.start : r.end] == r.text for r in each.reasons)
    assert all(text[each.start : each.end] == each.text for each in verdict.reasons)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert 0 <= verdict.confidence <= 1
    assert 0.5 <= verdict.case_confidence <= 1 or not verdict.is_case


@given(TEXTS)
@settings(deadline=None, max_examples=150)
def test_the_label_and_the_alternatives_are_classes_best_first_each_once(text: str) -> None:
    verdict = classify(text)
    shares = [each.confidence for each in verdict.alternatives]
    labels = [verdict.label, *(each.label for each in verdict.alternatives)]
    assert shares == sorted(shares, reverse=True)
    assert len(set(labels)) == len(labels) == 4
    assert set(labels) <= {*TYPES, NO_CASE}
    assert verdict.is_case == (verdict.label != NO_CASE)


@given(TEXTS, st.sampled_from(("\u3000", " ", "\n", "\t")))
@settings(deadline=None, max_examples=100)
def test_spaces_between_characters_change_nothing(text: str, space: str) -> None:
    letters = text.replace(" ", "").replace("\n", "")
    folded = unicodedata.normalize("NFKC", letters)
    if any(letter.isascii() or not letter.isprintable() for letter in folded):
        return  # a run of Latin letters or digits is read as a whole, ① too
    plain, spaced = classify(letters), classify(space.join(letters))
    assert (spaced.label, spaced.confidence) == (plain.label, plain.confidence)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("事主称在群里做任务，先垫付后返佣金，后来对方说要补单才能提现，损失2万元", "刷单返利类"),
        ("我跟着直播间老师炒股，充了8万到他们的平台，现在提现不了", "虚假网络投资理财类"),
        (
            "接到客服电话说我开了直播会员每月扣费，让我共享屏幕取消，卡里钱没了",
            "冒充电商物流客服类",
        ),
        ("网上贷款说我卡号填错了，让交解冻费，交了三次还不放款", "贷款、代办信用卡类"),
        ("自称京东金融的说我有学生账户没注销影响征信，让我从借呗借钱转到监管账户", "虚假征信类"),
        ("在闲鱼看中一台相机，卖家让加微信付定金，付款后一直不发货还把我拉黑", "虚假购物、服务类"),
        ("对方自称公安局民警，说我涉嫌洗钱，要把钱转到安全账户核查", "冒充公检法及政府机关类"),
        ("会计被拉进群，群里董事长让她付合同款98万，后来问本人才知道是假的", "冒充领导、熟人类"),
        ("孩子玩王者荣耀，有人说免费送皮肤，扫码后我微信被转走两千", "网络游戏产品虚假交易类"),
        ("在交友软件上谈了个女朋友，她说母亲住院要钱，我转了三次就联系不上了", "网络婚恋、交友类"),
        ("有人冒充部队司务长订餐，又让老板代购军用罐头垫付货款", "冒充军警购物类"),
        ("和网友裸聊后对方拿到我通讯录，威胁群发视频，我转了5000", "裸聊敲诈类"),
        ("收到短信说航班取消让打电话改签，按提示操作卡里少了一万二", "其他类型诈骗"),
    ],
)
def test_a_short_report_of_each_type_is_known_with_its_words(text: str, label: str) -> None:
    verdict = classify(text)
    assert verdict.label == label
    assert verdict.sure
    assert verdict.reasons


@pytest.mark.parametrize(
    "text",
    [
        "长清区大学路与丹桂路路口有人晕倒，请派救护车，报警人电话13300008642",
        "【某某银行】您尾号0018账户03月12日完成转支交易人民币-2,000.00，余额3,281.66。",
        "什么是刷单诈骗？第一步设置诱饵，第二步骗取信任，第三步实施诈骗，请大家注意防范",
        "本周全市共接报电信网络诈骗警情52起，同比下降9%，其中刷单返利类占比三成，冒充客服类占比两成",
        "我借给同事李某两万元，有借条，现在他不还钱，双方发生纠纷",
        "您的快递已到小区北门驿站，凭取件码12-3-456领取",
        "晚上一起吃饭吗，我七点下班",
    ],
)
def test_what_is_not_one_case_is_told_apart(text: str) -> None:
    assert classify(text).label == NO_CASE


def test_love_that_leads_to_investing_is_investing() -> None:
    verdict = classify("在婚恋网站认识的男友让我跟他在平台上投资虚拟币，充值20万后无法提现")
    assert verdict.label == "虚假网络投资理财类"


def test_a_feigned_service_in_the_headline_says_the_type_unless_it_names_another_bait() -> None:
    told = (
        "近日，警方捣毁一个诈骗团伙，抓获犯罪嫌疑人12名，扣押电脑、手机三十余部。据查，该团伙购得某平台"
        "的客户信息后分发给成员，成员照剧本打电话，自称平台工作人员，先说客户的订单有误，再以清退为由把人"
        "拉进群里，称老师带着操作，让受害人在平台充值投资。受害人王女士按对方要求先后转账8万元，发现对方"
        "失联后报警。警方循线侦查，辗转三省，在一处写字楼内将嫌疑人全部抓获，案件正在进一步办理中。"
    )
    assert classify("警方打掉一个十二人团伙。" + told).label == "虚假网络投资理财类"
    assert classify("冒充官方客服，十二人落网。" + told).label == "冒充电商物流客服类"
    assert classify("冒充官方客服拉人投资。" + told).label == "虚假网络投资理财类"


def test_nothing_readable_is_no_case_and_nobody_is_told_it_was_sure() -> None:
    for text in ("", " ", "。", "\ud800"):
        verdict = classify(text)
        assert (verdict.label, verdict.sure, verdict.reasons) == (NO_CASE, False, ())


def test_an_unsure_verdict_says_so() -> None:
    unsure = [
        v
        for v in map(classify, ("他在骗我吗", "对方让我转账", "有个电话打来", "要我交钱"))
        if not v.sure
    ]
    assert unsure
    assert all(min(v.confidence, v.case_confidence) < SURE for v in unsure)


@pytest.mark.parametrize("piece", TELLING)
def test_a_long_hostile_repetition_gets_a_verdict(piece: str) -> None:
    verdict = classify(piece * (15_000 // len(piece)))
    assert 0 <= verdict.confidence <= 1
    assert len(verdict.alternatives) == 3


def test_what_is_too_long_is_read_from_its_beginning() -> None:
    story = "我在群里做任务刷单，垫付了两万，现在不返钱。"
    read = story + "无" * (LONGEST - len(story))
    assert classify(story + "无" * 10_000_000) == classify(read)


def test_the_same_text_gives_the_same_verdict() -> None:
    verdicts: set[Verdict] = {classify("客服说快递丢了要理赔") for _ in range(3)}
    assert len(verdicts) == 1
