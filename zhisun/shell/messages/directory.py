"""Institutions, units and officers that are not there."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "centre_unknown": _("还没有登记反诈中心。"),
    "institution_needs_secret": _("机构 {institution_code} 走专线，必须有接口密钥。"),
    "institution_unknown": _("没有登记机构 {institution_code}，或已停用。"),
    "officer_unknown": _("没有这名人员：{username}。"),
    "secret_not_hex": _("机构 {institution_code} 的接口密钥须为十六进制。"),
    "unit_unknown": _("没有这个单位：{unit_code}。"),
}
