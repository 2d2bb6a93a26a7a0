"""Texts of what the machine interfaces refuse."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "call_replayed": _("机构 {institution} 的这次请求已经收过，不再受理。"),
    "json_unreadable": _("请求内容不是 JSON。"),
    "lane_not_yours": _("机构 {institution} 不走这条通道。"),
    "report_not_on_this_lane": _("机构 {institution} 的通道没有案件举报报文。"),
    "message_of_another": _("报文的发送机构不是请求的机构 {institution}。"),
}
