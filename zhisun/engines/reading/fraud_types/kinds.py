"""The names of the classes, as the contract `classify` writes them."""

TYPES = (
    "刷单返利类",
    "虚假网络投资理财类",
    "冒充电商物流客服类",
    "贷款、代办信用卡类",
    "虚假征信类",
    "虚假购物、服务类",
    "冒充公检法及政府机关类",
    "冒充领导、熟人类",
    "网络游戏产品虚假交易类",
    "网络婚恋、交友类",
    "冒充军警购物类",
    "裸聊敲诈类",
    "其他类型诈骗",
)
"""The fraud types in the order of the official list; columns of the weights stand in this order."""

NO_CASE = "非电诈案情"
"""What is not one telecom-fraud case."""
