"""Ids and numbers by what callers call them (怎么叫), and what is only called alike."""

import pytest

from zhisun.engines.reading.reader import read


def found(text: str) -> list[tuple[str, str | None]]:
    kinds = ("qq", "wechat", "card", "phone")
    return [(one.type, one.norm) for one in read(text, ref_time=None) if one.type in kinds]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("他让我搜他QQ，就是尾数9那个，全号是 731 904 2258", "7319042258"),
        ("企鹅那边的号是三零四一五五七七八九", "3041557789"),
        ("进鹅群 5 6 7 8 1 2 3 4 9 领任务", "567812349"),
        ("加蔻：２０３９４７７５１８", "2039477518"),
        ("QQ同微信 3012445879", "3012445879"),
        ("腾讯QQ账户2039477518", "2039477518"),
        ("请联系在线QQ②④〇．６1５．９０3kqzfdyyrx0tbmw2ld", "240615903"),
        ("让我加一个扣扣叫什么三八二零九九七幺幺四说是老师", "3820997114"),
        ("峮：745220913", "745220913"),
        ("2809971140是他的扣扣", "2809971140"),
        ("Q微同号2809971140", "2809971140"),
        ("QQ和微信都是2809971140", "2809971140"),
        ("骗子小号为3.0.1.7.7.2.9.4.5.8，报警人住", "3017729458"),
        ("让加QQ，两千三开头那个，全号2 3 0 0 6 1 9 9 0 4，再去担保", "2300619904"),
        ("加陆教授本人扣②⑥⑦⓪④④⑧⑨①，他说", "267044891"),
        ("QQ找主管龙姐1 0 7 5 · 3 3 6 · 2 0 8，今晚截止", "1075336208"),
        ("加一下理赔的QQ啊我念您记二零幺八八六五四七七您住", "2018865477"),
        ("口扣2039477518", "2039477518"),
        ("扣扣上一个叫清风的，2039477518", "2039477518"),
        ("孩子在QQ上加了一个号码3578120496的网友", "3578120496"),
        ("叫我加她 QQ、号码 3819045527 ，说办退款", "3819045527"),
        ("他喊我加扣扣群，里面一个号749206183叫他拍我的付款码", "749206183"),
    ],
)
def test_a_number_of_qq(text: str, number: str) -> None:
    assert found(text) == [("qq", number)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("wei号：xiaoyu_k7", "xiaoyu_k7"),
        ("让我加她的V，tt19990x", "tt19990x"),
        ("留个微吧，bb77cc88", "bb77cc88"),
        ("联系方式（微）：sunny-dad66", "sunny-dad66"),
        ("ν信 bb77cc88", "bb77cc88"),
        ("他微信叫“向阳花”，号是xyh杠2024杠6", "xyh-2024-6"),
        ("加会计wei芯 k j_l i l i 7 7", "kj_lili77"),
        ("微信是小写的l i n g然后下划线八八六", "ling_886"),
        ("w e i x i n：lin_2020", "lin_2020"),
        ("唯心lin_2020", "lin_2020"),
        ("威ˇ信：lin_2020", "lin_2020"),
        ("绿聊：lin_2020", "lin_2020"),
        ("lin_2020 ←薇", "lin_2020"),
        ("男子用微信xfcg _ 0719订铁锹60把", "xfcg_0719"),
        ("电报没有，微信HBS quant 66，助理管的", "HBSquant66"),
        ("萱萱微信是xuan2 0 0 3_ok。", "xuan2003_ok"),
        ("加卫星xr hr 778（去空格），或", "xrhr778"),
        ("要的加V：xn+piao+520（去加号）", "xnpiao520"),
        ("微信是姜的拼音加1981加cm，即jiang1981cm，", "jiang1981cm"),
        ("就加微信jw零二二六六八下午做笔录", "jw022668"),
        ("免费获取，添加微信lhkx_cp 8，开户送", "lhkx_cp8"),
        ("当天放款，葳芯hxyd-kf05", "hxyd-kf05"),
        ("各类证件办理，如需请加微一8六OOOO五②⑦①，打扰见谅", "18600005271"),
        ("清算户的微信是ling_zr幺六八", "ling_zr168"),
        ("邱警官让我加个号，我记下来是 hrb_ga110x，又发个网页", "hrb_ga110x"),
        ("嫌疑人：Vduo_2209（昵称多多）", "duo_2209"),
        ("镇长（Vzhenzhang_yu01）借3万", "zhenzhang_yu01"),
        ("徽是pd_wgd110，让我下警务通", "pd_wgd110"),
        ("订购岳经理V18690237714", "18690237714"),
        ("加甘班长徽号17300000667详谈", "17300000667"),
        ("她V是15810364472备注李老板", "15810364472"),
        ("好友里多了个不认识的号：a13_qdyx。其子", "a13_qdyx"),
    ],
)
def test_an_id_of_wechat(text: str, name: str) -> None:
    assert found(text) == [("wechat", name)]


def test_an_id_behind_a_telephone_with_the_same_word() -> None:
    text = "电 186 0000 9740，薇同号zy_lilySPA，满意付款"
    assert found(text) == [("phone", "18600009740"), ("wechat", "zy_lilySPA")]


def test_a_list_of_ids_behind_a_letter() -> None:
    assert found("联系方式：Vduo_2209（昵称多多）、zz-fuli77") == [
        ("wechat", "duo_2209"),
        ("wechat", "zz-fuli77"),
    ]


def test_an_id_before_and_the_new_one() -> None:
    both = [("wechat", "lin_2020"), ("wechat", "lin_2021")]
    assert found("旧微信lin_2020被封，新的lin_2021") == both
    assert found("他的微信改成lin_2021了，原来lin_2020") == both[::-1]


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("天鹅群里有5678123只", []),
        ("他的QQ那边没动静，订单号 2039477518", []),
        ("QQ就是尾号8，银行卡2039477518", [("card", "2039477518")]),
        ("我在QQ上认识一个叫清风的，13812345678", [("phone", "13812345678")]),
        ("大V，abc12345", []),
        ("游戏的号：a13_qdyx", []),
        ("QQ里有人发了个号码4006789012", [("phone", "4006789012")]),
        ("iphone加的V，ios1234", []),
        ("从账户扣203947元", []),
        ("以后扣600000000", []),
        ("微信 my id is abc_123", []),
        ("微信转账 RMB 5000，", []),
        ("加微信 iphone 15 pro max便宜", []),
    ],
)
def test_what_is_called_alike(text: str, others: list[tuple[str, str]]) -> None:
    assert found(text) == others
