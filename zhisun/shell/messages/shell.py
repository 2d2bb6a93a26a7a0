"""Texts of the page frame's own errors."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "sign_in_first": _("登录已过期，请重新登录。您在本页填写的内容仍在。"),
    "page_not_found": _("没有这个页面，或者它不在您的辖区。"),
    "request_refused": _("页面停留太久或来源不明，为安全起见没有执行。请刷新后再试。"),
    "request_unreadable": _("服务器看不懂这次提交，没有做任何改动。"),
    "server_failed": _("服务器出了故障，已记录下来。刚才的操作可能没有完成，请先核对再重试。"),
}
