"""How a long text is told: one story, several, or none."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhisun.engines.reading.fraud_types.article import article
from zhisun.engines.reading.fraud_types.classifier import classify
from zhisun.engines.reading.fraud_types.judging import one_story
from zhisun.engines.reading.fraud_types.squeezing import squeezed
from zhisun.engines.reading.fraud_types.stories import Stories, persons
from zhisun.engines.reading.fraud_types.stories import stories as told_by

STORY = (
    "近日，市民{who}在网上看到兼职广告，添加了对方微信。{who}按对方要求做了几单任务，佣金很快到账。"
    "随后{who}先后转账3.2万元，平台却一直无法提现，{who}意识到被骗，到派出所报案。"
)
ADVICE = (
    "骗子往往先给一点甜头，一旦受害人投入大额资金就会以各种理由拒绝提现。此类骗局手法常见，"
    "专家表示，平台应当加强监管，消费者也要提高警惕。"
)
THEFT = (
    "被告人钱某沉迷赌博，输光积蓄后以父亲住院为由向同事借款，又骗亲友合伙开门店，当面收取现金，"
    "至今没有偿还，法院以合同诈骗罪判处有期徒刑三年。"
)
NAMES = ("王女士", "李先生", "张某某", "小陈", "赵阿姨", "刘大爷")
PIECES = st.sampled_from(
    (*NAMES, "嫌疑人", "民警", "被骗3万元", "报案", "微信", "app", "近日", "，")
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=120).map("".join)


def stories(text: str) -> Stories:
    return told_by(text, persons(text))


def test_one_story_begins_where_it_stands_and_its_person_is_counted() -> None:
    found = stories(squeezed(STORY.format(who="王女士") + ADVICE).text)
    assert (found.start, found.mentions, found.others) == (5, 4, 0)


def test_stories_of_several_persons_are_several() -> None:
    digest = "".join(STORY.format(who=who) for who in NAMES[:3])
    assert stories(squeezed(digest).text).others == 2


def test_persons_introduced_in_turn_each_lose_before_the_next_comes() -> None:
    losses = (
        "近日，市民黎先生在网上买鞋，对方发来二维码让他先付定金，付款后对方失联，黎先生被骗2600元。",
        "3月4日，在校学生苗某接到自称客服的来电，说不关闭会员就要每月扣费，他按要求转账1.8万元，随后报警。",
        "居民邬女士想贷款，下载软件后对方说卡号填错，她先后交了6000元保证金，发现对方失联。",
    )
    for many in (1, 2, 3):
        assert article(squeezed("".join(losses[:many])).text).in_turn == many
    named = losses[0] + "黎先生的妻子朱女士和邻居张某劝他报案，民警范某接待了他。"
    assert article(squeezed(named).text).in_turn == 1
    assert article(squeezed("嫌疑人" + losses[0].removeprefix("近日，市民")).text).in_turn == 0


def test_suspects_and_officers_have_no_story() -> None:
    for who in ("嫌疑人王某某", "民警李先生"):
        assert stories(squeezed(STORY.format(who=who)).text).length == 0


def test_talk_of_swindlers_tells_no_story() -> None:
    assert stories(squeezed(ADVICE * 4).text).length == 0


def test_a_course_begins_where_the_loss_is_told_not_where_talk_of_it_is() -> None:
    late = article(squeezed(ADVICE * 6 + STORY.format(who="王女士")).text)
    early = article(squeezed(STORY.format(who="王女士") + ADVICE * 6).text)
    assert early.late < 1 < late.late


def test_losses_told_one_by_one_are_counted_by_person_and_by_part() -> None:
    parts = "".join(
        f"套路{number}：{STORY.format(who=who)}{ADVICE}"
        for number, who in zip("一二三", NAMES, strict=False)
    )
    told = article(squeezed(parts).text)
    assert (told.victims, told.parts) == (3, 3)
    steps = article(squeezed("第一步，" + ADVICE + "套路二：" + ADVICE).text)
    assert (steps.victims, steps.parts) == (0, 0)


def test_the_person_named_most_and_the_next_one_are_weighed() -> None:
    alone = article(squeezed(STORY.format(who="王女士") * 2).text)
    assert (alone.foremost, alone.second) == (1.0, 0.0)
    two = article(squeezed(STORY.format(who="王女士") * 2 + STORY.format(who="李先生")).text)
    assert (two.foremost, two.second) == (2 / 3, 0.5)
    assert article(squeezed(ADVICE * 3).text).foremost == 0


def test_suspects_are_weighed() -> None:
    assert article(squeezed("团伙成员和主犯嫌疑人均落网。" * 20).text).accused == 1
    assert article(squeezed(STORY.format(who="王女士")).text).accused == 0


@pytest.mark.parametrize(
    ("headline", "signs"),
    [
        ("揭秘网络投资的三大步骤和七大套路", {"many_kinds"}),
        ("反诈中心公布一批典型案例", {"of_many"}),
        ("男子沉迷网络赌博，诈骗朋友钱财200万", {"among_known"}),
        ("女子以投资为名骗了亲戚30万", {"among_known"}),
        ("男子深陷困境，诈骗友人近百万", {"among_known"}),
        ("刷单，为什么被称为“诈骗之王”", {"explains"}),
        ("什么是杀猪盘？民警详解", {"explains"}),
        ("一看这诈骗短信长“这样”", {"explains"}),
        ("警方打掉一个杀猪盘诈骗团伙", {"gang"}),
        ("警方打掉一个盗窃团伙", set()),
        ("女子在朋友圈买鞋被骗3000元", set()),
        ("男子点了三个链接，丢了五万", set()),
    ],
)
def test_a_headline_tells_what_kind_of_article_follows(headline: str, signs: set[str]) -> None:
    told = article(squeezed(headline + "。" * 45).text)
    named = {"many_kinds", "of_many", "among_known", "gang", "explains"}
    assert {sign for sign in named if getattr(told, sign)} == signs


@pytest.mark.parametrize(
    ("words", "signs"),
    [
        ("近期某市连发多起冒充客服案件。", {"series"}),
        ("某大学教授认为，平台应当负责。", {"experts"}),
        ("比如有人自称客服。", {"instances"}),
        ("近期，王女士被骗3万元。", set()),
    ],
)
def test_several_cases_experts_and_instances_are_seen(words: str, signs: set[str]) -> None:
    told = article(squeezed("女子被骗。" + words + STORY.format(who="王女士")).text)
    assert {s for s in ("series", "experts", "instances") if getattr(told, s)} == signs


def test_several_cases_are_announced_at_the_beginning_only() -> None:
    late = STORY.format(who="王女士") * 3 + "近期我市连发多起冒充客服案件。"
    assert not article(squeezed(late).text).series


def test_a_story_counts_half_among_numbered_ones() -> None:
    many = "".join(f"案例{n}：{STORY.format(who='王女士')}" for n in "一二")
    told = article(squeezed(many).text)
    assert told.numbered
    told = replace(told, late=0, second=0)
    assert one_story(told) == one_story(replace(told, numbered=False, parts=0)) / 2


def test_talk_to_the_reader_questions_law_and_helpers_are_seen() -> None:
    told = article(squeezed(STORY.format(who="王女士")).text)
    assert (told.spoken_to, told.swindlers, told.law, told.quiz, told.helpers) == (0, 0, 0, 0, 0)
    asked = article(squeezed("您会怎么做？A.点击链接 B.直接删除。您答对了吗？" * 4).text)
    assert asked.quiz
    assert asked.spoken_to == 1
    law = article(squeezed("刑法第二百八十七条之二规定，构成犯罪的依照法律处罚。" * 4).text)
    assert law.law == 1
    lent = "三男子为赚好处费出租银行卡获刑。" + STORY.format(who="王女士")
    assert article(squeezed(lent).text).helpers
    assert not article(squeezed(STORY.format(who="王女士") + ADVICE + lent).text).helpers
    assert article(squeezed("骗子往往先给甜头。" * 20).text).swindlers == 1


def test_a_swindle_over_the_wire_told_by_those_who_solved_it_is_a_case() -> None:
    told = (
        "警方打掉一刷单诈骗团伙。近日，警方捣毁一个电信网络诈骗窝点，抓获嫌疑人12名。经查，该团伙在网上"
        "以刷单返利为名骗取30余名被害人80余万元，得手后在微信上拉黑对方。目前案件正在办理，嫌疑人已被刑拘，"
        "检察院提起公诉，法院一审宣判。该团伙利用话术实施网络诈骗，被害人在平台垫付后无法提现。"
    )
    assert article(squeezed(told * 2).text).solved > 0.8
    assert classify(told * 2).is_case
    laundered = "警方抓获嫌疑人，该团伙为他人洗钱、跑分，涉嫌帮信罪，被判处有期徒刑。"
    assert article(squeezed(laundered * 8).text).solved == 0


def test_numbered_cases_are_seen_in_any_numerals() -> None:
    for first, second in (("案例一", "案例二"), ("案例1", "案例2"), ("案情①", "案情②")):
        told = first + STORY.format(who="王女士") + second + STORY.format(who="李先生")
        assert article(squeezed(told).text).numbered
    assert not article(squeezed("案例一：" + STORY.format(who="王女士")).text).numbered
    solved = "破获案件12起，带破系列案件7起。" + STORY.format(who="王女士")
    assert not article(squeezed(solved).text).numbered


def test_an_article_of_one_victim_is_a_case_and_a_digest_none() -> None:
    headline = "女子做兼职刷单被骗3.2万元，警方提醒！"
    one = headline + STORY.format(who="王女士") * 2 + ADVICE
    many = "这几类骗局要当心！" + "".join(
        f"案例{number}：{STORY.format(who=who)}"
        for number, who in zip("一二三", NAMES, strict=False)
    )
    assert classify(one).is_case
    assert not classify(many + ADVICE).is_case


def test_what_happened_among_acquaintances_is_no_case_however_long_it_is_told() -> None:
    assert not classify("男子骗同事合伙获刑。" + THEFT * 4).is_case


@given(TEXTS)
@settings(deadline=None, max_examples=100)
def test_a_story_lies_within_the_text(text: str) -> None:
    read = squeezed(text).text
    found = stories(read)
    assert 0 <= found.start <= len(read)
    assert found.length <= len(read) + 100
    assert (found.length > 0) == (found.mentions > 0)
    told = article(read)
    assert 0 <= told.share <= 1
    assert min(told.online, told.offline, told.in_general, told.reported) >= 0
    assert max(told.online, told.offline, told.figures, told.opinions) <= 1


def test_ordinary_words_are_no_numbers_of_cases_and_no_steps() -> None:
    told = STORY.format(who="王女士") * 2
    plain = article(squeezed(told + "受害人一直不信，受害人三番五次转账。" * 2).text)
    assert (plain.numbered, plain.steps) == (False, False)
    ordinary = article(
        squeezed(told + "第一集团、第一招聘、第一关系，第一步、第一步、第一步。").text
    )
    assert not ordinary.steps
    counted = article(squeezed(told + "受害人一：王女士。受害人二：李先生。").text)
    assert counted.numbered


def test_what_is_lost_is_lost_by_somebody() -> None:
    advice = "这类短信群发给大家，一旦点开，账户里的钱就被转走，平台随即打不开。" * 3
    assert not article(squeezed(advice).text).lost
    assert article(squeezed(STORY.format(who="王女士") + advice).text).lost


def test_a_program_is_nobody() -> None:
    assert not article(squeezed("请小心，不要打开小程序里的链接。" * 8).text).somebody
