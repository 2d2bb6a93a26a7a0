"""Texts of what the wire refuses, and of the answer codes of institutions."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "code_unknown": _("报文里的代码不在规定的取值范围内。"),
    "front_verb_unknown": _("前置接口没有这个动作：{verb}。"),
    "message_application_id_invalid": _("业务申请编号须为 36 位，且前四位与交易类型一致。"),
    "message_element_invalid": _("报文要素 {element} 的内容不合规定。"),
    "message_element_missing": _("报文缺少必填要素 {element}。"),
    "message_element_repeated": _("报文要素 {element} 出现了两次，无法判断以哪个为准。"),
    "message_element_too_long": _("报文要素 {element} 超过 {longest} 的长度上限。"),
    "message_encoding_refused": _("报文不是 UTF-8 编码。"),
    "message_kind_not_carried": _("这条通道不能传送此类指令：{kind}。"),
    "message_kind_unknown": _("不认识的交易类型：{tx_code}。"),
    "message_markup_forbidden": _("报文含有文档类型或实体声明，出于安全不予接收。"),
    "message_not_xml": _("报文不是完整的 XML。"),
    "message_sender_differs": _("报文的发送机构与传输流水号不一致。"),
    "message_serial_invalid": _(
        "传输流水号须为 53 位：发送机构 12 位、下划线、托管机构 12 位、序号 28 位。"
    ),
    "message_too_large": _("报文太大，超过接收上限。"),
    "signature_stale": _("机构 {institution} 的报文时间与本机相差超过 5 分钟，请校准时钟。"),
    "signature_wrong": _("机构 {institution} 的报文签名不符。"),
    "signer_not_installed": _("签名算法 {signer} 没有安装，接口已停用。"),
}

ANSWERS = {
    "0000": _("反馈成功"),
    "0100": _("证件与账户不符"),
    "0200": _("金额无效"),
    "0300": _("账号不存在"),
    "0301": _("账号与户名不符"),
    "0302": _("账号在白名单内"),
    "0303": _("账号已挂失"),
    "0304": _("账号异常"),
    "0400": _("找不到原申请"),
    "0500": _("缺少必填项"),
    "0501": _("报文无法解析"),
    "0600": _("缺少法律文书"),
    "0700": _("机构代码错误"),
    "0701": _("下级机构代码错误"),
    "0800": _("日期格式错误"),
    "0801": _("期限超出法律效力"),
    "0802": _("申请日期异常"),
    "0900": _("业务已处理"),
    "1000": _("该机构不支持此业务"),
    "1100": _("机构内部处理错误"),
    "1101": _("平台通讯错误"),
    "1200": _("有瑕疵成功：已限额止付，余额不足"),
    "1300": _("机构内部止付失败"),
    "1301": _("已止付"),
    "1302": _("已限额冻结"),
    "1303": _("已全额冻结"),
    "1304": _("超过允许的止付次数"),
    "1800": _("已过期，不能延期"),
    "1900": _("已过期，不能解除"),
}
"""Translated forms of `zhisun.gateways.codes.ANSWERS`; a test keeps the two alike."""
