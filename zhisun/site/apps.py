from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "zhisun.site"
    label = "site"
    verbose_name = "装配"
