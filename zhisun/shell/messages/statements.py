"""Texts of what is wrong with a statement file."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "statement_empty": _("文件 {file} 是空的，里面没有流水。"),
    "statement_encrypted": _("文件 {file} 有密码。请去掉密码另存后再导入。"),
    "statement_unreadable": _("文件 {file} 打不开：内容已损坏，或不是它的扩展名所说的格式。"),
    "statement_archive": _("文件 {file} 是压缩包。请解压后把里面的流水逐个导入。"),
    "statement_too_large_unpacked": _(
        "文件 {file} 解开后超过 {most} MB，不像流水，没有导入。请另存为 CSV 再试。"
    ),
    "statement_reading_failed": _(
        "文件 {file} 试了几次都没有读完，原因已记录。"
        "可以再导入一次；还是不行的，放弃后另存为 CSV 再传。"
    ),
    "statement_not_a_table": _(
        "文件 {file} 里没有认出表格。可以导入 xlsx、xls、csv、tsv；PDF 和图片请先转成表格。"
    ),
    "statement_header_missing": _("文件 {file} 里没有认出表头：至少要有时间、金额和方向。"),
    "statement_without_rows": _("文件 {file} 的表头认出来了，但没有一行读得懂的流水。"),
    "statement_rows_unreadable": _(
        "{file} 第 {row} 行：{reason}（{text}）。共 {bad} 行没有读懂，其余 {good} 行已写出；"
        "用 --rejects 文件 可收下没读懂的行。"
    ),
    "statement_name_missing": _("没有文件名。"),
    "statement_too_large": _("文件 {file} 超过 {most} MB。请按时间分成几个文件导入。"),
    "statement_part_too_large": _("一次最多上传 {most} MB，请刷新页面后重试。"),
    "statement_incomplete": _("文件还没有传完（{received} / {size} 字节），请继续上传。"),
    "statement_imported_already": _("这个文件已经导入，不能放弃；可以逐行剔除。"),
    "statement_unknown": _("没有这个流水文件。"),
    "statement_not_open": _("这个文件现在是“{state}”，不能再改表头。"),
    "statement_without_table": _("至少要导入一张表。"),
    "statement_column_twice": _("两列选了同一个含义，请只留一列，另一列选“不导入”。"),
    "statement_needs_time": _("没有时间列：请指出哪一列是交易时间或日期。"),
    "statement_needs_amount": _("没有金额列：请指出哪一列是金额，或哪两列是支出和收入。"),
    "statement_row_settled": _("这一行已经有人处理了。"),
    "table_format_unknown": _("输出文件 {file} 的扩展名不对，应为 .parquet、.arrow 或 .csv。"),
}
