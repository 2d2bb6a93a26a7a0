from django.apps import AppConfig


class SubjectsConfig(AppConfig):
    name = "zhisun.domains.subjects"
    label = "subjects"
    verbose_name = "涉案要素"
