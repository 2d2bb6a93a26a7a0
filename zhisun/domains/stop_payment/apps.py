from django.apps import AppConfig


class StopPaymentConfig(AppConfig):
    name = "zhisun.domains.stop_payment"
    label = "stop_payment"
    verbose_name = "止付、冻结、查询"
