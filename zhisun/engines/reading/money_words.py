"""Words around a number that say whether it is money (金额的上下文).

What stands before a number is read backward: a pattern here is matched against the reversed text,
so that one place is tried and not each of the twelve before the number. `said` reverses a word.
"""

import re
from collections.abc import Iterable


def _said(words: str) -> str:
    """The words, each reversed, longest first, as alternatives."""
    return _either(re.escape(word[::-1]) for word in words.split())


def _either(patterns: Iterable[str]) -> str:
    return "|".join(sorted(patterns, key=len, reverse=True))


_PAYING = """
转 转账 转帐 汇 汇款 付 付款 垫 提 充 充值 冲 交 交纳 缴 给 取 借 贷 贷款 投 投资 还 花 骗
损失 人民币 送 补偿 补 赔 返 划 寄 提现 到账 支出 收入 收款 入账 出账 共 共计 合计 总计 退 拿
打赏 抢 罚 显示 分别 分别是 分别为 借走 弄走 坑 才 入金 出金 赚 挣 赢 输 盈利 欠 消费 奖 奖励 卖
买 要 索要 敲诈 刷 下注 掏 凑 砸 亏 冻结 解冻 套 套现 盗刷 凑齐 拍下 转存 入款 领 赠 报价 开价 要价
收费 扣费 缴费 扫码 价值 折合 约合 相当于 加起来 冲满 充满 少 丢 多出 还差 差 剩 结算 日结 周结
money amount balance price 押 多了 赔偿 赔付 倒贴 开口 缴保险 保险 仅需 只需 谈好 讲好 说好
"""
_NAMED = """
费 款 金 钱 险 卡里 账户里 账上 里头 工资 时薪 日薪 月薪 年薪 底薪 租 月供 税 票 彩礼 见面礼 价格 价
余额 金额 限额 红包 荭苞 虹包 洪包 基本户 借呗 花呗 白条 微粒贷 有钱花 分期乐
礼物 工本 疗程 法事 香火 卦金 流水 利息 利润 分红 收益 本息 首付 低保 额度 余 现金 手术 住院
一个月 每个月 每月 月入 日入 日赚 人均 一人 每人
"""
_FILLERS = """
了 过 给 入 走 出 去 到 掉 下 我 他 她 你 您 俺 咱 他们 你们 我们 对方 : 是 为 再 又 先 大概 大约 约
近 差不多 将近 个 才 就 只 只有 剩 只剩 总共 一共 还要 需 需要 显示 人家 人民币 整 整个 另外 不到
超过 整整 现金 的 来 去了 还 有 账 各 起 起来 出来 进 进去 进来 回 回来 成 达 高达 至少 最低 最高
最少 不足 ( [ “ " ” 上 着 卡 就有 一半 大于 高于 不低于 是不是 公司 单位
"""
_GUARDED = (
    r"扣(?!扣)",
    r"压(?![电血水油气高低])",
    r"工人(?!转)",
    r"额(?!名)",
    r"[一-龥]{2,5}了借",
    r"收(?!没|[，,][\d.]{1,8}[涨跌])",
    r"存(?![库内显缓保])",
    r"值(?![言颜市数为])",
    r"发(?![开出])",
    r"打(?![挨被拨])",
    r"出(?=[人我他她方家你])",
    r"[单箱件盒斤瓶][\d一二三四五六七八九十]{1,3}(?=[，,][^，,。]{0,4}\d)",
    r"[笔单次][一二两三四五六七八九十\d]?[每第两三四五六]",
    r"[件张单条箱盒瓶套斤台部位人次年月天晚股份克米间节针块双串组][一每两半]",
    r"课节[一每]|卡张[一每]|均[人月日]",
    r"(?!码)[一-龥]{1,3}[给到向][转打汇付交寄还借送]",
    r"[”\"][^“”\"]{1,8}[“\"](?:谓所)?[至到往入进][转打汇存]",
    r"[，,:][一-龥]{0,6}信短(?:[款账]扣|出支)",
    r"[，,:][次笔][一二两三四五六七八九十几\d]{1,2}(?:了|过)?[转打付汇刷充]",
    r"留[你我](?:给|)",
)
_BEFORE = re.compile(
    rf"(?:\s|{_said(_FILLERS)}|[)）][^()（）]{{1,8}}[(（]){{0,4}}"
    rf"(?:{_said(_PAYING + _NAMED)}|{_either(_GUARDED)})"
)
_WEAK_BEFORE = re.compile(
    r"[又再另各约近仅差那]|着接|够|有[只就]|[次回]上|内(?:钟分|时小)|剩[只就]?"
    r"|期[前中后首]|重查|稿[初定终]|电水|气燃"
)
"""又, 接着, 够不够, 只有, 上次, 三分钟内, 中期, 查重, 水电, each from its end."""
_SOLD_BEFORE = re.compile(r"[一-龥]{1,6}(?<![家方主])[卖买租]")
_NUMBERED = re.compile(
    r"[-\d]|[\s:：是为“\"]{0,2}(?:有只)?(?:[第号码尾令级室栋楼层编代群线版案警工房间座A-Za-z_/#@.]"
    r"|期(?![前中后首])|[”\"]?分[誉用]信|额名|码证[认验]|分积|丝粉|量[销销步]|[注关]|览浏|问访|赞点|气人|户用)"
)
"""第3000, 工号3308, 积分9,860."""

NOT_MONEY = re.compile(
    r"[)）][一-龥]?\d{0,4}(?:民|刑|执|行|商|知)[一-龥]{0,2}\d|[^\S\n]?(?:人(?!民币|家|工)|包(?![括含装裹邮办吃过上揽赔教会成])|双(?!方)"
    r"|[盒箱瓶袋根册杯桌顿趟遍轮亩匹棵束盘桶罐片名条条张份位粉步字里米克斤吨辆台"
    r"头件部粒颗倍折％%页集期兆笔顶幅副艘架枚级群岁点月日天届度路栋幢层楼室单股篇"
    r"种届株届例宗桩节课项站旅线码版寸吋]|只(?![剩有是能够用需要])|(?<!万)时|号(?!码)|家(?![在里住])|公(?![证关司务])|年(?![底后前初])|周(?!转)|平(?![移台安])|[GMgm](?![a-zA-Z])|次(?!日)|封(?!口)|(?:(?<=\.\d)|(?<=\.\d\d))秒|秒(?!到[账帐卡，,。！!\s]|到$|提现|结算)|连抽|开头|担保(?=[通交])|主打|个(?!税|人所得税)|套(?!出|现|路|取|给)|起(?![投步订批])"
    r"|户(?![名头主])|对(?![方面公我他账吧不普于来])|款(?![项到已未打给])|[处](?![理于以罚])"
    r"|通(?![过知用关])|道(?!歉)|场(?!费)|组(?!长)|间(?!接)|本(?![金息人来])|把(?![我钱他她])"
    r"|分(?![红三两四五六多几笔次批别成期])|小时|分钟|保障|(?<=百万)(?:意外|保障|保险|额度|医疗|会员)|以上学历|积分|医疗|医保|粉丝|富翁|身价"
    r"|用户|会员(?![费”\"])|元件|额外|里程)"
)
RANGE_AFTER = re.compile(
    r"[-~～—]\s?\d{1,7}(?!\d|[- ]\d)"
    r"|[-~～至到—]\s?(?:\d{1,6}(?:\.\d+)?|[一二两三四五六七八九十]{1,3})\s?[万千百元块wW]"
)
RANGE_OF_SUMS = re.compile(
    r"[-~～至到—](?:\d{1,4}(?:\.\d+)?\s?[万wW]|[一二两三四五六七八九十]{1,3}万)"
)
"""5万至50万: each end is a sum of its own."""
RANGE_BEFORE = re.compile(r"[\d万千百wW][-~～至到]$")
_AFTER = re.compile(
    r"(?:我先|你先|先|还没|都没|(?:到现在|一直)(?:还|都)?没|(?:什么|啥)时候|老不)还"
    r"|已(?:被)?冻结|可(?:以)?[洗办提做帮解]|能[办买洗提做]|分[两二三四五六\d]笔|(?:就|即|可)?提现"
    r"|起[投步]|解决(?=[，。,])|先[垫转付]|全转|今天付|不等|会员(?=[”\"])| ?现货|补[偿贴]|已经变"
    r"|[一-龥]{1,2}金(?![币豆额融牌])"
    r"|收(?=[，,。\s]|$)|转[你您我他她](?![一-龥]?号)|(?:才|就)提(?=[，,。\s]|$)|也可以先?[交付转]|(?:的)?(?:复合|福利|组合|连|垫付)单|那?个?档位"
    r"|(?:块|元)?的价|秒杀|最低|卖我|一人(?=[，。,])|秒(?:到(?=[账帐卡，,。！!\s]|$)|提现|结算)|就可以(?:[试玩做开]|参与)|加(?:水电|运费|邮费|快递费|物业费)|不刀|可小刀|先退我|，?先款|一口价"
    r"|能办| ?做完|我(?:全|都)?要了|买断"
    r"|(?:的)?(?:[\u4e00-\u9fff]{0,3}(?:押金|保证金|定金|订金|本金|佣金|费|诚意金|保险|税款|货款|税(?=[，。,])|尾款|余款|首付)"
    r"|现金|货币|红包|包邮|个税|个人所得税|彩金|奖金|利息|钱|过去|给他|给她|给对方|给我|到他|到她"
    r"|到对方|到.{0,4}账|惊喜|进去|就行|就够|够不够|一[单张条天次套份箱件盒瓶晚位个斤间节杯台桶床碗只头趟把辆季年月]"
    r"(?![\u4e00-\u9fff]{0,2}[个张])"
    r"|[的](?:套餐|会员|点卡|充值卡|礼物|货|尾款|工资|利润)"
    r"|(?:一下子?|全|就|都|瞬间|眨眼){0,2}没[了的]|打水漂|成交"
    r"|[“\"][一-龥]{1,5}(?:金|费|税|会员|保险)[”\"]"
    r"|出不出|出吗|甩(?=[，,。 ])|拿走(?=[，,。 ])|买的(?=[，,。])|行(?:吗|不行|不(?=[，？? ])|么)"
    r"|试试水?|以上的?(?:[一-龥]{0,2}额度|贷款)"
    r"|/(?:斤|条|盒|件|个|只|瓶|箱|次|晚|天|月|年|位|人|单|份|公斤|套|吨|张)"
    r"|(?:我|他|她|都|也|就|刚|已|全|已经|全部){0,2}"
    r"(?:转|汇|打|付|充|交|借|投|刷|扣|收|退|返|花|赔|套|取|提|给)(?:了|过|给|走|进|出|到|掉|完|去))"
)
PRICED = re.compile(r"(?:[定订押]金|首付|价格?|低至|最低|仅需|只要|均价)[:：]?$")
"""定金500起: what is asked at least."""
FROM = re.compile(r"起(?:[，。！？,.；）)”\"]|$|步|投|做|的?(?:客户|单))")
"""最低5万起: the least one pays; 20余起 counts cases."""
ENDS = re.compile(
    r"$|的(?!粉)|包[邮上过吃办教]|买|[一二两三四五六七八九十][笔次单档]|[吧呗吗行啊呢哈]|了(?=[，,。\s]|$)|是吧|起投|[\s，,。；;、！!？?）)\]”\"'…]|[又再后给就才和及我他她都还没转打付汇分也不]|没还|的?时候|多"
    r"|[返减抵回加](?=\d)|没?返(?!点)"
)
"""What can follow a sum that is said in passing."""
DATED = re.compile(
    r"(?:月[\d一二三四五六七八九十]{1,3}[号日]|点[一二三四五六七八九十\d]{0,3}(?:多|半|分)?"
    r"|[上下]午|晚上|中午|(?<=\d)[返减抵回加])$"
)
"""5月6日晚八点多200, 满300减50: a number right after a time, or what comes back for one."""
EXCHANGED = re.compile(r"[返减抵回](?=\d)")
ASKED = re.compile(r"多少\s?-+$|多少(?:钱|米)?[啊呀呢了]?[？?。，,]?\s?[^\n：:，。]{0,8}[:：]\s?$")
"""你要多少/对方：8888."""
_NOT_ASKED = re.compile(
    r"(?:多[重高大长宽深远久快]|几[号岁楼层点页级路]|哪[年个间]"
    r"|(?:考|高|重|度|分|分数|长|龄|号|码|量|速|压|温|率|步|人数|次数)[了是有得到]{0,2}多少)[啊呀呢了斤米分人步]?"
    r"[？?，,\n][^\n：:，。？?]{0,8}[:：]?\s?[“\"]?$"
)
"""你多重？160, 身高多少？答：180: the answer is no sum."""
EXTENSION = re.compile(
    r"(?:(?<!\d)(?:\(?0\d{2,3}\)?[- ]?)?[2-8]\d{2,3}[- ]?\d{4}"
    r"|[48]00[- ]?\d{3,4}[- ]?\d{3,4}|[分总]机|内线)"
    r"\s?[转拨]\s?$"
)
"""0371-65881234转8021: the line behind a switchboard; a mobile or a card has none."""
_SCORED = re.compile(
    r"(?:到|满?已|满|[足够到满][不没]|有[才只]|是|刷|补){1,3}[了]?[”\"]?(?:分[誉用]信|数分|分积|额名|码证[认验])|[为达到超过已破突近约]{1,4}(?:量)?数(?:册注)?[户人员次件]"
    r"|[为是:：\s]{0,2}(?:号尾|尾卡|位[四4][末后尾])|[“\"](?:送发|复回|辑编)|(?:\d{3,4}\s){0,2}自来信短"
)
"""信誉分刷到100, 积分不够90, 尾号5512, 发送“666”, 短信来自1065 7702 3318, each from its end."""
_REACH, _QUESTION_REACH = 14, 20


def cue_before(text: str, at: int) -> bool:
    """Whether words of paying, with what may stand between, end at `at`."""
    return _BEFORE.match(text[max(0, at - _REACH) : at][::-1]) is not None


def weak_cue_before(text: str, at: int) -> bool:
    """Whether 又, 再 or 各 ends at `at`: 又一千."""
    return _WEAK_BEFORE.match(text[max(0, at - _REACH) : at][::-1]) is not None


def scored_before(text: str, at: int) -> bool:
    """Whether points, places or a code are counted, not money: 信誉分刷到100."""
    return _SCORED.match(text[max(0, at - _REACH) : at][::-1]) is not None


def not_asked(text: str, at: int) -> bool:
    """Whether what ends at `at` asks for another number than a sum: 你考了多少？680."""
    return _NOT_ASKED.search(text, max(0, at - _QUESTION_REACH), at) is not None


def sold_before(text: str, at: int) -> bool:
    """Whether a thing bought or sold ends at `at`: 卖游戏号2600."""
    return _SOLD_BEFORE.match(text[max(0, at - _REACH) : at][::-1]) is not None


def cue_after(text: str, at: int) -> bool:
    """Whether what follows `at` says that money stood before it."""
    return _AFTER.match(text, at) is not None


def numbered(text: str, at: int) -> bool:
    """Whether what stands before `at` says that a number of another kind follows."""
    return _NUMBERED.match(text[max(0, at - _REACH) : at][::-1]) is not None
