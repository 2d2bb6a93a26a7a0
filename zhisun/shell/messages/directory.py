"""Institutions, units and officers that are not there."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "centre_unknown": _("还没有登记反诈中心。"),
    "contact_name_missing": _("请填写名称，最多 40 个字。"),
    "contact_of_whom": _("机构联络员和分行负责人要选机构；人民银行、金融监管不选机构。"),
    "contact_phone_unreadable": _("电话看不懂：请只填数字、空格和短横，分机写“转”。"),
    "contact_unknown": _("没有这个联系人，可能已经撤销。"),
    "clock_unreadable": _("时间看不懂，请写成 08:30。"),
    "day_unreadable": _("日期看不懂，请写成 2026-10-01。"),
    "day_unknown": _("日历里没有 {day}，可能已经撤销。"),
    "days_unsound": _("结束日期应不早于开始日期，一次最多 {most} 天。"),
    "institution_needs_secret": _("机构 {institution_code} 走专线，必须有接口密钥。"),
    "institution_unknown": _("没有登记机构 {institution_code}，或已停用。"),
    "ladder_unsound": _("各级分钟数应从小到大、互不相同、不超过七天，最多 {most} 级。"),
    "language_unknown": _("没有“{told}”这种语言，请从清单里选；普通话不用填。"),
    "officer_unknown": _("没有这名人员：{username}。"),
    "position_unreadable": _("坐标看不懂：纬度、经度要一起填，写成小数，如 35.4142、116.5964。"),
    "secret_not_hex": _("机构 {institution_code} 的接口密钥须为十六进制。"),
    "shift_unreadable": _("班次看不懂：“{told}”。一行一段，照例子写。"),
    "shifts_too_many": _("一个单位最多 {most} 段班次。"),
    "unit_unknown": _("没有这个单位：{unit_code}。"),
}
