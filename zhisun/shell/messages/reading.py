"""Texts of the errors of reading what people say."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "field_must_be_text": _("每行的 {field} 必须是文字。"),
    "fraud_class_unknown": _("类型目录里没有“{label}”。"),
    "taxonomy_year_unknown": _("没有 {year} 年的类型目录。"),
}
