from django.apps import AppConfig


class FieldConfig(AppConfig):
    name = "zhisun.desks.field"
    label = "field"
    verbose_name = "劝阻任务"
