"""Ids, numbers and addresses told by what is said near them (上下文), and their look-alikes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhisun.engines.reading.reader import read

CUES = (
    "加我备用号", "加一下我工作号，", "微信群主号", "换新号了→新号 ", "加我V聊：", "V芯 ",
    "接待员薇",
    "，薇 ", "wxid我还记得 ", "加我企业微信通过下，号是", "那个月嫂微信多少来着？——", "要的加♥",
    "微信只差一个字母：", "别加那个", "进群找云云，", "助理号是", "企业微信：", "徽x：",
    "，微我：", "薇亻言", "微~信：", "维-信", "徵信：", "V-X：", "wei xin：", "咨询小梦➕❤",
    "加w❤", "银商阿豹：薇", "微信公众号：",
)  # fmt: skip
OTHERS = (
    "加我微信聊，航班号", "加客服微信，邀请码", "微信说快递单号", "加入战队，游戏ID叫", "加我抖音",
    "微信里发来型号", "加群后网址是", "微信转账的商户号", "联系人给的工号", "微信群里文件",
    "加他的公众号", "微信上说的验证码", "加入后车牌", "找到app版本", "口令是",
)  # fmt: skip


def found(text: str, kind: str) -> list[str | None]:
    return [one.norm for one in read(text, ref_time=None) if one.type == kind]


ids = st.from_regex(r"[a-pr-u][a-uyz]{3,7}[-_][0-9]{2,4}[a-k]?", fullmatch=True)


@settings(deadline=None, max_examples=120)
@given(st.sampled_from(CUES), ids, st.sampled_from(("", "，备注来意", " 别发错", "。")))
def test_an_id_is_told_by_the_nearest_word_before_it(cue: str, name: str, tail: str) -> None:
    assert found(f"您好{cue}{name}{tail}", "wechat") == [name]


@settings(deadline=None, max_examples=80)
@given(st.sampled_from(OTHERS), ids)
def test_what_the_nearest_word_calls_otherwise_is_no_id(cue: str, name: str) -> None:
    assert found(f"您好{cue}{name}，记得", "wechat") == []


@pytest.mark.parametrize(
    ("text", "kind", "norms"),
    [
        ("她人在外地，hmlan_07是对方号。", "wechat", ["hmlan_07"]),
        ("加他微信，wang下划线3306，嗯", "wechat", ["wang_3306"]),
        ("微信哈，我念你记，小写的k w z 六六零八，对", "wechat", ["kwz6608"]),
        ("不涨退群，加威♥gk 5501 df验证", "wechat", ["gk5501df"]),
        ("微信是lan_0011，后改成lan-0022。", "wechat", ["lan_0011", "lan-0022"]),
        ("收3200包过，微信jk5500.vip，付完", "wechat", ["jk5500.vip"]),
        ("微信里下载a1.com，买iPhone15_pro，RTX-4090，战绩ab_12cd", "wechat", []),
        ("她TG叫啥？果果：guoguo_6c，嗯", "telegram", ["@guoguo_6c"]),
        ("电报t.me/agui_hg7，充的", "telegram", ["@agui_hg7"]),
        ("加QQ，幺零零，幺七七，零零九九，我", "qq", ["1001770099"]),
        ("扫码或加posji8899（薇信），业务员", "wechat", ["posji8899"]),
        ("微信：qq_kf88a不行换lanlan_88b，", "wechat", ["qq_kf88a", "lanlan_88b"]),
        ("200元起，电话（微信）18607118342", "phone", ["18607118342"]),
        ("扣扣/微信同步：100330088", "qq", ["100330088"]),
        ("让我进880990221群，群里", "qq", ["880990221"]),
        ("客服QQ 8,1,0,0,5,5,2,2,0，昵称", "qq", ["810055220"]),
        ("加QQ200660033，再说一遍200660033", "qq", ["200660033", "200660033"]),
        ("选三、四、五，一二、三四，幺零零", "qq", []),
        ("咨询1五8-OOOO-49三7", "phone", ["15800004937"]),
        ("电话130 ooOO 8217，电话微信15900003l74", "phone", ["13000008217", "15900003174"]),
        ("柴厂长，电话136,0000,7719，昨天", "phone", ["13600007719"]),
        ("发短信的号码是？答：10690000003581，写着", "phone", ["10690000003581"]),
        ("接到+86 021 0000 7709的电话", "phone", ["02100007709"]),
        ("联系何sir00853 6200 1199。", "phone", ["0085362001199"]),
        ("积分106000，OOOO后，1,000,000元，号码表1,2,3", "phone", []),
        ("如有疑问请拨96518，谨防假冒，客服95575。拨打12378。", "hotline",
         ["96518", "95575", "12378"]),
        ("举报电话：110、0830-0006110，打114去查", "hotline", ["110", "114"]),
        ("账号已满10000积分，咨询费96000元，电话费95000", "hotline", []),
        ("拨打10000，详询10000，收到10086的短信，打给12345", "hotline",
         ["10000", "10000", "10086", "12345"]),
        ("被骗10000。每天走10000步，攒了10000金币，损失12345，提现10086失败", "hotline", []),
        ("被骗10000。金额：10000，损失12345", "amount", ["10000", "10000", "12345"]),
        ("微信转账50000，QQ转账60000", "amount", ["50000", "60000"]),
        ("微信转账12345.67元", "amount", ["12345.67"]),
        ("微信转账50000，微信收款50000，微信群50000人，微信转账500000余元", "wechat", []),
        ("QQ转账50000", "qq", []),
        ("QQ群12345678（500人）", "qq", ["12345678"]),
        ("加QQ12345678 5次都没通过", "qq", ["12345678"]),
        ("QQ12345678 15:30联系", "qq", ["12345678"]),
        ("手机138 0000 5678人在外地", "phone", ["13800005678"]),
        ("请登陆icbc，yhtest，cc领取", "url", ["icbc.yhtest.cc"]),
        ("浏览器打a 点 lanxt 八八 点 com，进去", "url", ["a.lanxt88.com"]),
        ("写下来：jinhe66 dot com，后面", "url", ["jinhe66.com"]),
        ("频道https://ab12.cc/zm（招募出境）", "url", ["https://ab12.cc/zm"]),
        ("价格，top，三点comeback，用A，B，C三种", "url", []),
    ],
)  # fmt: skip
def test_a_contact_is_told_by_the_words_around_it(text: str, kind: str, norms: list[str]) -> None:
    assert found(text, kind) == norms


@pytest.mark.parametrize(
    "text",
    [
        "联系python3运行环境",
        "小号warrior2020才30级",
        "新号mi14ultra怎么样",
        "我V信息没收到abc123456",
        "进群，找file_v2下载",
    ],
)
def test_what_else_is_added_or_found_is_no_id(text: str) -> None:
    assert not [e for e in read(text, ref_time=None) if e.type in ("wechat", "telegram")]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("电话13800006754QQ12345678", "phone", ["13800006754"]),
        ("电话13800006754QQ12345678", "qq", ["12345678"]),
        ("13800006754vx同号", "phone", ["13800006754"]),
        ("转到6222020070000000110ICBC", "card", ["6222020070000000110"]),
        ("ICBC6222020070000000110", "card", ["6222020070000000110"]),
        ("序列号A13800006754B", "phone", []),
    ],
)
def test_letters_glued_to_a_number(text: str, kind: str, found: list[str]) -> None:
    assert [e.norm for e in read(text, ref_time=None) if e.type == kind] == found
