from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "nasij.home"
    verbose_name = _("Home")

    def ready(self) -> None:
        # Models are loaded by now; the strip on every station page asks this room what to draw.
        from nasij.home.thread import stations_of
        from nasij.ui import navigation, thread
        from nasij.ui.navigation import NavEntry

        thread.register_provider(stations_of)
        navigation.register(NavEntry("start", _("Home"), "home:start", 0))
        navigation.register(
            NavEntry("dashboard", _("My desk"), "home:dashboard", 5, members_only=True)
        )
        navigation.register(NavEntry("regions", _("Regions"), "home:regions", 10))
