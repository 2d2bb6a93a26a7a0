"""Why an indicator or an event could not be read, and what the screening engine refuses."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "row_broken": _("不是一行完整的数据"),
    "not_an_event": _("不是一个事件"),
    "event_text_too_long": _("太长"),
    "not_a_time": _("不是时间"),
    "kind_unknown": _("类别不认识"),
    "value_empty": _("空白"),
    "value_too_long": _("超过 500 个字"),
    "severity_wrong": _("应为 1 到 5 的整数"),
    "validity_empty": _("有效期在开始之前就结束了"),
    "not_a_host": _("不是域名或地址"),
    "not_a_domain": _("不是域名"),
    "not_a_url": _("不是网址"),
    "url_too_long": _("网址超过 8000 个字符"),
    "not_a_phone": _("不是电话号码"),
    "not_a_phone_prefix": _("不是号段，或一个国家的全部号码"),
    "not_an_ip": _("不是 IP 地址或网段"),
    "base_full": _("线索底库放不下更多线索（现有 {rows} 条，新增 {added} 条），请重新生成快照。"),
}
