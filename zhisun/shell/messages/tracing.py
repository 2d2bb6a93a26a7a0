"""Texts of engine input errors. They are our bugs, so they name the table, not the person."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "table_breaks_schema": _("计算用的数据表缺少或写错了列 {column}，请联系管理员。"),
    "value_out_of_range": _("计算用的数据表中 {column} 一列的值重复或超出范围，请联系管理员。"),
    "claim_without_transfer": _("被骗转账不在流水里（第 {transfer} 号），无法追踪。"),
    "parameter_unusable": _("追踪参数 {parameter} 无法使用，请联系管理员。"),
}
