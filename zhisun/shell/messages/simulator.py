"""Texts of the simulated city, shown to whoever runs it."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "institution_not_simulated": _("模拟城市里没有代码为 {institution} 的机构。"),
    "neighbour_unreachable": _("模拟机构 {institution} 暂时连不上。"),
    "platform_address_unreadable": _("平台地址写错了：{address}。请写成 http://主机:端口。"),
    "platform_busy": _("平台暂时不收（应答码 {receipt}），稍后再送。"),
    "platform_unreachable": _("连不上平台：{why}。"),
    "reply_not_believed": _("平台的回复未通过签名核对：{why}。"),
}
