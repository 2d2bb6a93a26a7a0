"""The Ministry's yearly lists of fraud types (年度高发类型), and what each entry counts.

Sources: domain.md §4.1 (2022-05-11, 2023-06-15, 2024-06-25, 2025-06). Where a list is silent the
reading is ours and said so. A centre that counted otherwise in a year changes the row here.
"""

REST = "其他"
"""What a year's list does not name."""

AIR = "机票退改签"
"""A part of 其他类型诈骗 that the list of 2025 names by itself."""

LISTS: dict[int, dict[str, tuple[str, ...]]] = {
    # Five types. A feigned credit record was then told as a call of customer service: ours.
    2022: {
        "刷单返利": ("刷单返利类",),
        "虚假投资理财": ("虚假网络投资理财类",),
        "虚假网络贷款": ("贷款、代办信用卡类",),
        "冒充客服": ("冒充电商物流客服类", "虚假征信类"),
        "冒充公检法": ("冒充公检法及政府机关类",),
    },
    # Ten types; our source names the first six, the other four are those of 2024: ours.
    2023: {
        "刷单返利": ("刷单返利类",),
        "虚假网络投资理财": ("虚假网络投资理财类",),
        "虚假网络贷款": ("贷款、代办信用卡类",),
        "冒充电商物流客服": ("冒充电商物流客服类",),
        "冒充公检法": ("冒充公检法及政府机关类",),
        "虚假征信": ("虚假征信类",),
        "虚假购物、服务": ("虚假购物、服务类",),
        "冒充领导、熟人": ("冒充领导、熟人类",),
        "网络游戏产品虚假交易": ("网络游戏产品虚假交易类",),
        "婚恋、交友": ("网络婚恋、交友类",),
    },
    2024: {
        "刷单返利": ("刷单返利类",),
        "虚假网络投资理财": ("虚假网络投资理财类",),
        "虚假购物、服务": ("虚假购物、服务类",),
        "冒充电商物流客服": ("冒充电商物流客服类",),
        "虚假贷款": ("贷款、代办信用卡类",),
        "虚假征信": ("虚假征信类",),
        "冒充领导、熟人": ("冒充领导、熟人类",),
        "冒充公检法及政府机关": ("冒充公检法及政府机关类",),
        "网络婚恋、交友": ("网络婚恋、交友类",),
        "网络游戏产品虚假交易": ("网络游戏产品虚假交易类",),
    },
    # Loans and credit records became one entry; flights came out of the rest.
    2025: {
        "刷单返利": ("刷单返利类",),
        "虚假网络投资理财": ("虚假网络投资理财类",),
        "虚假购物、服务": ("虚假购物、服务类",),
        "冒充电商物流客服": ("冒充电商物流客服类",),
        "贷款、征信": ("贷款、代办信用卡类", "虚假征信类"),
        "冒充领导、熟人": ("冒充领导、熟人类",),
        "冒充公检法": ("冒充公检法及政府机关类",),
        "婚恋、交友": ("网络婚恋、交友类",),
        "网络游戏产品虚假交易": ("网络游戏产品虚假交易类",),
        AIR: (AIR,),
    },
}
"""Year of publication → entry of the list → our classes it counts."""
