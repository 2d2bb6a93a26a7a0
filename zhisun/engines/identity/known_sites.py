"""Sites and applications everybody uses: a suspect that covers one of them would warn millions.

Names only, written down by us from general knowledge; local ones belong on the white list.
"""

_SITES = """
qq.com weixin.qq.com wechat.com tencent.com qcloud.com myqcloud.com gtimg.com baidu.com bdstatic.com
taobao.com tmall.com alipay.com alibaba.com aliyun.com aliyuncs.com alicdn.com 1688.com dingtalk.com
jd.com 360buyimg.com pinduoduo.com yangkeduo.com meituan.com dianping.com douyin.com tiktok.com
bytedance.com toutiao.com kuaishou.com bilibili.com weibo.com sina.com.cn sina.cn sohu.com 163.com
126.com netease.com zhihu.com douban.com xiaohongshu.com xhslink.com ctrip.com trip.com qunar.com
ly.com fliggy.com 12306.cn didiglobal.com amap.com ele.me 58.com ganji.com anjuke.com lianjia.com
huawei.com hicloud.com mi.com xiaomi.com oppo.com vivo.com.cn vivo.com honor.com apple.com
icloud.com microsoft.com windows.com live.com office.com bing.com google.com googleapis.com
gstatic.com youtube.com android.com github.com github.io amazon.com amazonaws.com cloudflare.com
akamai.net akamaized.net fastly.net facebook.com instagram.com whatsapp.com x.com twitter.com
telegram.org t.me linkedin.com yahoo.com wikipedia.org zoom.us
10086.cn 10010.com 189.cn 10099.com.cn chinatelecom.com.cn chinamobile.com chinaunicom.com
unionpay.com 95516.com icbc.com.cn ccb.com boc.cn abchina.com bankcomm.com psbc.com cmbchina.com
citicbank.com cebbank.com cmbc.com.cn cib.com.cn spdb.com.cn pingan.com cgbchina.com.cn hxb.com.cn
czbank.com people.com.cn xinhuanet.com news.cn cctv.com cctv.cn chinanews.com.cn gmw.cn
sgcc.com.cn 95598.cn csg.cn sf-express.com ems.com.cn zto.com yto.net.cn sto.cn yundaex.com
"""
_WIDE = """
com net org cn com.cn net.cn org.cn ac.cn top vip xyz cc club shop site online app info co tv
com.hk com.tw com.mo co.uk co.jp co.kr com.au com.sg com.my co.th com.vn
bj.cn sh.cn tj.cn cq.cn he.cn sx.cn nm.cn ln.cn jl.cn hl.cn js.cn zj.cn ah.cn fj.cn jx.cn sd.cn
ha.cn hb.cn hn.cn gd.cn gx.cn hi.cn sc.cn gz.cn yn.cn xz.cn sn.cn gs.cn qh.cn nx.cn xj.cn
"""
_OFFICIAL = ("gov.cn", "mil.cn", "edu.cn")
_APPS = """
com.tencent.mm com.tencent.mobileqq com.eg.android.alipaygphone com.taobao.taobao
com.jingdong.app.mall com.xunmeng.pinduoduo com.ss.android.ugc.aweme com.smile.gifmaker
com.sankuai.meituan com.baidu.searchbox com.autonavi.minimap com.sina.weibo com.tencent.wework
com.alibaba.android.rimet com.unionpay cn.gov.tax.its com.hicorenational.antifraud
com.mobiletickets com.chinamworld.main com.icbc com.chinamworld.bocmbci com.android.bankabc cmb.pb
com.yitong.mbank.psbc com.android.chrome 微信 qq 支付宝 淘宝 京东 拼多多 抖音 快手 美团 百度
高德地图 微博 钉钉 企业微信 云闪付 国家反诈中心 个人所得税 铁路12306
"""

SITES = frozenset(_SITES.split())
WIDE = frozenset(_WIDE.split())
APPS = frozenset(_APPS.split())
FRONTS = frozenset({"www", "m", "wap", "mobile", "h5", "3g"})
_ABOVE_SITES = {
    site.split(".", label)[label]: site
    for site in sorted(SITES)
    for label in range(1, site.count(".") + 1)
}


def behind_front(domain: str) -> str:
    """The domain without a label that only says how it is served: www.qq.com is qq.com."""
    label, dot, rest = domain.partition(".")
    return rest if dot and label in FRONTS else domain


def fronts_of(domain: str) -> list[str]:
    """All names that `behind_front` knows to be this domain, without itself."""
    return [f"{label}.{domain}" for label in sorted(FRONTS)]


def covered_site(domain: str) -> str:
    """The well-known site that a domain is, holds, or whose official name space it is; else "".

    domain: small letters, no dot at its ends. `www.qq.com` is QQ, `evil.qq.com` is not; every
    name under gov.cn is official, whoever broke into it: its page can be named by its web address.
    """
    if (bare := behind_front(domain)) in SITES:
        return bare
    if domain in WIDE or "." not in domain:
        return domain
    official = next((each for each in _OFFICIAL if f".{domain}".endswith(f".{each}")), "")
    return official or _ABOVE_SITES.get(domain, "")


def known_app(name: str) -> str:
    """The name or package of an application everybody has, or ""."""
    return name if name in APPS else ""
