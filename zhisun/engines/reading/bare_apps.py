"""Programs named without quotes (无引号的软件名): 极速贷客户端, 下载安逸通, 在MT4上炒."""

import re
from collections.abc import Iterator

from zhisun.engines.reading.elements import Found
from zhisun.engines.reading.words import pairs

GENERIC = re.compile(
    r"(?:钓鱼|网站|各种|远程|控制|屏幕|共享|投屏|办公|手游|借贷|任务|抢单|兼职|修改|加速"
    r"|翻墙|定位|打车|赚钱|充值|客户|专用|官方|平台|应用|软件|木马"
    r"|链接|涉诈|网络|虚拟|不明|来历|未知|第三方|同款|其他|多个|正规|金融|期货|证券|外汇"
    r"|彩票|赌博|色情|约会|同城|安全|防护|监控|查询"
    r"|某|该|这个|那个|一个|手机|对方|相关|指定|陌生|聊天|投资|理财|贷款|刷单|交友|会议"
    r"|视频|直播|炒股|诈骗"
    r"|虚假|购物|名|款|种|的|了|上|下|在|叫|是|网|婚恋|社交|股票|交易|两|几|多|此|其|里"
    r"|客服|会员|导师|老师"
    r"|助理|安全账户|安全中心|APP)*|.*反诈.*",
    re.IGNORECASE,
)
_PLACES = (
    "闲鱼 转转 淘宝 天猫 京东 拼多多 抖音 快手 小红书 微博 微信 支付宝 借呗 花呗 网商贷 "
    "百度 QQ 美团 咸鱼 58同城 微粒贷 来分期 时时彩"
)
WELL_KNOWN = frozenset(_PLACES.split())
"""Where people meet and shop: named far more often than used for the fraud."""
_BRANDED = (
    r"优选|优品|财富|金融|国际|证券|兼职|钱包|娱乐|商城|智投|资本|金业|藏品|直播|互娱|会议"
    r"|云播|彩票|投顾|基金|借贷|快贷|易贷|好运|速贷|闪贷|极速贷"
    r"|[贷聊宝汇购聚贝信]|易借|快借|借条|通(?![过知话讯信])|担保|同城|密聊|快聊|密信"
)
_ENDS_BRANDED = re.compile(rf"(?:{_BRANDED})$")
_CHAR = (
    r"(?![的了个这那他她你您我是和与在到为并后再去把被让叫从用给向跟将进入款名称做某])[A-Za"
    r"-z0-9\-\u4e00-\u9fff]"
)
_DRESSED = "[包重武假伪服着西组盛女男童古套竞]"
_OF_KIND = re.compile(
    rf"(?:在|用|从|到|叫做?|名为|名叫|个|款|通过|进入|登录|下载|安装|(?<!{_DRESSED})装"
    rf"|注册|打开|使用|玩)"
    rf"(?P<name>(?:{_CHAR}){{2,8}}?)(?:手机)?"
    r"(?P<kind>APP|软件|客户端|小程序|平台|商城(?=[抢购里上]))(?![费币])",
    re.IGNORECASE,
)
_CALLED_KIND = re.compile(
    rf"(?:叫做?|名为|名叫|名称为|一款|有个|有款|称为)(?P<name>(?:{_CHAR}){{2,8}}?)的(?:["
    rf"\u4e00-\u9fff]{{0,4}})(?:APP|软件|平台|小程序|应用|游戏|网站)",
    re.IGNORECASE,
)
_INSTALLED = re.compile(
    rf"(?:下载|安装|卸载|(?<!{_DRESSED})装上?|(?<![线以])下(?=了?个)|弹出来?)(?:了|的|一个"
    rf"|个|一款|并注册|叫做?|名叫|手机){{0,3}}(?P<name>(?:{_CHAR}){{2,6}}?)"
    r"(?=[，。,、；;！!？?：:”\n)）]|$|(?<=[通贷聊宝汇投])(?:办理|听|里|上|后|并|进行|聊"
    r"|来)|软件|之后|以后)"
)
_PLAYED = re.compile(
    rf"(?:(?P<where>在|用|通过|到|玩的?|那个|你那个|[，。,、]|^))(?:一个|叫做?"
    rf"|名叫)?(?P<name>(?:{_CHAR}){{1,6}}?(?:{_BRANDED}))"
    r"(?=[里上](?!班|市|面|午|门|网|海)|做任务|做单|抢单|炒|接单|下单|下注|投资|充值|投注"
    r"|还能提|(?:送|的(?:客服|助理|讲师|截图)))"
)
_LATIN = re.compile(
    r"(?:在|用|下载|安装|装|通过|玩|登录|注册|打开|使用|叫|把)(?:了|一个|个"
    r"|叫){0,2}(?P<name>[A-Za-z][A-Za-z0-9\-]{1,14}(?:\s[A-Z][a-z]+)?)"
    r"(?=[上里内]|会议|平台|软件|聊|联系|接单|核查|炒|投|交易|买|[，。,、])"
)
_LETTERS = (
    "qq wx vx app atm vpn nfc etc gps pos id pdf ip ktv pc hr wechat ai ip sim usb wifi "
    "dna ppt cba nba ceo it hpv ipad iphone usdt"
    " usd btc eth iban boss it vip vcr mv tv ems excel word dm gdp tg cctv b站 ps okr ar "
    "vr 4s ok pk up"
)
_NOT_LATIN = frozenset(_LETTERS.split())
_FAMOUS = (
    r"Telegram|WhatsApp|Skype|Signal|Potato|Line|Messenger|Zoom|Teams|ToDesk|TeamViewer"
    r"|AnyDesk|Chatnow|MT4|MT5|Bigo|Discord|蝙蝠|飞机|纸飞机|土豆聊天|闪聊|事密达"
    r"|向日葵|钉钉|腾讯会议|全时云会议|瞩目|小鱼易连|飞书会议|飞书|钉钉会议|会畅通讯"
    r"|云会议|亿联会议|华为云会议|陌陌|探探|他趣|比邻|密聊|Kakao|默往|思语|连信|米聊|倍聊"
)
_FAMOUS_USED = re.compile(
    rf"(?:下载|安装|装上?|卸载|下(?=[^面来去午])|用|使用|通过(?!钉|飞书)|在|登录|打开|注册"
    rf"|注销|关掉|把|玩|转到|改用)(?:了|一个|个|手机|一款|叫"
    rf"|的){{0,3}}(?P<name>(?:{_FAMOUS}))"
    r"(?![A-Za-z票场上卖])",
    re.IGNORECASE,
)
_COMMON = (
    r"(?:网络|电商|购物|交易|社交|交友|婚恋|相亲|直播|短视频|视频|投资|理财|博彩|赌博|贷款"
    r"|借款|网贷|金融|证券|期货|外汇|炒股|股票|基金|保险|招聘|求职|兼职|刷单|做单|抢单|"
    r"任务|返利|充值|支付|第三方|二手|游戏|账号|租号|代售|虚拟|货币|数字|区块链|聊天|通讯"
    r"|通信|社区|服务|官方|正规|正常|合法|国家|政府|政务|政府服务|虚假|假|诈骗|涉诈|涉案"
    r"|黑|境外|国外|海外|"
    r"国内|外地|本地|当地|公司|公益|学习|教育|培训|考试|医疗|医保|养老|社保|健康|旅游|订票"
    r"|票务|出行|打车|外卖|快递|物流|跑腿|租房|房产|信息|信用|征信|互联网|手机|电脑|电子"
    r"|电话|"
    r"钱包|一定|要找|找|主要|负责|众多|大量|安全|防护|反诈|监管|监控|管理|控制|远程|会议"
    r"|共享|屏幕|投屏|办公|协作|翻译|加速|下载|安装|注册|登录|登陆|打开|使用|利用|进入"
    r"|各大|各类|各种|各个|多个|多家|多款|几个|一些|部分|有关|相关|所谓|另一|"
    r"另外|其他|其它|同一|同款|不同|某些|什么|这种|这类|那种|此类|新型|新的|大型|小型|知名"
    r"|热门|主流|常用|专业|专门|专用|指定|特定|对方|客户|客服|会员|平台|软件|应用|系统"
    r"|后台|网站|网页|链接|页面|程序|"
    r"商品|商户|商家|店铺|网店|开店|卖货|带货|代理|加盟|推广|引流|拍卖|收藏|文玩|古玩"
    r"|艺术品|黄金|原油|期权|贵金属|彩票|体育|竞技|电竞|棋牌|色情|裸聊|约会|同城|一对一"
    r"|私密|陌生|不明|未知|来历|非法|违规|违法|"
    r"木马|病毒|钓鱼|仿冒|山寨|高仿|类似|这个|那个|哪个|一个|两个|三个|该|本|此|其|新|老"
    r"|旧|大|小|好|坏|多|几|两|三|上|下|里|内|外|前|后|中|网|款|种|类|家|端|及|或|等|银行"
    r"|还款|信贷|消费|分期|"
    r"购买|出售|交流|沟通|联系|学校|企业|采购|招标|融资|众筹|配资|炒币|挖矿|搬砖|套利|跟单"
    r"|带单|荐股|涨停|新股|打新|量化|智能|操盘|投注|下注|娱乐|博弈|点赞|关注|引导|诱导"
    r"|要求|提供|推荐|发送|介绍|"
    r"操作|委托|冒充|假冒|举报|投诉|退款|理赔|解冻|提现|入金|出金|资金|账户|钱款|财产|合作"
    r"|作为|线上|线下|自己|我们|他们|工作|任意|全国|全省|全市|公安|警方|机关|媒体|新闻"
    r"|自媒体|官网|微信|支付宝|抖音|"
    r"快手|淘宝|京东|拼多多|闲鱼|小红书|微博|百度|美团|饿了么|知乎|QQ|APP|B站|转转|58同城"
    r"|携程|滴滴|苏宁|唯品会|得物|微商|贴吧|论坛|朋友圈|群聊|语音|短信|搜索|浏览|观看|看到"
    r"|发现|点击|扫码|二维码|涉嫌|"
    r"的|了|是|有|在|与|和|用|从|为|名|叫|被|让|使|可|能|不|无|都|也|再|又|就|只|还|会|要"
    r"|去|来|所|以|并|且|若|如|吗|吧|呢|啊|把|个|号|\d)*"
)
_ALL_COMMON = re.compile(_COMMON, re.IGNORECASE)
_MARKET = frozenset(
    {"非常", "公司", "专业", "自己", "正规", "可以", "专门", "号称", "特别", "所谓"}
)


def bare_names(text: str) -> Iterator[Found]:
    """Names before 软件 and 平台, after words of installing, and well-known ones that are used."""
    for match in _FAMOUS_USED.finditer(text):
        yield _app(match, 0.8)
    for match in _CALLED_KIND.finditer(text):
        if not _common(match["name"]) and match["name"][:2] not in _MARKET:
            yield _app(match, 0.8)
    for pattern in (_OF_KIND, _INSTALLED, _PLAYED, _LATIN):
        for match in pattern.finditer(text):
            if not _common(match["name"]) and _coined(match["name"]):
                yield _app(match, 0.7)


def _app(match: re.Match[str], confidence: float) -> Found:
    return Found("app", *match.span("name"), match["name"], confidence)


def _common(name: str) -> bool:
    """Words for any program: 正规贷款, 该聊天, somebody's newspaper."""
    if name.lower() in _NOT_LATIN or name in WELL_KNOWN or name.isdecimal():
        return True
    if name.endswith(("新闻", "日报", "晚报", "视频", "有限公司", "等")):
        return True
    return bool(_ALL_COMMON.fullmatch(name) or GENERIC.fullmatch(name))


def _coined(name: str) -> bool:
    """A name nobody finds in a dictionary, or one that ends as programs for money do."""
    if name.isascii() or _ENDS_BRANDED.search(name):
        return True
    known = pairs()
    return not any(name[i : i + 2] in known for i in range(len(name) - 1))
