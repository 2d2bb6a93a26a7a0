"""Banks by the code the BIN table uses, and what people call them.

NAMES is generated from github.com/hexindai/bcbc, data/name.csv, commit
de631827ffe8db2792d140f3476b02498fc1244f (2025-02-05), MIT licence (docs/notices/identity.md).
ALIASES is ours: for each code the name put in papers first, then everyday names; RCU is rural
credit whose province was not said.
"""

NAMES = """
ABC=中国农业银行 AEON=AEON银行 ARCU=安徽省农村信用社 ASCB=鞍山银行 AYCB=安阳银行 BANKWF=潍坊银行
BCDMMA=澳门商业银行 BDCBANK=保定银行 BEAHK=东亚银行有限公司 BGB=广西北部湾银行 BHB=河北银行
BJBANK=北京银行 BJRCB=北京农村商业银行 BNU=大西洋银行 BOC=中国银行 BOCD=承德银行
BOCFCB=中银富登村镇银行 BOCY=朝阳银行 BOCZ=沧州银行 BOD=东莞银行 BODD=丹东银行 BOHAIB=渤海银行
BOHN=海南省农村信用社 BOJZ=锦州银行 BOL=洛阳银行 BOP=平顶山银行 BOQH=青海银行 BOQZ=泉州银行
BOSH=新韩银行（中国） BOSZ=苏州银行 BOYK=营口银行 BOZK=周口银行 BSB=包商银行 BZMD=驻马店银行
CAB=宝鸡商行 CABANK=长安银行 CBBQS=城市商业银行资金清算中心 CBKF=开封市商业银行 CCB=中国建设银行
CCQTGB=重庆三峡银行 CDB=国家开发银行 CDCB=成都银行 CDRCB=成都农商银行 CEB=中国光大银行
CEP=中银通商务支付有限公司 CGNB=南充市商业银行 CHB=创兴银行有限公司 CIB=兴业银行
CITI=花旗银行（中国） CITIC=中信银行 CJCCB=苏州长江商业银行 CMB=招商银行 CMBC=中国民生银行
COMM=交通银行 COMMHK=交通银行香港分行 CQBANK=重庆银行 CRCBANK=重庆农村商业银行 CSC=CSC借记卡
CSCB=长沙银行 CSRCB=常熟农商银行 CYBC=集友银行 CYS=中国银盛 CZBANK=浙商银行 CZCB=浙江稠州商业银行
CZCCB=长治市商业银行 CZRCB=常州农村信用联社 DAQINGB=龙江银行 DBS=星展银行 DBSCN=星展银行
DLB=大连银行 DRCBCL=东莞农村商业银行 DSB=大新银行 DSBCN=大新银行（中国） DSBHK=大新银行（香港）
DTCCB=大同银行 DYCB=德阳商业银行 DYCCB=东营市商业银行 DZBANK=德州银行 DZCBANK=达州银行
EGBANK=恒丰银行 ERB=龙岗鼎业村镇银行 ESRCB=恩施农村商业银行 FBBANK=富邦华一银行 FDB=富滇银行
FJHXBC=福建海峡银行 FJNX=福建省农村信用社联合社 FMBANK=吉林丰满惠民村镇银行 FSCB=抚顺银行
FSCCB=抚顺银行股份有限公司 FXCB=阜新银行 GCB=广州银行 GDB=广东发展银行
GDRCC=广东省农村信用社联合社 GHB=广东华兴银行 GLBANK=桂林银行 GRCB=广州农商银行 GSBANK=甘肃银行
GSRCU=甘肃省农村信用社 GXHMVB=长春高新惠民村镇银行 GXRCU=广西省农村信用社 GYCB=贵阳市商业银行
GZB=赣州银行 GZRCU=贵州省农村信用社 H3CB=内蒙古银行 HANABANK=韩亚银行 HBC=湖北银行
HBHSBANK=湖北银行黄石分行 HBRCU=河北省农村信用社 HBYCBANK=湖北银行宜昌分行 HDBANK=邯郸银行
HDHMCB=惠东惠民村镇银行 HKB=汉口银行 HKBEA=东亚银行 HLDB=葫芦岛市商业银行 HLDCCB=葫芦岛市商业银行
HLJRCU=黑龙江省农村信用社 HNRCC=湖南省农村信用社 HNRCU=河南省农村信用社 HRBANK=哈尔滨银行
HRXJB=华融湘江银行 HSB=恒生银行 HSBANK=徽商银行 HSBC=汇丰银行（中国） HSBK=衡水银行
HURCB=湖北省农村信用社 HXBANK=华夏银行 HZCB=杭州银行 HZCCB=湖州市商业银行 ICBC=中国工商银行
JHBANK=金华银行 JINCHB=晋城银行 JJBANK=九江银行 JLBANK=吉林银行 JLRCU=吉林农信 JNBANK=济宁银行
JRCB=江苏江阴农村商业银行 JSB=晋商银行 JSBANK=江苏银行 JSRCU=江苏省农村信用联合社 JXBANK=嘉兴银行
JXRCU=江西省农村信用社 JZBANK=晋中市商业银行 JZCBANK=焦作市商业银行 KLB=昆仑银行
KMRCU=昆明农村信用联合社 KORLABANK=库尔勒市商业银行 KSRB=昆山农村商业银行 KSRCB=昆山农信社
LANGFB=廊坊银行 LNRCC=辽宁省农村信用社 LSB=临商银行 LSBANK=莱商银行 LSBC=临商银行
LSCCB=乐山市商业银行 LSZRCB=凉山州商业银行 LUZBANK=泸州市商业银行 LYBANK=洛阳银行
LYCB=辽阳市商业银行 LZCCB=柳州银行 LZYH=兰州银行 MTBANK=浙江民泰商业银行 MYBANK=绵阳市商业银行
NBBANK=宁波银行 NBYZ=鄞州银行 NCB=江西银行 NCBANK=宁波通商银行 NDHB=宁波东海银行 NHB=南海农商银行
NHQS=农信银清算中心 NJCB=南京银行 NMGNXS=内蒙古农村信用社 NTCCB=南通商业银行 NXBANK=宁夏银行
NXRCU=宁夏黄河农村商业银行 NYBANK=广东南粤银行 NYCB=南阳村镇银行 NYNB=广东南粤银行
OCBC=华侨银行（中国） ORBANK=鄂尔多斯银行 PLCCB=平凉市商业银行 PSBC=中国邮政储蓄银行
PZBANK=盘锦市商业银行 PZHCCB=攀枝花市商业银行 QDCCB=青岛银行 QDRCB=青岛农村商业银行
QHDBANK=秦皇岛银行 QHDCCB=秦皇岛市商业银行 QHRC=青海农村信用社 QJCCB=曲靖市商业银行
QLBANK=齐鲁银行 QLCZYH=齐鲁村镇银行 RBOZ=珠海华润银行 RXCB=榆次融信村镇银行 RZB=日照银行
RZCCB=日照银行 SCB=渣打银行 SCBHK=渣打银行（香港） SCCB=三门峡银行 SCRCU=四川省农村信用社
SDEB=顺德农商银行 SDRCU=山东省农村信用社 SHBANK=上海银行 SHCBHK=上海商业银行（香港）
SHRCB=上海农村商业银行 SJBANK=盛京银行 SLH=湖南农村信用社联合社 SLRCB=双流诚民村镇银行
SNCCB=遂宁市商业银行 SPABANK=平安银行 SPDB=上海浦东发展银行 SRBANK=上饶银行 SRCB=深圳农村商业银行
SXCB=绍兴银行 SXRCCU=陕西信合 SXRCU=山西省农村信用社 SZSBK=石嘴山银行 TACCB=泰安市商业银行
TCCB=天津银行 TCRCB=江苏太仓农村商业银行 TFB=大丰银行有限公司 TJBHB=天津滨海农村商业银行
TLBANK=铁岭银行 TRCB=天津农商银行 TSBANK=唐山银行 TZCB=台州银行 URB=联合村镇银行
URMQCCB=乌鲁木齐市商业银行 WHB=永亨银行 WHBANK=乌海银行 WHBMA=澳门永亨银行 WHCCB=威海市商业银行
WHRCB=武汉农村商业银行 WJRCB=吴江农商银行 WLB=永隆银行 WLBHK=永隆银行 WOORI=友利银行（中国）
WRCB=无锡农村商业银行 WXCCB=无锡市商业银行 WZCB=温州银行 XABANK=西安银行 XCYH=许昌银行
XFRCB=咸丰常农商村镇银行 XHCZYH=新华村镇银行 XHRCB=新会农商银行 XJRCU=新疆农村信用社
XLBANK=中山小榄村镇银行 XMBANK=厦门银行 XMCCB=厦门市商业银行 XTB=邢台银行 XXBANK=新乡银行
XYBANK=信阳银行 YACCB=雅安市商业银行 YBCCB=宜宾市商业银行 YCCB=宜昌市商业银行 YCCCB=盐城商行
YDNSCZYH=尧都农商村镇银行 YDRCB=尧都农商行 YKYHCCB=营口沿海银行 YNRCC=云南省农村信用社
YQCCB=阳泉银行 YTBANK=烟台银行 YXCCB=玉溪市商业银行 YZBANK=银座银行 ZBCB=齐商银行
ZGCCB=自贡市商业银行 ZHCCB=珠海华润银行股份有限公司 ZJCCB=镇江市商业银行 ZJKCCB=张家口市商业银行
ZJNX=浙江省农村信用社联合社 ZJTLCB=浙江泰隆商业银行 ZRCBANK=张家港农村商业银行 ZYB=中原银行
ZYCBANK=遵义市商业银行 ZZBANK=郑州银行 ZZCCB=郑州商业银行
"""

ALIASES = """
ICBC=中国工商银行,工商银行,工行
ABC=中国农业银行,农业银行,农行
BOC=中国银行,中行
CCB=中国建设银行,建设银行,建行
COMM=交通银行,交行
PSBC=中国邮政储蓄银行,邮政储蓄银行,邮储银行,邮储,邮政储蓄,邮政银行
CMB=招商银行,招行
CITIC=中信银行,中信
CEB=中国光大银行,光大银行,光大
CMBC=中国民生银行,民生银行,民生
SPDB=上海浦东发展银行,浦发银行,浦东发展银行,浦发
CIB=兴业银行,兴业
SPABANK=平安银行,平安
GDB=广发银行,广东发展银行,广发
HXBANK=华夏银行,华夏
CZBANK=浙商银行
BOHAIB=渤海银行
EGBANK=恒丰银行
HSBANK=徽商银行
SDRCU=山东省农村信用社,山东农信,山东省农村信用社联合社
ZJNX=浙江省农村信用社联合社,浙江农信
GDRCC=广东省农村信用社联合社,广东农信
HNRCU=河南省农村信用社,河南农信
YNRCC=云南省农村信用社,云南农信
GZRCU=贵州省农村信用社,贵州农信
SCRCU=四川省农村信用社,四川农信
HBRCU=河北省农村信用社,河北农信
ARCU=安徽省农村信用社,安徽农信,安徽农金
JLRCU=吉林农信
JXRCU=江西省农村信用社,江西农信
FJNX=福建省农村信用社联合社,福建农信
SXRCCU=陕西信合,陕西农信
WEBANK=深圳前海微众银行,前海微众银行,微众银行,微众
MYBK=浙江网商银行,网商银行
XWBANK=四川新网银行,新网银行
RCU=农村信用社,农信社,信用社,农信
"""
