"""Names told by what stands around them, and the words that only look like names."""

from datetime import datetime

import pytest

from zhisun.engines.reading.reader import read

TAKEN_DOWN = datetime(2025, 3, 12, 15, 30)  # noqa: DTZ001 the report form gives Chinese time


def found(text: str, kind: str = "person") -> list[str]:
    return [e.text for e in read(text, ref_time=TAKEN_DOWN) if e.type == kind]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("办案民警林建业介绍，卢某通过网络结识受害人。", ["林建业", "卢某"]),
        ("钱转给了康振华。", ["康振华"]),
        ("于艳之子钱兆丰昨日被骗", ["于艳", "钱兆丰"]),
        ("户名武大鹏，我叫欧阳云霞，", ["武大鹏", "欧阳云霞"]),
        ("被告人陈某飞判处有期徒刑，郑某山骗取货款", ["陈某飞", "郑某山"]),
        ("何某才意识到被骗，王某根据提示操作", ["何某", "王某"]),
        ("受害人于某报警，来某某在场", ["于某", "来某某"]),
        ("据黄某交代，张某购买手机，李某投资，王某一直没等到", ["黄某", "张某", "李某", "王某"]),
        ("江苏某公司，登陆某网站，说成某个人", []),
        ("对于某种情况，由于某人大意", []),
        ("L先生称，J某收到短信，王老太到派出所", ["L先生", "J某", "王老太"]),
        ("义乌的小陈收到短信，小陈信以为真", ["小陈", "小陈"]),
        ("小区里的小程序和大小姐", []),
        ("尊敬的张小东先生，您好", ["张小东"]),
        ("裕银币价格大涨，容易被骗的古董商", []),
        ("干得好，分到的人多；平仓后段子不断", []),
        ("彭阳警方来到钟山镇的现场，连本金也没了", []),
        ("民警郎晓说，评论区宣称，与受害人谈心", ["郎晓"]),
        ("江水生来所报案，石秀英接警", ["江水生", "石秀英"]),
        ("老师欧阳某正被骗子诱导，请公安同志帮我", ["欧阳某"]),
        ("问：什么辰光发觉的，叫大家交完", []),
        ("蔡某称，蔡某花呗额度过高，还需转账", ["蔡某", "蔡某"]),
        ("陈某正在家中，张某已被抓，李某又与其通话", ["陈某", "张某", "李某"]),
        ("被告人陈某、陈某明，同案陈某花判三年", ["陈某", "陈某明", "陈某花"]),
    ],
)
def test_who_is_named(text: str, names: list[str]) -> None:
    assert found(text) == names


def test_a_name_told_alone_elsewhere_ends_where_it_ends_there() -> None:
    assert set(found("郝艳说她不知道。后来郝艳刚开始发货。")) == {"郝艳"}


def test_many_names_in_a_long_text_are_all_found_again() -> None:
    people = [f"林{a}{b}" for a in "建志文永庆德国" for b in "强明华军伟平安"]
    text = "".join(f"民警{name}介绍，" for name in people) + "。".join(people)
    assert found(text).count(people[0]) == 2
    assert set(found(text)) == set(people)


@pytest.mark.parametrize(
    ("text", "kind", "wanted"),
    [
        ("让我下载花语APP，又装了“易聊”的聊天软件", "app", ["花语", "易聊"]),
        ("下载了陌生软件和各种APP", "app", []),
        ("家住江西弋阳，在重庆大足打工", "address", ["江西弋阳", "重庆大足"]),
        ("我住在周口市淮阳区和平街397号", "address", ["周口市淮阳区和平街397号"]),
        ("在曲阜市人民路与解放路交叉口被骗", "address", ["曲阜市人民路与解放路交叉口"]),
        ("手续大同小异", "address", []),
        ("赶到我们青羊区某派出所", "org", []),
        ("给石家庄永昌科技有限公司付款", "org", ["石家庄永昌科技有限公司"]),
        ("我刚刚打过110了", "hotline", ["110"]),
        ("分别为5000、3000和2万元", "amount", ["5000", "3000", "2万元"]),
        ("工资才四千八，第二笔三千，退我3500", "amount", ["四千八", "三千", "3500"]),
        ("三千来块，分别是1000、2000，一张卡500", "amount", ["三千来块", "1000", "2000", "500"]),
        ("发了20条消息，跑了三千公里，打了110", "amount", []),
        ("转了2万8到6222020070000000110", "amount", ["2万8"]),
        ("处罚金人民币 3 万元，买了60盒", "amount", ["3 万元"]),
        ("大概1万4人民币，收到00796开头的短信", "amount", ["1万4"]),
        ("账户6·2·2·6·2·2·5·2·9·7·8·2·7·4·1·0·4·9·5，急", "amount", []),
    ],
)
def test_what_else_is_named(text: str, kind: str, wanted: list[str]) -> None:
    assert found(text, kind) == wanted


@pytest.mark.parametrize(
    ("text", "norm"),
    [
        ("昨天晚上1点半被转走", "2025-03-12T01:30"),
        ("上周六22时19分许转的", "2025-03-08T22:19"),
        ("去年国庆节那天认识的", "2024-10-01"),
        ("去年年底认识的", "2024"),
        ("2月下旬开始", "2025-02"),
        ("一个多月前认识的", "2025-02"),
        ("前儿个上午打的电话", "2025-03-10TMO"),
        ("我在10号，他又来电", "2025-03-10"),
        ("8月30日晚，他说", "2024-08-30TEV"),
        ("晚上十一点开始转的", "2025-03-11T23"),
    ],
)
def test_when_it_was(text: str, norm: str) -> None:
    assert [e.norm for e in read(text, ref_time=TAKEN_DOWN) if e.type == "time"] == [norm]


@pytest.mark.parametrize(
    ("text", "norms"),
    [
        ("3月8号，刚放完假上班那天，中午十二点吃饭", ["2025-03-08", "2025-03-08T12"]),
        ("我在今日头条上看股评，一晚上就挣6万", []),
        ("下周一上午来", ["2025-03-17TMO"]),
    ],
)
def test_what_stands_beside_a_day(text: str, norms: list[str]) -> None:
    assert [e.norm for e in read(text, ref_time=TAKEN_DOWN) if e.type == "time"] == norms


def test_a_range_of_hours_has_two_ends() -> None:
    elements = read("3月10日14时至15时", ref_time=TAKEN_DOWN)
    days = read("2020年5月12日至14日，统一部署。15日，收网。", ref_time=None)
    assert [e.norm for e in days] == ["2020-05-12", "2020-05-14", "2020-05-15"]
    assert [e.norm for e in elements] == ["2025-03-10T14", "2025-03-10T15"]


def test_more_or_an_hour_later_are_no_times() -> None:
    assert found("再晚一点就转走了，近日下午，老周1*8*6*1*1*7*2*2*1*6*8", "time") == []


@pytest.mark.parametrize(
    ("text", "kind", "wanted"),
    [
        ("晚上。都安县警方提醒，领导", "address", ["都安县"]),
        ("因此被骗的有山西的卫某、浙江的应某", "address", ["山西", "浙江"]),
        ("江苏的茶叶好，全镇都知道，坐8路回来", "address", ["江苏"]),
        ("在这条路上，传遍了全镇，再换12路", "address", []),
        ("打给滁州市琅琊区浩渺日用品店，", "org", ["滁州市琅琊区浩渺日用品店"]),
        ("记二七公安分局民警祝融", "org", ["二七公安分局"]),
        ("已通知谯楼派出所民警出警", "org", ["谯楼派出所"]),
        ("周边烟酒店都说没见过", "org", []),
        ("玩家单于某想卖号", "person", ["单于某"]),
        ("订单于某日送达，清单于某处丢了", "person", []),
        ("柜员樊盼盼耐心询问", "person", ["樊盼盼"]),
        ("自称税务专员小金的人", "person", ["小金"]),
        ("打开农行app，看一下", "bank", ["农行"]),
        ("新开行情，平安到家，民生问题", "bank", []),
    ],
)
def test_strangers_and_small_places(text: str, kind: str, wanted: list[str]) -> None:
    assert found(text, kind) == wanted
