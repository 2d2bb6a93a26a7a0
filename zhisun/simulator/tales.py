"""What victims tell 110: our own words after the kinds of cases in the news of police.

Slots: {transfers} is put together from `CLAUSES`; {caller}, {fraudster}, {url}, {app}, {qq} are
filled by the city. No sentence is quoted from anywhere.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tale:
    """One kind of fraud as it is told. `kind` is the class of the taxonomy."""

    kind: str
    text: str
    least_yuan: int
    most_yuan: int
    transfers: int = 1
    wrong_name: bool = False  # the victim was given a name that is not the holder's


CLAUSES = (
    "{when}我从{own_bank}卡{own_card}给{payee}转了{amount}，对方账号{account}，{bank}的",
    "{when}用手机银行往{bank}{account}汇了{amount}，户名{payee}，我的卡是{own_bank}{own_card}",
    "我在{when}把{amount}打到{payee}名下的{bank}账户{account}，是从{own_bank}{own_card}转出去的",
    "{when}转账{amount}，收款人{payee}，收款账号{account}（{bank}），付款卡{own_bank}{own_card}",
    "{when}按他说的，从我{own_bank}的{own_card}转到{account}，开户行{bank}，户名{payee}，一共{amount}",
)

TALES = (
    Tale(
        "冒充电商物流客服类",
        "你好，我被骗了。有个人打电话来，号码是{phone}，说是网店客服，我前两天买的衣服质量有问题要双倍退款，"
        "让我先开通一个什么备用金，再把钱转过去才能退。{transfers}。转完他又让我再转，我才觉得不对。",
        8_000,
        60_000,
    ),
    Tale(
        "冒充电商物流客服类",
        "我要报警。接到电话{phone}，自称快递公司的，说我的包裹丢了要给我理赔三百块，加了QQ {qq}，"
        "让我在{url}上填银行卡，然后说我信誉分不够要刷流水。{transfers}。现在他QQ把我删了。",
        5_000,
        40_000,
    ),
    Tale(
        "刷单返利类",
        "我在家带孩子，被人拉进一个群说点赞就给钱，前面几单真给我返了几十块，后来让我下载{app}做大单，"
        "说连做三单才能提现。{transfers}。现在客服说我操作失误要再补一单才给返。",
        3_000,
        80_000,
        transfers=2,
    ),
    Tale(
        "刷单返利类",
        "喂110吗，我做兼职刷单被骗了，网址是{url}，接待员QQ {qq}。{transfers}。"
        "本金和佣金都提不出来。",
        2_000,
        30_000,
    ),
    Tale(
        "冒充军警购物类",
        "我是开帐篷店的，有个自称消防大队后勤的人，电话{phone}，要订三十顶帐篷，合同都发来了，"
        "又说还缺一批自热饭，让我帮忙垫钱从他介绍的供货商那里买。{transfers}。货没来，人也联系不上了。",
        20_000,
        120_000,
        wrong_name=True,
    ),
    Tale(
        "冒充军警购物类",
        "我做农资的，昨天有人加我微信说部队要采购化肥，让我先替他们代买一批压缩饼干，把供货人的卡号发给了我。"
        "{transfers}。后来我打到驻地问，说根本没有这个人。",
        15_000,
        90_000,
    ),
    Tale(
        "冒充领导、熟人类",
        "我是单位会计，今天QQ上{fraudster}头像的人拉我进了一个工作群，说有笔合同款要马上付，"
        "我看头像和名字都对就付了。{transfers}。刚才打电话给本人，他说没有这事。",
        50_000,
        300_000,
    ),
    Tale(
        "冒充领导、熟人类",
        "有人加我微信，说是咱镇上的领导，有个亲戚急用钱他不方便出面，先把假的转账截图发给我，让我替他转。"
        "{transfers}。我查了我的账，他那笔根本没到。",
        20_000,
        100_000,
    ),
    Tale(
        "虚假网络投资理财类",
        "我被骗了，网上认识一个老师带我炒股，让我下{app}，开始赚了还提出来过一次，我就加了钱。{transfers}。"
        "现在平台说要交百分之二十的税才能提现，客服也不回了。",
        30_000,
        500_000,
        transfers=2,
    ),
    Tale(
        "虚假网络投资理财类",
        "在婚恋网上认识一个女的，聊了一个多月，她说她叔叔有内部消息，让我在{url}上充值。{transfers}。"
        "今天网站打不开了，她微信也不回。",
        20_000,
        200_000,
    ),
    Tale(
        "贷款、代办信用卡类",
        "我想贷五万块周转，在手机上下了个{app}，填完说我银行卡号填错了账户被冻结，要交解冻费和验资的钱。{transfers}。"
        "交完又让交，我不敢交了。",
        3_000,
        40_000,
    ),
    Tale(
        "虚假征信类",
        "电话{phone}说是某个借款平台的，说我大学时候注册的账户不注销会影响征信，让我开着会议软件共享屏幕，"
        "把几个平台的额度都借出来转过去。{transfers}。",
        10_000,
        90_000,
    ),
    Tale(
        "冒充公检法及政府机关类",
        "有个电话说是外地公安局的，说我名下的卡涉嫌洗钱，在{url}上给我看了通缉令，上面有我的照片，"
        "让我去宾馆开个房间不要告诉任何人，把钱转到安全账户核查。{transfers}。",
        30_000,
        400_000,
        transfers=2,
    ),
    Tale(
        "网络游戏产品虚假交易类",
        "我儿子玩游戏想卖号，买家让他到{url}上交易，客服说账号冻结要交保证金，他拿我手机转的。{transfers}。",
        1_000,
        15_000,
    ),
    Tale(
        "虚假购物、服务类",
        "我在短视频里看到卖二手挖掘机的，加了微信谈好价，让先付定金和运费。{transfers}。钱付了对方就拉黑我了。",
        5_000,
        80_000,
    ),
)
APPS = ("聚财通", "优惠联盟", "速易贷", "汇盈投资", "星选任务", "金桥证券通")
HOSTS = (
    "tuikuan-fuwu.example.com",
    "hy-jiaoyi.example.com",
    "sd-renwu.example.com",
    "ga-chaxun.example.com",
)
