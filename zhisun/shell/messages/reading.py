"""Texts of the errors of reading what people say."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "field_must_be_text": _("每行的 {field} 必须是文字。"),
}
