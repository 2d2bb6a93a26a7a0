"""Places abroad (境外地名): countries, and cities fraud and its victims are told of. Ours."""

import re
from collections.abc import Iterator

from zhisun.engines.reading.elements import Found, Page

_COUNTRIES = """
缅甸 柬埔寨 老挝 泰国 越南 菲律宾 马来西亚 新加坡 印度尼西亚 印尼 印度 巴基斯坦 孟加拉国 尼泊尔
斯里兰卡 日本 韩国 朝鲜 蒙古国
阿联酋 沙特阿拉伯 沙特 卡塔尔 科威特 伊朗 伊拉克 叙利亚 也门 阿富汗 土耳其 以色列 约旦 黎巴嫩
哈萨克斯坦 乌兹别克斯坦 吉尔吉斯斯坦
俄罗斯 乌克兰 白俄罗斯 波兰 德国 法国 英国 意大利 西班牙 葡萄牙 荷兰 比利时 瑞士 瑞典 挪威 芬兰
丹麦 奥地利 希腊 匈牙利 捷克 塞尔维亚
罗马尼亚 格鲁吉亚 亚美尼亚 美国 加拿大 墨西哥 巴西 阿根廷 智利 秘鲁 哥伦比亚 澳大利亚 澳洲 新西兰
斐济 瓦努阿图 埃及 南非 尼日利亚
肯尼亚 加纳 安哥拉 刚果 埃塞俄比亚 赞比亚 坦桑尼亚 乌干达 加蓬 毛里求斯 塞浦路斯 马耳他 爱尔兰
文莱 东帝汶
"""
_CITIES = """
缅北 金三角 果敢 佤邦 妙瓦底 勐波 勐能 老街 大其力 木姐 仰光 曼德勒 内比都 掸邦 克钦邦 克伦邦
水沟谷 金边 西哈努克港 西哈努克 西港 波贝
柴桢 暹粒 万象 琅勃拉邦 曼谷 清迈 清莱 芭提雅 普吉岛 河内 胡志明市 胡志明 岘港 马尼拉 宿务 克拉克
吉隆坡 槟城 新山 沙巴 雅加达
巴厘岛 孟买 新德里 加德满都 东京 大阪 首尔 釜山 济州岛 平壤 迪拜 阿布扎比 多哈 伊斯坦布尔 莫斯科
基辅 柏林 巴黎 伦敦 曼彻斯特 罗马
米兰 马德里 里斯本 阿姆斯特丹 苏黎世 日内瓦 维也纳 雅典 华盛顿 纽约 洛杉矶 旧金山 西雅图 芝加哥
波士顿 拉斯维加斯 休斯敦 夏威夷 多伦多
温哥华 悉尼 墨尔本 奥克兰 开罗 约翰内斯堡 拉各斯 内罗毕 第比利斯
"""
_AREAS = r"(?:北部|南部|东部|西部|中部|东北部|东南部|西北部|西南部)?(?:边境)?"
_ANYWHERE = "|".join(sorted((*_COUNTRIES.split(), *_CITIES.split()), key=len, reverse=True))
_CITY = "|".join(sorted(_CITIES.split(), key=len, reverse=True))
_PLACE = re.compile(rf"(?:{_ANYWHERE})(?:{_CITY})*(?!{_CITY}){_AREAS}")
_NOT_AFTER = re.compile(
    r"[人族籍语币盾铢元股货队客方商式文版街路菜餐馆馆区店系裔级帝际]|国籍|护照|签证|男子"
    r"|女子|客户|客商|警方|政府|总统|大使|国民|"
    r"先令|卢比|警察|军|华侨|华人|公司|银行|航空|电影|电视|大学|留学生|海关|佬|女|男|股市"
    r"|黄牛|原油|期货|签|豪|红|品牌|号|卡|的?(?:IP|VPN)"
)
_NOT_BEFORE = re.compile(r"(?:驻|对|中|北)$")


def abroad(page: Page) -> Iterator[Found]:
    """Countries and cities abroad where a place is meant: not 泰国人, 驻菲律宾大使馆."""
    for match in _PLACE.finditer(page.text):
        if _NOT_AFTER.match(page.text, match.end()):
            continue
        if _NOT_BEFORE.search(page.text, max(0, match.start() - 1), match.start()):
            continue
        yield Found("address", *match.span(), match[0], 0.7)
