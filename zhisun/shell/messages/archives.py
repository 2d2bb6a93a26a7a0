"""What is wrong with a file of old reports, or with a row of it."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "old_report_needs_number": _("没有原编号。"),
    "old_report_needs_time": _("没有报案时间。"),
    "old_report_number_taken": _("原编号 {old_no} 已经导入过。"),
    "old_report_settled": _("这一行已经有人处理过了。"),
    "old_report_time_unreadable": _("报案时间“{text}”读不懂，例如 2024-03-05 14:30。"),
    "old_report_unusable": _("这一行还有 {count} 处要改。"),
    "report_column_missing": _("没有一列是“{column}”，请在表头里指定。"),
    "report_column_twice": _("有两列都选了“{column}”，只能留一列。"),
    "report_file_not_open": _("这个文件现在{state}，不能再改。"),
    "report_file_too_large": _("{file} 超过 {most} MB，请按年份分成几个文件。"),
    "report_file_too_long": _("这个文件超过 20 万行，请按年份分成几个文件。"),
    "report_file_unknown": _("没有这个旧案文件。"),
    "report_file_without_table": _("没有一张表可以导入。"),
    "report_header_missing": _("没有找到表头：至少要有编号、报案时间、案情中的两列。"),
    "report_reading_failed": _("读取没有完成，请再导入一次；已经导入的不会重复。"),
    "report_sender_missing": _("请写明来源系统或单位：同一来源的原编号只导入一次。"),
}
