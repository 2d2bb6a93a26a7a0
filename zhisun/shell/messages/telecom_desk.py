"""Texts of the telecom desk's forms."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "finding_missing": _("请选择复核结果。"),
    "ground_missing": _("请选择解除事由。"),
    "import_names_no_target": _("没有号码、网址、程序或账号这一列：不知道要处置什么。"),
    "measure_missing": _("请选择措施。"),
    "takedown_form_unknown": _("没有这种办理方式。"),
    "takedown_institution_missing": _("请选择发给哪家机构。"),
    "target_kind_missing": _("请选择对象类别。"),
    "target_missing": _("请填写要处置的号码、网址、程序或账号。"),
}
