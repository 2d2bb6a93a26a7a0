"""Ids as swindlers write them so that a filter reads past them (伪装的账号)."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from zhisun.engines.reading.reader import read

FIGURES = "零一二三四五六七八九"


def found(text: str, kind: str) -> list[tuple[str, str | None]]:
    return [(one.text, one.norm) for one in read(text, ref_time=None) if one.type == kind]


@pytest.mark.parametrize(
    ("text", "said", "norm"),
    [
        ("加薇：nn_lolo 0618  备注收藏", "nn_lolo 0618", "nn_lolo0618"),
        ("你加我v吧 linyf丨1987 中间那个竖不用打", "linyf丨1987", "linyf1987"),
        ("有空。威·信 lulu（下划线）0314k 来时说", "lulu（下划线）0314k", "lulu_0314k"),
        ("给了微信wxr44六7让下载", "wxr44六7", "wxr4467"),
        ("她 ※薇※ ma2ma8—no ，说我", "ma2ma8—no", "ma2ma8-no"),
        ("后转微信xiaoxi -S1992聊", "xiaoxi -S1992", "xiaoxi-S1992"),
        ("加微信liuhe（字母L）ane66，每天", "liuhe（字母L）ane66", "liuheLane66"),
        ("王姐V zhangjie·(去点)banka7 电话", "zhangjie·(去点)banka7", "zhangjiebanka7"),
        ("油卡微信sanyou_ka（-）3177，先拿", "sanyou_ka（-）3177", "sanyou_ka-3177"),
        ("客服他微信yaya零二三一_d，说额度", "yaya零二三一_d", "yaya0231_d"),
        ("加他 V nan_paopao**66 今晚", "nan_paopao**66", "nan_paopao66"),
        ("我私人威xin lanlan22_s 公司不知道", "lanlan22_s", "lanlan22_s"),
        ("答：卫信 mbds-hrc827，电话", "mbds-hrc827", "mbds-hrc827"),
        ("，V是nei·li·98k，他", "nei·li·98k", "neili98k"),
        ("加薇xiaomei_98，", "xiaomei_98", "xiaomei_98"),
        ("微信xiaol（字母l）88", "xiaol（字母l）88", "xiaol88"),
        ("加微信abd_（下划线）123", "abd_（下划线）123", "abd_123"),
        ("你加一下老师薇xiaomei 5207a，备注", "xiaomei 5207a", "xiaomei5207a"),
        ("加我工作微信yjh-chen 0319开证明", "yjh-chen 0319", "yjh-chen0319"),
        ("老板VX: c w j d - hh0516 转他", "c w j d - hh0516", "cwjd-hh0516"),
        ("联系孙老师V：zxxf_sun 一九八零", "zxxf_sun 一九八零", "zxxf_sun1980"),
        ("财务卫.星pddlp 下划线 cw06收款", "pddlp 下划线 cw06", "pddlp_cw06"),
        ("没存你微信，加我这个 nm_17-93lang（横杠删掉）", "nm_17-93lang", "nm_1793lang"),
    ],
)
def test_an_id_in_parts_is_one_id(text: str, said: str, norm: str) -> None:
    assert found(text, "wechat") == [(said, norm)]


@pytest.mark.parametrize(
    ("text", "said", "norm"),
    [
        ("备用Q群 755丨209丨914", "755丨209丨914", "755209914"),
        ("加售后Q：295=606=1179登记", "295=606=1179", "2956061179"),
        ("QQ上陌生人三五二七·二〇九八·六拉群", "三五二七·二〇九八·六", "352720986"),
        ("有人打QQ视频，号2129 0068 53，叫下", "2129 0068 53", "2129006853"),
        ("财务 寇寇 9  1 6 0 0 3 5 2 2，发他", "9  1 6 0 0 3 5 2 2", "916003522"),
        ("加我老板扣扣 82(04)·15·728 ，他", "82(04)·15·728", "820415728"),
        ("（QQ名片小静，壹零⑨-6⑤-7六4③1）谈", "壹零⑨-6⑤-7六4③1", "1096576431"),
        ("搜不到再加扣Σ三O七 六一八 九④三", "三O七 六一八 九④三", "307618943"),
        ("单线联系 Q【1〇9四-555-2八6】阅后", "1〇9四-555-2八6", "1094555286"),
        ("加下我QQ传你视频 5 4 8 2 6 0 1 8 ，", "5 4 8 2 6 0 1 8", "54826018"),
        ("进群领取：865-208-316（抠抠群），满员", "865-208-316", "865208316"),
        ("买家：行，qq说，914048563", "914048563", "914048563"),
        ("Q我 3458208820 发回执", "3458208820", "3458208820"),
        ("没进班级q群的进一下 518831265，", "518831265", "518831265"),
        ("有Q好友“李队长”1835068834。", "1835068834", "1835068834"),
        ("加QQ（号码3528805299，昵称“清风”", "3528805299", "3528805299"),
        ("喊我加他Q（1965-4408-63），在", "1965-4408-63", "1965440863"),
        ("他给我一串46 39 02 584说是扣群", "46 39 02 584", "463902584"),
        ("那个经理扣是819 326 4528，", "819 326 4528", "8193264528"),
        ("加她q也行，就是这个3 1 2 8 9 1 5 7 5 6。", "3 1 2 8 9 1 5 7 5 6", "3128915756"),
    ],
)
def test_a_number_in_parts_is_one_number(text: str, said: str, norm: str) -> None:
    assert found(text, "qq") == [(said, norm)]


def test_letters_for_noughts_in_two_parts_of_a_telephone() -> None:
    assert found("律师15O-OO29-6614，", "phone") == [("15O-OO29-6614", "15000296614")]


@pytest.mark.parametrize(
    ("text", "kind", "norms"),
    [
        ("加微信abc12345—QQ900055721", "wechat", ["abc12345"]),
        ("微信abc123~def456都是", "wechat", ["abc123"]),
        ("加微信abc123 2000一单", "wechat", ["abc123"]),
        ("微信lily_88一起做任务", "wechat", ["lily_88"]),
        ("加微信xiaoya520三天后", "wechat", ["xiaoya520"]),
        ("QQ上聊了20240506开始", "qq", []),
        ("QQ上给我发了订单号900055721", "qq", []),
        ("他QQ上让我转20000000", "qq", []),
        ("QQ语音里说工号20245678，后来", "qq", []),
        ("QQ 900012345 三百元", "qq", ["900012345"]),
        ("微信abc123|13912345678", "wechat", ["abc123"]),
        ("微信abc123|13912345678", "phone", ["13912345678"]),
        ("微信xiaomei=20000元本金", "amount", ["20000"]),
        ("微信abc123~3天到账", "wechat", ["abc123"]),
        ("微信转给mary 5000，后来", "wechat", []),
        ("微信发我 word 2016 安装包，微信 vivo X100", "wechat", []),
        ("微信 Amy 二〇二六年", "wechat", []),
        ("微信lulu两2个月没联系，微信lulu一1个", "wechat", []),
        ("QQ上让我下载腾讯会议输入882134556", "qq", []),
        ("QQ农场里种了10000000金币", "qq", []),
    ],
)
def test_what_stands_beside_is_left_out(text: str, kind: str, norms: list[str]) -> None:
    assert [norm for _, norm in found(text, kind)] == norms


@given(
    st.from_regex(r"[1-9][0-9]{8,9}", fullmatch=True),
    st.lists(st.booleans(), min_size=10, max_size=10),
    st.sampled_from(("丨", "=", "·", "-", " ", ".")),
)
def test_a_qq_number_comes_back_from_figures_and_signs(
    number: str, spoken: list[bool], sign: str
) -> None:
    """Chinese figures in the middle part, each part of at least three figures, a sign between."""
    told = "".join(
        FIGURES[int(one)] if here and 3 <= at < 6 else one
        for at, (one, here) in enumerate(zip(number, spoken, strict=False))
    )
    said = sign.join((told[:3], told[3:6], told[6:]))
    assume(sign not in "=丨" or told.isascii())  # those stand between written figures only
    assert found(f"加QQ：{said}，备注", "qq") == [(said, number)]
