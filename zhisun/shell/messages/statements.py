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
    "statement_not_a_table": _(
        "文件 {file} 里没有认出表格。可以导入 xlsx、xls、csv、tsv；PDF 和图片请先转成表格。"
    ),
    "statement_header_missing": _("文件 {file} 里没有认出表头：至少要有时间、金额和方向。"),
    "statement_rows_unreadable": _(
        "{file} 第 {row} 行：{reason}（{text}）。共 {bad} 行没有读懂，其余 {good} 行已写出；"
        "用 --rejects 文件 可收下没读懂的行。"
    ),
    "table_format_unknown": _("输出文件 {file} 的扩展名不对，应为 .parquet、.arrow 或 .csv。"),
}
