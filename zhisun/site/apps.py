from django.apps import AppConfig

from zhisun.site import wiring


class SiteConfig(AppConfig):
    name = "zhisun.site"
    label = "site"
    verbose_name = "装配"

    def ready(self) -> None:
        """Wire up what the rooms below may not look for themselves."""
        wiring.install_menu()
        wiring.open_door_to_engine()
