"""What somebody may not do."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "duty_missing": _("您的席位没有“{duty}”的职责。"),
    "outside_area": _("不在您的辖区内。"),
}
