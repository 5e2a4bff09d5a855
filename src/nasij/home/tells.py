"""What this room tells the others."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nasij.home.thread import stations_of
from nasij.ui.navigation import NavEntry
from nasij.ui.thread import Thread
from nasij.ui.ways import Address, Way

TELLS = (
    NavEntry("start", _("Home"), "home:start", 0),
    NavEntry("dashboard", _("My desk"), "home:dashboard", 5, members_only=True),
    NavEntry("regions", _("Regions"), "home:regions", 10),
    NavEntry("accessibility", _("Accessibility"), "home:accessibility", 50, section="footer"),
    Thread(stations_of),
    Address("desk", "home:dashboard"),
    Address("region", "home:region"),
    Address("track", "home:track"),
    Way(
        "territory",
        _("The region’s page"),
        lambda territory: reverse("home:region", args=[territory.code]),
        lambda user, territory: territory.role == "region",
    ),
)
