"""Words by which an article is told from others, each with what it is a sign of. Ours.

A word may be a sign of several matters. Words are read as texts are (squeezing.py): without spaces,
in lower case, a number as "0".
"""

SIGNS: dict[str, str] = {
    # dealing over the wire, and face to face or among people who know each other
    "online": """朋友圈 微信 qq app 网上 平台 短视频 网站 客服 闲鱼 转转 咸鱼 直播""",
    "offline": """传销 下线 集资 合同诈骗 亲友 亲戚 借了 借给 借走 借钱 借款 借条 欠条 工友 同事
        熟人 合伙 门店 线下 养老 老人 房产 业主 楼盘 当面 非法拘禁 套路贷 赌资 输光 挥霍 偿还
        还债 追讨""",
    # talk of swindles in general
    "in_general": """往往 通常 一般 常见 此类 这类 这种 这些 一旦 等手段 等方式 等名义 等理由
        便会 会以 会让 会要求 先是 再以 然后再 获取信任 骗取信任""",
    "swindlers": """骗子 不法分子 诈骗分子 犯罪分子 往往 通常 一般 会以 等理由 等方式 等手段
        您的 你的 你会 如果你""",
    "instruction": """不法分子 犯罪分子 骗子 诈骗分子 往往 通常 一般 首先 其次 最后 第一步 第二步
        第三步 然后再""",
    "figures": """同比 环比 占比 占总 占全 警情0起 0起 共发 共接 下降0 上升0 案发 统计 数据显示
        发布 类型""",
    "opinions": """专家 律师 业内 教授 负责人 监管 平台方 行业 采访 记者 报告 认为 表示 网友
        回应 投诉 据了解""",
    "sorts": """典型案例 案例警示 以下 这些 几类 几种 盘点 常见 多起 多名 0起 两起 三起 一周
        本周 上周 合集 大全 近期高发 类诈骗 等诈骗""",
    # a swindle told by those who solved it: the arrest, the way over the wire, and other crimes
    "solved": """抓获 破获 打掉 捣毁 提起公诉 判处 批准逮捕 落网 宣判 告破 刑拘 刑事拘留 一审
        审理 获刑 公诉 起诉""",
    "wire": """电信网络诈骗 电信诈骗 网络诈骗 电诈 杀猪盘 刷单 虚假平台 虚假投资 冒充 网购 微商
        荐股 话术 虚假网站 虚假交易 实施诈骗 诈骗团伙 诈骗窝点 非接触 网贷诈骗""",
    "other_crime": """帮信 帮助信息网络 洗钱 跑分 掩饰 开设赌场 传销 集资 合同诈骗 引流 取现
        套路贷 赌场 网络赌博 赌博网站 职务侵占 盗窃 赌资 假币""",
    "accused": """被告人 嫌疑人 团伙 主犯""",
    # the course of one person's loss
    "contact": """添加 接到 收到 看到 认识 结识 联系 来电 刷到 浏览 加了 加入 进入 拉入 被拉
        扫码 搜索 咨询 短信 电话 私信 留言 拉进 好友申请 点开 弹出 弹窗 打来 打进 下载 注册
        扫描 广告 招聘 自称""",
    "led": """信以为真 按照 按要求 根据 操作 要求 于是 随后 接着 指导 诱导 推荐 介绍 告知
        照做 照着 依言 引导 指引 指挥 声称 承诺 催促 怂恿 让其 接下来 后来 再次""",
    "noticed": """损失 被转走 意识到 才发现 发现被骗 发觉被骗 察觉 拉黑 无法提现 提现失败 不能提现
        联系不上 失联 打不开 不见 消失 上当 被骗 没有发货 未发货 不发货 迟迟 拒绝
        中招 蹊跷 不对劲 起疑 恍然大悟 空号 关机 踢出 解散 注销 不再回复 石沉大海 醒悟 傻眼
        取不出 提不出 提不了 卖不出 未到账 没到账 不存在 遇到骗子 遇到了骗子 才明白 才知道 没了""",
    "reported": """报警 报案 接报 意识到 察觉 发现被骗 发觉被骗""",
    "station": """报警 报案 求助 接报 接警 派出所""",
}
