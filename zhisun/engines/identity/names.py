"""Personal names (姓名): family names and the characters given names are made of."""

from functools import cache

from zhisun.engines.identity.surname_table import COMPOUND, SINGLE

COMMON = 420
"""So many of the most frequent single family names cover all but a few in ten thousand people."""

GIVEN = frozenset(
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰玉萍红华建国文志海春梅燕辉力永健峰飞波斌"
    "鹏浩凯宇轩博雨欣怡佳琪雪梦婷慧颖琳瑶倩莹洁璐丹晶晨阳鑫龙翔俊昊天泽子涵梓豪然睿思远诗晓"
    "小庆生荣福贵德忠义礼智信仁孝成功胜利民富康安宁祥瑞云风雷霖霏雯露冰冬秋夏松柏林森木杨柳"
    "莲菊荷蓉芬芝芸苗茜茹莉莎菲蕾薇淑贤惠珍珠玲珊瑾瑜琴瑛璇金银铁钢锋锐东西南北中一二三四"
    "长久恒昌盛兴旺光亮耀星月日新立青江河湖源清洪湘泉润泳沛立家嘉加伯仲叔良善美好娇妍媛"
    "婉嫣晴昕旭昆昂景晖暖曦朝朋彬彦彤心怀恩恬悦惟愉凤凰鸣鹤雁鸿鹰虎豹骏驰腾跃达进益友有"
    "邦政权法正直真诚实守业勤学书章翰墨琦璋珂珏乐歌笑颜喜双全顺和谐田园野山岩石磊土城坤培"
    "元亨贞才先根宝树宗祖尚尧舜禹武威振奇卫士兵帅将令启发开广大方圆绍承继传世代万千百尔克"
    "辰皓弘琛楷栋梁桐烨煜炜焕灿炎煌熙勋劲勃励勉庭廷延钧钊铭钰锦锋镜祺祯祎禄禧秉程稳竹笛筠简"
    "纯纪纲维绪缘翊翎耘聪育肖航舒艺芃茵荔菁萌葵蓓蔚薪虹融衡裕谊谦谨豫赫超越逸遥道邈郁鄞闻阔隽雅霄露"
    "丰茂蓬芃苏娥姣妹弟哥兄仙佩环翠碧紫黛绿洲宏毅刘张王李陈赵孙周吴郑冯蒋沈韩秦许何吕曹严"
    "国军华丽泽宁维宸兰少谦达义轩云爱依宝保凯开伟顺曼希飞炳隆恩羲若兆基水庆汉嗣伦会香府庄诚升强敬巴杰"
    "胜凤堂贵增诺来震雄阁树荣君宣崇律营复川定满征素灵泉圣济仪名寺其昭羽本岳冲谊玄剑叶梦绿京纪魏杨楚彪琏"
    "登纲莲逊宛鼎赫仓连静勋润化密健如第声应尚雅洞列业衡彦越乔根甫溪怀容将倪婵娅悠琴冉铎霆渊沁沐奕逸晗芊诗"
    "茗睿玥妤娴妙姝媚嵘峻嵩岚峥巍徽忱忻悌慈憬懿戎捷敏斐昀昱晋晏晔曜朔杉杭栩桃桦榕檀欢毓汐汶沅泓洛浚淇淼渝"
    "湛溢漫潇澄澜灏煊煦熹燊爽玖玘珅珩珮珣琬琰瑄瑗璟畅皎皓盈睦禹稷穆竣童笙筱粟素缨羿翀翌翟聆芮芷苑苒苓茵莘"
    "菡蓝蔓蕴藜蝶襄言誉谕贝赋赟辰达郝郡酉钦铄铠铧锴镔镕阅陆陶雁霁靖韬韵颂馥骁骅鲲鹃鹭麒麟黎朱马胡罗高林郭梁"
    "宋谢唐邓董程袁于余潘杜戴夏钟汪田姜范石姚谭廖邹熊孔白崔康毛邱江史顾侯邵孟段雷汤尹易常贺赖龚文跃荟莺钏鸾可佑作硕羊纤娈夕妤妮妲姗姿珈珞琨琢瑶璞喆垚焱锟昶钰晟倬哲唯坚堃奎奕孜宽屹岑庚弈弼彰恺懋"
    "攀敦斯旋旎曙朴杏权枫柔柯棋棠樱歆沧沫泊涌涓涟淞淳渤渲湃滔澍澎瀚烁烽照牧祈祐福秋穗筝箫紫绮绯群翘耿肃臣"
    "舫芙芯芹苹茁茂茉荔莎菁菱萱葛葵蓁蓓蕊蕙衍裴诺谨豪贤赐超越轶迅迪迎邦鉴钊铃铜锐锡锦阔随雄雅霏霜非音顶颐飒"
    "飞香驰驹骄骋骐鸣鸥鹏麦黄黛鼎齐龄植铖激麟煌"
)
"""Ours: characters frequent in given names, for judging a name nothing else vouches for."""
RARELY_GIVEN = (
    frozenset(
        "设伊尼拉妈糖豆果贝朵"
        "花晚冰侠俐俪允冠凌凝勤卉卓厚含吟品圣夕奈契奥妆宇定宜宾寅尊岭峙己庆序影恰恭情惜愿慕慎户扬拓挺捷"
        "昔昭普景晴晶曲曼最朗柠柳核梓棉棠植椿楠榆榛槐樊樱欧殷毕沈沙治沿波泰涵淋深清渔湾溪滋滨满潘潮灵炳"
        "焰熊率玛琅瓯甘甜申畔盟相砚碑磊祁祝神秦童符筑简素绍缘罗翅耐职联育胡致航茶葆董蓬蔡袁谋谭象"
        "践辉迁远逢造道邢鄂里野镇雀集雨雷静音韶页魁鲜鲁麟默囡囝娅娉娴婵媞嫦嬅孺岱岫峦峤峻崎崔崟巧巨帆帛"
        "帼幼幸庶弦彧彬忻怿恂恕悌悟惇愔慷戈戌扉抒挚掬捧撷攸旺旻旼昀昉昕昴晅晔晖晗晞晟晢晨暄暻曈曛杏"
        "杓杼枚枢柏柘柱柳栀栎栩桉桓桢桥梧梵棣棽棨椰楀楗楚楣榄槿樾橙橦檬欣殊殿毅沚沣泱泷洁洵洺浠浥涛涞"
        "涟淙淦淮淑渟渡渺湃湄溥溯溱滟滢漩漪潆潼澈澔濛濡瀛灏炀炅炫炯炷烔烜焓焘焜煖煚煦熇熔熠爰爽牡牧犇"
        "玎玓玙玚玞玢玥玫珂珉珍珑珣珥珲珺琇琏琚琤琦琨琫琮琲瑀瑁瑗瑜瑭瑶璀璆璎璘璜瓒甄甯皋盎睆睫睿矜砺"
        "祉祜祚祯禛秀秦稔穗窈竑笠筎箐篪籽絮绎绒绢绫绮缇缦羡羲翎翙耀耿聿胤臻舸芊芎芙芫芮芯苇若苡荃荻荷"
        "莅莎莓莞菀菖菡萃萦蒂蒙蒨蓂蓉蔓蔷蕤薏藩蘅虔蛟衿裳褀覃觅诏询诠诣谅谧贺赋赟赫超跃辂辛逍逖逵郗鄢"
        "酩采釉钒钥钫钿铨铮锟锶锷镒镠闰闳闵阑陌隅隽霁霂霓霜靓靛靥韫韶顼颀颉颢馨馥骊骏骞骥魏鸢鸽鹊麾黍"
    )
    - GIVEN
)
"""Ours: characters of given names that stand in other words as often, or are rare."""


@cache
def surnames() -> frozenset[str]:
    """All single family names."""
    return frozenset("".join(SINGLE.split()))


@cache
def common_surnames(count: int = COMMON) -> frozenset[str]:
    """The `count` most frequent single family names."""
    return frozenset("".join(SINGLE.split())[:count])


@cache
def compound_surnames() -> frozenset[str]:
    """Family names of two characters (欧阳, 司马 …)."""
    return frozenset(COMPOUND.split())


def surname_of(text: str) -> str:
    """The family name `text` begins with, a compound one first; "" when none."""
    if text[:2] in compound_surnames():
        return text[:2]
    return text[:1] if text[:1] in surnames() else ""
